/** Which folder may import which, and that nothing is exported or kept for nobody. */
import { posix } from "node:path"
import { type Finding, type Rule, type Source, type Tree, walk } from "./source.ts"

interface Import {
  /** A path of the project, or a package's specifier. */
  readonly target: string
  readonly isPackage: boolean
  /** Written as `import type`: gone when the code runs. */
  readonly typeOnly: boolean
  /** What is imported, `"*"` for everything. */
  readonly names: ReadonlyArray<string>
  readonly line: number
}

interface Area {
  /** Where it lies: a folder, or a single file. The longest match counts. */
  readonly at: string
  readonly may: ReadonlyArray<string>
  readonly mayAsTypes: ReadonlyArray<string>
  readonly packages: RegExp
}

const ANY = /./
const IN_BROWSERS = /^(?!node:)/
const area = (at: string, may: ReadonlyArray<string>, packages = ANY): Area => ({
  at,
  may: [at, ...may],
  mayAsTypes: [],
  packages,
})

const AREAS: ReadonlyArray<Area> = [
  area("warehouse/domain/", [], /^effect(\/|$)/),
  area("warehouse/", []),
  area("ingest/", ["warehouse/"]),
  area("api/", ["warehouse/"]),
  area("api/main.ts", ["api/", "warehouse/", "ingest/"]),
  // A program of its own beside the server: it reads files as the importer does, and asks over HTTP.
  area("api/cli/", ["api/", "warehouse/", "ingest/importer/"]),
  {
    ...area("dashboard/", ["warehouse/domain/decimal.ts"], IN_BROWSERS),
    mayAsTypes: ["api/contract.ts", "api/rejection-contract.ts", "api/app.ts"],
  },
]

const areaOf = (path: string): Area | undefined =>
  AREAS.filter(({ at }) => path.startsWith(at)).sort((a, b) => b.at.length - a.at.length)[0]

/** Started by itself; nobody imports it. */
const isProgram = (area: Area | undefined): boolean => area?.at === "api/cli/"

const importsOf = ({ path, text, parsed, lineAt }: Source): ReadonlyArray<Import> => {
  const resolve = (specifier: string) => {
    if (specifier.startsWith("#")) return { target: specifier.slice(1), isPackage: false }
    if (!specifier.startsWith(".")) return { target: specifier, isPackage: true }
    return { target: posix.join(posix.dirname(path), specifier), isPackage: false }
  }
  const { staticImports, staticExports, dynamicImports } = parsed.module
  const imports = staticImports.map(({ moduleRequest, entries, start }) => ({
    ...resolve(moduleRequest.value),
    typeOnly: /^import\s+type\b/.test(text.slice(start)),
    names: entries.map(({ importName }) =>
      importName.kind === "NamespaceObject" ? "*" : (importName.name ?? "default"),
    ),
    line: lineAt(start),
  }))
  const passedOn = staticExports.flatMap(({ entries, start }) =>
    entries.flatMap(({ moduleRequest, importName, isType }) =>
      moduleRequest === null
        ? []
        : [
            {
              ...resolve(moduleRequest.value),
              typeOnly: isType,
              names: [importName.name ?? "*"],
              line: lineAt(start),
            },
          ],
    ),
  )
  const late = dynamicImports.flatMap(({ moduleRequest, start }) => {
    const literal = /^["'`]([^$]*)["'`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))
    return literal?.[1] === undefined
      ? []
      : [{ ...resolve(literal[1]), typeOnly: false, names: ["*"], line: lineAt(start) }]
  })
  return [...imports, ...passedOn, ...late]
}

const isForTests = (path: string) => /\.test\.tsx?$|(^|\/)(testing|e2e)\//.test(path)

/** Why `source` may not import this, or undefined. */
const objection = (source: Source, wanted: Import): string | undefined => {
  const from = areaOf(source.path)
  if (from === undefined) return undefined
  const { target, isPackage, typeOnly } = wanted
  if (isPackage)
    return source.forTests || from.packages.test(target) ? undefined : `the package ${target}`
  if (isForTests(target)) return source.forTests ? undefined : `${target}, which is for tests`
  if (source.forTests && target.startsWith("scripts/")) return undefined
  const within = areaOf(target)
  if (from.may.some((place) => target.startsWith(place)) && (!isProgram(within) || within === from))
    return undefined
  // A test may look down as far as the process that its code becomes a part of.
  if (source.forTests && target.startsWith("warehouse/")) return undefined
  if (from.mayAsTypes.includes(target))
    return typeOnly ? undefined : `${target} other than by \`import type\``
  return target
}

const direction: Rule = {
  name: "imports go one way: dashboard, api, ingest, warehouse, domain",
  find: ({ code }) =>
    code.flatMap((source) =>
      importsOf(source).flatMap((wanted): Finding[] => {
        const what = objection(source, wanted)
        return what === undefined ? [] : [{ path: source.path, line: wanted.line, what }]
      }),
    ),
  bad: [
    { "warehouse/a.ts": 'import { x } from "#ingest/b.ts"' },
    { "warehouse/a.ts": 'import type { x } from "../api/b.ts"' },
    { "warehouse/domain/a.ts": 'import { x } from "../clickhouse.ts"' },
    { "warehouse/domain/a.ts": 'import { join } from "node:path"' },
    { "warehouse/a.ts": 'import { x } from "./testing/b.ts"' },
    { "warehouse/a.test.ts": 'import { x } from "#api/b.ts"' },
    { "ingest/a.ts": 'import { x } from "#api/b.ts"' },
    { "ingest/a.ts": 'export { x } from "#api/b.ts"' },
    { "ingest/a.ts": 'const x = await import("#api/b.ts")' },
    { "api/a.ts": 'import { x } from "#ingest/b.ts"' },
    { "api/a.ts": 'import { x } from "#dashboard/b.ts"' },
    { "api/a.ts": 'import { x } from "./cli/b.ts"' },
    { "api/cli/a.ts": 'import { x } from "#ingest/intake.ts"' },
    { "dashboard/a.ts": 'import { type Overview } from "#api/contract.ts"' },
    { "dashboard/a.ts": 'import type { x } from "#api/usage.ts"' },
    { "dashboard/a.ts": 'import { x } from "#warehouse/domain/calendar.ts"' },
    { "dashboard/a.ts": 'import { join } from "node:path"' },
  ],
  good: [
    { "api/main.ts": 'import { x } from "#ingest/b.ts"' },
    { "api/cli/a.ts": 'import { x } from "#ingest/importer/b.ts"' },
    { "dashboard/a.ts": 'import type { Overview } from "#api/contract.ts"' },
    { "dashboard/a.ts": 'import { parseDecimal } from "#warehouse/domain/decimal.ts"' },
    { "ingest/a.kafka.test.ts": 'import { x } from "#warehouse/testing/warehouse.ts"' },
    { "bench/a.ts": 'import { x } from "#api/b.ts"' },
  ],
}

/** What tools find by its name alone. */
const FOUND = /\.test\.tsx?$|\.config\.ts$|\.d\.ts$|^dashboard\/public\//

const usesOf = ({ code }: Tree): ReadonlyMap<string, ReadonlySet<string>> => {
  const uses = new Map<string, Set<string>>()
  for (const source of code)
    for (const { target, names } of importsOf(source))
      uses.set(target, new Set([...(uses.get(target) ?? []), ...names]))
  return uses
}

/** True where another file names this one: a page, a command, or a test that starts a process. */
const isNamed = (path: string, { texts }: Tree): boolean => {
  const name = path.slice(path.lastIndexOf("/") + 1).replaceAll(".", "\\.")
  const pattern = new RegExp(`["' /]${name}["' ]`)
  return [...texts].some(
    ([other, text]) => other !== path && !other.endsWith(".md") && pattern.test(text),
  )
}

const everyFileIsUsed: Rule = {
  name: "every file is imported, or started by its name",
  find: (tree) => {
    const uses = usesOf(tree)
    return tree.code
      .filter(({ path }) => !FOUND.test(path) && !uses.has(path) && !isNamed(path, tree))
      .map(({ path }) => ({ path, line: 1, what: "nobody uses it" }))
  },
  bad: [{ "api/old.ts": "export const x = 1" }],
  good: [
    { "api/new.ts": "export const x = 1", "api/new.test.ts": 'import { x } from "./new.ts"' },
    { "api/cli.ts": "run()", "package.json": '{ "tidemark": "exec node api/cli.ts" }' },
  ],
}

const mentions = ({ parsed }: Source, wanted: string): number => {
  let count = 0
  walk(parsed.program, (node) => {
    if ((node.type === "Identifier" || node.type === "JSXIdentifier") && node.name === wanted)
      count++
  })
  return count
}

const everyExportIsUsed: Rule = {
  name: "every exported value is used",
  find: (tree) => {
    const uses = usesOf(tree)
    return tree.code.flatMap((source): Finding[] => {
      const used = uses.get(source.path)
      return source.parsed.module.staticExports.flatMap(({ entries, start }) =>
        entries.flatMap(({ exportName, isType }) => {
          const name = exportName.name ?? "default"
          const dead =
            !isType &&
            name !== "default" &&
            !(used?.has(name) || used?.has("*")) &&
            mentions(source, name) === 1
          return dead ? [{ path: source.path, line: source.lineAt(start), what: name }] : []
        }),
      )
    })
  },
  bad: [{ "api/a.ts": "export const x = 1, y = 2", "api/main.ts": 'import { x } from "./a.ts"' }],
  good: [
    { "api/a.ts": "export const x = 1", "api/main.ts": 'import * as all from "./a.ts"' },
    { "api/a.ts": "export const limit = 1; run(limit)" },
    { "api/a.ts": "export interface X {}" },
  ],
}

export const importRules: ReadonlyArray<Rule> = [direction, everyFileIsUsed, everyExportIsUsed]
