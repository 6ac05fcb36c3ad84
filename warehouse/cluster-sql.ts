/**
 * What a statement of `sql/` becomes on a cluster. Each table is two there: `<table>_local` keeps a
 * shard's rows, replicated on the servers of that shard, and a Distributed table of the plain name
 * stands before all shards. Queries and inserts name the plain table and stay as they are. Views name
 * the local ones, since a view fires where rows are stored: rollups stay with their account.
 */
import { clusterDialect, type Dialect, render } from "./sql-files.ts"

const localOf = (table: string): string => `${table}_local`

/** The statements to run in turn. Throws for one that changes tables in another way than `sql/README.md` names. */
export const clusterStatements = (text: string, cluster: string): ReadonlyArray<string> => {
  const dialect = clusterDialect(cluster)
  // What changes no table is the same on every server.
  if (!text.includes("{{on_cluster}}") || /^KILL/.test(text)) return [render(text, dialect)]
  const statement = text.replace(/--.*$/gm, "").trim()
  for (const { form, become } of FORMS) {
    const [head, name] = form.exec(statement) ?? []
    if (head === undefined || name === undefined) continue
    const rest = statement.slice(head.length)
    return become({ statement, head, name, rest, cluster }).map((made) =>
      renderTrimmed(made, dialect),
    )
  }
  throw new Error(`no form for a cluster: ${statement.split("\n")[0]}`)
}

const renderTrimmed = (text: string, dialect: Dialect): string =>
  render(text, dialect)
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n")

interface Change {
  readonly statement: string
  /** Up to `{{on_cluster}}`. */
  readonly head: string
  /** Of the table or view it is about. */
  readonly name: string
  readonly rest: string
  readonly cluster: string
}

const onLocal = ({ head, name, rest }: Change): string =>
  `${head.replace(new RegExp(`\\b${name}\\b`), localOf(name))}${rest}`

const createTable = (change: Change): ReadonlyArray<string> => [
  withWindow(withReplicaPath(onLocal(change), change.name)),
  `${change.head} AS ${localOf(change.name)}\nENGINE = Distributed('${change.cluster}', currentDatabase(), '${localOf(change.name)}', xxHash64(${shardedBy(change)}))`,
]

/** The engine's first arguments: where the replicas of a shard find each other, and which one this is. */
const withReplicaPath = (statement: string, table: string): string =>
  statement.replace(
    /\{\{replicated\}\}(\w*MergeTree)(\(\s*)?/,
    (_, engine: string, opened: string | undefined) =>
      `{{replicated}}${engine}('/clickhouse/tables/{shard}/{database}/${table}', '{replica}'${opened === undefined ? ")" : ", "}`,
  )

/** Replicated tables drop equal inserts unless told otherwise; those without a window of tokens keep them. */
const withWindow = (statement: string): string => {
  if (!statement.includes("{{replicated}}") || statement.includes("{{deduplication_window}}"))
    return statement
  const window = "replicated_deduplication_window = 0"
  return /\bSETTINGS\b/.test(statement)
    ? `${statement}, ${window}`
    : `${statement}\nSETTINGS ${window}`
}

/** An account's rows lie on one shard. A table that knows no account is spread by its key. */
const shardedBy = ({ name, rest }: Change): string => {
  if (/^\s*\(?\s*account\s/m.test(rest)) return "account"
  const first = /\bORDER BY\s*\(?\s*(\w+)/.exec(rest)?.[1]
  if (first === undefined || first === "tuple")
    throw new Error(`no column to shard ${name} by: neither an account nor a key`)
  return first
}

const createView = ({ statement, name }: Change): ReadonlyArray<string> => {
  const view = onLocalTables(statement).replace(
    /\bTO (\w+)/,
    (_, to: string) => `TO ${localOf(to)}`,
  )
  if (view === onLocalTables(statement)) throw new Error(`the view ${name} has no target`)
  return [view]
}

/** Table functions and the query's own names stay. */
const onLocalTables = (query: string): string => {
  const own = new Set([...query.matchAll(/\b(\w+) AS \(/g)].map(([, name]) => name))
  return query.replace(
    /\b(FROM|JOIN)(\s+)(\w+)\b(?!\s*\()/g,
    (found, word, space, table: string) =>
      own.has(table) ? found : `${word}${space}${localOf(table)}`,
  )
}

const COLUMN_CHANGE = /\b(ADD|DROP|MODIFY|RENAME|COMMENT) COLUMN\b/
const OTHER_CHANGE =
  /\b((ADD|DROP|MATERIALIZE|CLEAR) (PROJECTION|INDEX|CONSTRAINT|STATISTICS)|MODIFY (SETTING|TTL|ORDER BY)|RESET SETTING|(MATERIALIZE|CLEAR) COLUMN)\b/

/** Columns are changed in both tables, and never stand in the plain one alone. */
const alterTable = (change: Change): ReadonlyArray<string> => {
  const { statement, rest } = change
  if (/^\s*MODIFY QUERY\b/.test(rest)) return [onLocalTables(statement)]
  const columns = COLUMN_CHANGE.test(rest)
  if (columns && OTHER_CHANGE.test(rest))
    throw new Error(
      "columns and what only local tables have are changed by statements of their own",
    )
  if (!columns) return [onLocal(change)]
  return /\bDROP COLUMN\b/.test(rest) ? [statement, onLocal(change)] : [onLocal(change), statement]
}

const FORMS: ReadonlyArray<{
  readonly form: RegExp
  readonly become: (change: Change) => ReadonlyArray<string>
}> = [
  { form: /^CREATE TABLE IF NOT EXISTS (\w+) \{\{on_cluster\}\}/, become: createTable },
  { form: /^CREATE MATERIALIZED VIEW IF NOT EXISTS (\w+) \{\{on_cluster\}\}/, become: createView },
  { form: /^ALTER TABLE (\w+) \{\{on_cluster\}\}/, become: alterTable },
  { form: /^DROP VIEW IF EXISTS (\w+) \{\{on_cluster\}\}/, become: ({ statement }) => [statement] },
  {
    form: /^DROP TABLE IF EXISTS (\w+) \{\{on_cluster\}\}/,
    become: (change) => [change.statement, `${onLocal(change)} SYNC`],
  },
  {
    form: /^(?:TRUNCATE TABLE IF EXISTS|OPTIMIZE TABLE) (\w+) \{\{on_cluster\}\}/,
    become: (change) => [onLocal(change)],
  },
]
