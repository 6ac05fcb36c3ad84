import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { compose } from "./testing/compose.ts"
import { documents, readDocument, root } from "./testing/documents.ts"

const withoutBlocks = (text: string) => text.replace(/^```.*?^```$/gms, "")

/** What stands between backticks, outside of code blocks. */
const inlineCode = (text: string) =>
  [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code)

const folders = globSync("*/", { cwd: root }).filter(
  // Made when something runs.
  (folder) => !["node_modules", "data", "dist", "coverage"].includes(folder),
)
/** A file or pattern in one of the project's folders. */
const isPath = (code: string) =>
  /^[\w.*/-]+$/.test(code) && folders.some((folder) => code.startsWith(`${folder}/`))

const linkTargets = (text: string) =>
  [...text.matchAll(/\]\(([^)#\s]+)|\bsrc(?:set)?="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? "")
    .filter((target) => !/^https?:/.test(target))

const scripts = Object.keys(JSON.parse(readDocument("package.json")).scripts)

describe.each(documents())("%s", (path) => {
  const text = readDocument(path)

  it("names files that exist", () => {
    const missing = inlineCode(text)
      .filter(isPath)
      .filter((name) => globSync(name, { cwd: root }).length === 0)
    expect(missing).toEqual([])
  })

  it("links to files that exist", () => {
    const missing = linkTargets(text).filter(
      (target) => !existsSync(join(root, dirname(path), target)),
    )
    expect(missing).toEqual([])
  })

  it("names commands that exist", () => {
    const commands = [...text.matchAll(/\bnpm (?:run ([\w-]+)|(start|test)\b)/g)]
    const missing = commands
      .map(([, name, short]) => name ?? short ?? "")
      .filter((name) => !scripts.includes(name))
    expect(missing).toEqual([])
  })
})

describe("the settings", () => {
  const NAME = /\b[A-Z][A-Z0-9]*_?[A-Z0-9_]+\b/
  /** What a process reads through effect's Config. */
  const read = (path: string) =>
    [...readDocument(path).matchAll(/"([A-Z][A-Z_]+)"/g)].map(([, name = ""]) => name)
  const commandOnly = scriptVariables()
  const composeOnly = Object.values(compose.secrets).map(({ environment }) => environment)
  const ofProcesses = [...read("api/config.ts"), ...read("ingest/config.ts")]
  const known = [...ofProcesses, ...commandOnly, ...composeOnly].sort()

  const table = readDocument("README.md").split("## Settings")[1]?.split("\n## ")[0] ?? ""
  const inReadme = [...table.matchAll(/^\| `(\w+)` \| (?:`([^`]*)`)? ?\|/gm)].map(
    ([, name = "", value = ""]) => [name, value] as const,
  )
  const inExample = [...readDocument(".env.example").matchAll(/^(\w+)=(.*)$/gm)].map(
    ([, name = "", value = ""]) => [name, value] as const,
  )

  /** Variables that the scripts of package.json pass on. */
  function scriptVariables() {
    const commands = Object.values<string>(JSON.parse(readDocument("package.json")).scripts)
    return commands.flatMap((command) =>
      [...command.matchAll(/\$\{(\w+):-/g)].map(([, name = ""]) => name),
    )
  }

  it("in the README are those that the processes read", () => {
    expect(known.every((name) => NAME.test(name))).toBe(true)
    expect(inReadme.map(([name]) => name).sort()).toEqual(known)
  })

  it("in .env.example are those that the processes read", () => {
    expect(inExample.map(([name]) => name).sort()).toEqual(known)
  })

  it("have the same defaults in both", () => {
    expect(Object.fromEntries(inReadme)).toEqual(Object.fromEntries(inExample))
  })
})

describe("ARCHITECTURE.md", () => {
  it("states limits as the code does", () => {
    const rows = [
      ...readDocument("ARCHITECTURE.md").matchAll(/^\|.*\| `(\w+ = [^`]+)` \| `([^`]+)` \|$/gm),
    ]
    expect(rows.length).toBeGreaterThan(10)
    const wrong = rows
      .filter(([, constant = "", path = ""]) => {
        const code = readFileSync(join(root, path), "utf8")
        return !code.includes(`const ${constant}`)
      })
      .map(([, constant, path]) => `${path}: ${constant}`)
    expect(wrong).toEqual([])
  })
})

describe("the decisions", () => {
  const decisions = documents().filter((path) => path.startsWith("docs/decisions/"))

  it("are numbered once each, and carry their number in the title", () => {
    const numbers = decisions.map((path) => /\/(\d{4})-[\w-]+\.md$/.exec(path)?.[1])
    expect(new Set(numbers).size).toBe(decisions.length)
    for (const [i, path] of decisions.entries())
      expect(readDocument(path)).toMatch(new RegExp(`^# ${Number(numbers[i])}\\. `))
  })

  it("stay well under a page each", () => {
    const long = decisions.filter((path) => readDocument(path).split("\n").length > 60)
    expect(long).toEqual([])
  })
})
