/** The rollups, out of the migrations: there is no second list to keep. */
import { migrations, sqlFragments } from "./sql-files.ts"

export interface Rollup {
  readonly name: string
  /** The columns of its key. */
  readonly key: ReadonlyArray<string>
  readonly columns: ReadonlyArray<string>
  /** The statement that makes its table. */
  readonly createTable: string
  readonly view: string
  /** The statement that makes the view. */
  readonly createView: string
}

/** The names of the tables that a rebuild makes. A start takes away what a kill left of them. */
export const rebuildNames = (rollup: string) => ({
  /** Being filled: not whole. */
  made: `${rollup}_rebuild`,
  view: `${rollup}_rebuild_mv`,
  /** Whole, and about to be put in place. */
  ready: `${rollup}_rebuilt`,
})

const withoutHeader = (statement: string) => statement.replace(/^--.*\n/gm, "").trim()

const rollupOf = (statement: string, statements: ReadonlyArray<string>): Rollup | null => {
  const [, view, name] =
    /^CREATE MATERIALIZED VIEW IF NOT EXISTS (\w+) \{\{on_cluster\}\} TO (\w+) AS$/m.exec(
      statement,
    ) ?? []
  if (view === undefined || name === undefined) return null
  const table = statements.find((one) => one.includes(`TABLE IF NOT EXISTS ${name} `)) ?? ""
  const key = /^ORDER BY \(?([\w, ]+)\)?$/m.exec(table)?.[1]?.split(", ")
  if (key === undefined) throw new Error(`the migrations give no key of the rollup ${name}`)
  const columns = [...table.matchAll(/^ {2}(\w+) +[A-Z]/gm)].map(([, column]) => column as string)
  return {
    name,
    key,
    columns,
    createTable: withoutHeader(table),
    view,
    createView: withoutHeader(statement),
  }
}

const statements = migrations().flatMap((migration) => migration.statements)

export const ROLLUPS: ReadonlyArray<Rollup> = statements.flatMap(
  (statement) => rollupOf(statement, statements) ?? [],
)

/** The statement that makes the rollup's new table: the old one's, under another name. */
export const tableBeside = ({ name, createTable }: Rollup): string =>
  createTable.replace(`EXISTS ${name} `, `EXISTS ${rebuildNames(name).made} `)

/** The statement that makes the view of the rollup's new table: the rollup's own, under other names. */
export const viewBeside = ({ name, view, createView }: Rollup): string => {
  const names = rebuildNames(name)
  return createView
    .replace(`EXISTS ${view} `, `EXISTS ${names.view} `)
    .replace(` TO ${name} `, ` TO ${names.made} `)
}

const pieces = sqlFragments("rebuild")

/** The statement that puts the new rows in place of the old ones. */
export const replaceWith = (rollup: string): string =>
  (pieces.get("rebuild:replace") ?? "").replace("{{ready}}", rebuildNames(rollup).ready)

/** The statement that counts the entries in a new table and in the ledger. */
export const entriesIn = (made: string): string =>
  (pieces.get("rebuild:entries") ?? "").replace("{{counted}}", made)

const SOURCE = /^FROM transactions$/m

/** The statement that counts a slice of `rebuild_ledger` into the rollup's new table, as its view would. */
export const fillBeside = ({ name, columns, createView }: Rollup): string => {
  const select = createView.slice(createView.indexOf(" AS\n") + " AS\n".length)
  if (!SOURCE.test(select)) throw new Error(`the view of ${name} does not read the ledger plainly`)
  const slice = `FROM ${pieces.get("rebuild:slice")}`
  return (pieces.get("rebuild:fill") ?? "")
    .replaceAll("{{columns}}", columns.join(", "))
    .replace("{{view}}", () => select.replace(SOURCE, () => slice))
}
