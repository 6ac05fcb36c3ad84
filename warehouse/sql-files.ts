/** Loads the files of `sql/` and renders their placeholders, which are listed in `sql/README.md`. */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const ROOT = join(import.meta.dirname, "..", "sql")

/** What differs between the embedded engine, one server and a replicated cluster. */
export type Dialect = Readonly<Record<Placeholder, string>>
type Placeholder =
  | "on_cluster"
  | "replicated"
  | "deduplication_window"
  | "deduplication_token"
  | "rows"

const WINDOW = "non_replicated_deduplication_window = 10000"
/** The engine's own, which tables of earlier versions were made with. */
export const COARSE_GRANULES = "index_granularity = 8192"
/**
 * A lookup unpacks a granule of every column that it reads, of every part. The engine's own has eight times
 * as many rows, and blocks that hold several such granules of a narrow column.
 */
export const FINE_GRANULES = "index_granularity = 1024, min_compress_block_size = 32768"

export const embeddedDialect: Dialect = {
  on_cluster: "",
  replicated: "",
  deduplication_window: `${WINDOW}, ${FINE_GRANULES}`,
  deduplication_token: "insert_deduplication_token = {token:String},",
  rows: "SELECT * FROM file({file:String}, RowBinary, {structure:String})",
}

/** Here the token travels beside the statement: servers before 26.7 take no parameter as a setting. */
export const serverDialect: Dialect = {
  ...embeddedDialect,
  deduplication_token: "",
  rows: "FORMAT RowBinary",
}

/** Replicated engines on a named cluster. Tokens are remembered for thirty days instead of an hour. */
export const clusterDialect = (cluster: string): Dialect => ({
  ...serverDialect,
  on_cluster: `ON CLUSTER '${cluster}'`,
  replicated: "Replicated",
  // Granules as ever: a replica that is added later has to be made like the first.
  deduplication_window:
    "replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000",
})

export const render = (text: string, dialect: Dialect): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (!Object.hasOwn(dialect, name)) throw new Error(`unknown placeholder {{${name}}} in sql/`)
    return dialect[name as Placeholder]
  })

/** One statement of `sql/queries`, still with its placeholders. Read when the module that uses it loads. */
export const sqlQuery = (name: string): string =>
  readFileSync(join(ROOT, "queries", `${name}.sql`), "utf8")
    .replace(/^--.*\n/gm, "")
    .trim()
    .replace(/;$/, "")

/** The pieces of `sql/fragments/name.sql`, each behind a comment that holds nothing but its key. */
export const sqlFragments = (name: string): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(join(ROOT, "fragments", `${name}.sql`), "utf8")
      .split(/^-- (?=\w+:\w+$)/m)
      .slice(1)
      .map((piece) => {
        const [key = "", ...lines] = piece.trim().split("\n")
        return [key, lines.join("\n")] as const
      }),
  )

export interface Migration {
  readonly name: string
  readonly checksum: string
  readonly statements: ReadonlyArray<string>
}

/** The numbered files in their order. A statement ends with a semicolon at the end of its line. */
export const migrations = (directory = join(ROOT, "migrations")): ReadonlyArray<Migration> =>
  readdirSync(directory)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(directory, name), "utf8")
      return {
        name: name.replace(/\.sql$/, ""),
        checksum: createHash("sha256").update(text).digest("hex"),
        statements: text
          .split(/;[ \t]*\n/)
          .map((statement) => statement.trim())
          .filter((statement) => statement !== ""),
      }
    })
