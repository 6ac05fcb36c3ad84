/** The house rules that can be checked. A rule, its exceptions and its examples stand in `scripts/tidy/`. */
import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { codeRules } from "./scripts/tidy/code-rules.ts"
import { importRules } from "./scripts/tidy/import-rules.ts"
import { queryRules } from "./scripts/tidy/query-rules.ts"
import { type Files, readTree, treeOf } from "./scripts/tidy/source.ts"
import { textRules } from "./scripts/tidy/text-rules.ts"

const root = import.meta.dirname
const tree = readTree(root)
const rules = [...codeRules, ...textRules, ...importRules, ...queryRules]

describe.each(rules)("$name", ({ find, except = {}, bad, good }) => {
  const findings = find(tree)

  it("holds", () => {
    const broken = findings.filter(({ path }) => except[path] === undefined)
    expect(broken.map(({ path, line, what }) => `${path}:${line} ${what}`)).toEqual([])
  })

  it("has no exception that nothing needs", () => {
    const needless = Object.keys(except).filter(
      (path) => !findings.some((finding) => finding.path === path),
    )
    expect(needless).toEqual([])
  })

  it.each(bad)("refuses %j", (files) => {
    expect(find(treeOf(files))).not.toEqual([])
  })

  it.each(good)("lets pass %j", (files) => {
    expect(find(treeOf(files))).toEqual([])
  })
})

/** The rules that these files break, as the project's linter names them. */
const linted = (files: Files): ReadonlyArray<string> => {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-lint-"))
  try {
    for (const name of ["biome.json", "package.json", ".gitignore"])
      copyFileSync(join(root, name), join(folder, name))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const biome = join(root, "node_modules", ".bin", "biome")
    const { stdout } = spawnSync(biome, ["lint", "--reporter=github", "."], {
      cwd: folder,
      encoding: "utf8",
    })
    return [
      ...new Set([...stdout.matchAll(/title=lint\/\w+\/(\w+)/g)].map(([, rule]) => `${rule}`)),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const lines = (count: number) => "  call()\n".repeat(count)
const functionOf = (count: number) => `export const f = () => {\n${lines(count)}}\n`

describe("the linter", () => {
  it.each<[why: string, rule: string, files: Files]>([
    [
      "modules that import each other, through # too",
      "noImportCycles",
      {
        "api/a.ts": 'import { b } from "#warehouse/b.ts"\nexport const a = () => b\n',
        "warehouse/b.ts": 'import { a } from "#api/a.ts"\nexport const b = () => a\n',
      },
    ],
    [
      "functions of more than 70 lines",
      "noExcessiveLinesPerFunction",
      { "api/a.ts": functionOf(71) },
    ],
    ["sources of more than 250 lines", "noExcessiveLinesPerFile", { "api/a.ts": lines(251) }],
    ["tests of more than 400 lines", "noExcessiveLinesPerFile", { "api/a.test.ts": lines(401) }],
    ["default exports", "noDefaultExport", { "api/a.ts": "export default 1\n" }],
  ])("refuses %s", (_, rule, files) => {
    expect(linted(files)).toContain(rule)
  })

  it("lets the longest permitted pass", () => {
    const files = {
      "api/a.ts": functionOf(60),
      "api/b.ts": lines(250),
      "api/b.test.ts": functionOf(390),
      "x.config.ts": "export default 1\n",
    }
    expect(linted(files)).toEqual([])
  })
})
