/**
 * Runs statements the way a ClickHouse server runs those of an HTTP request: settings and parameters
 * hold for one statement, rows to insert come as bytes behind it. One connection a statement, so that
 * nothing of it stays.
 */
import { randomUUID } from "node:crypto"
import { mkdirSync } from "node:fs"
import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Session } from "chdb"
import { asOneProcess, type ClusterForm, clusterArguments } from "./cluster-form.ts"
import { shardsOf } from "./two-shards.ts"

export interface ServerStatement {
  readonly text: string
  /** What follows the statement in the request: the rows of an insert. */
  readonly rows: Buffer
  readonly settings: ReadonlyMap<string, string>
  /** Values as they travel: escaped like a field of a TabSeparated file. */
  readonly parameters: ReadonlyMap<string, string>
  readonly database: string | null
  /** For statements without a FORMAT of their own. */
  readonly format: string
  readonly readOnly: boolean
}

/** What a server answers to a statement that it cannot run. */
export class EngineException extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

export interface Engine {
  readonly version: string
  readonly run: (statement: ServerStatement) => Promise<Uint8Array>
  readonly close: () => void
}

/** Opens the engine's folder, which no other process may hold. */
export const openEngine = (folder: string, form: ClusterForm | null): Engine => {
  mkdirSync(folder, { recursive: true })
  // Keeps the engine up between statements.
  const root = new Session(
    folder,
    form === null ? {} : { connectionArgs: clusterArguments(folder) },
  )
  // Inside the engine's folder, so that a kill leaves nothing elsewhere.
  const incoming = join(folder, "incoming")
  mkdirSync(incoming, { recursive: true })
  return {
    version: root.query("SELECT version()", "TSV").trim(),
    run: async (statement) => {
      const session = new Session(folder)
      try {
        for (const opening of openingOf(statement)) await session.queryAsync(opening)
        const insert = insertOf(statement.text)
        if (insert !== null) {
          const file = join(incoming, `${randomUUID()}.rows`)
          return await runInsert(session, { ...insert, file }, statement.rows)
        }
        let bytes: Uint8Array = new Uint8Array()
        const texts = form === null ? [statement.text] : asOneProcess(statement.text, form)
        for (const text of texts)
          bytes = (await session.queryAsync(text, { format: statement.format })).bytes()
        return bytes
      } catch (error) {
        throw asException(error)
      } finally {
        session.close()
      }
    },
    close: () => root.close(),
  }
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`

const openingOf = ({ settings, parameters, database, readOnly }: ServerStatement) => {
  const assignments = [
    ...[...settings].map(([name, value]) => `${name} = ${quoted(value)}`),
    ...[...parameters].map(([name, value]) => `param_${name} = ${quoted(value)}`),
    ...(readOnly ? ["readonly = 2"] : []),
  ]
  return [
    ...(database === null ? [] : [`USE \`${database}\``]),
    ...(assignments.length === 0 ? [] : [`SET ${assignments.join(", ")}`]),
  ]
}

interface Insert {
  readonly table: string
  readonly columns: string
  readonly settings: string
}

const INSERT = /^INSERT\s+INTO\s+(\w+)\s*\(([^)]*)\)([\s\S]*?)\s+FORMAT\s+RowBinary\s*$/i

const insertOf = (text: string): Insert | null => {
  const [, table, columns, settings] = INSERT.exec(text) ?? []
  if (table === undefined || columns === undefined || settings === undefined) return null
  // Servers took no parameter as the value of a setting before 26.7; the embedded engine does.
  if (/=\s*\{\w+:/.test(settings))
    throw new EngineException(62, "Code: 62. DB::Exception: Syntax error: '{' (SYNTAX_ERROR)")
  return { table, columns, settings }
}

const runInsert = async (
  session: Session,
  { table, columns, settings, file }: Insert & { readonly file: string },
  rows: Buffer,
): Promise<Uint8Array> => {
  const described = await session.queryAsync(
    `SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = '${table}' FORMAT JSONEachRow`,
  )
  const types = new Map(
    described
      .text()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { name: string; type: string })
      .map(({ name, type }) => [name, type]),
  )
  const structure = columns
    .split(",")
    .map((name) => name.trim())
    .map((name) => `\`${name}\` ${types.get(name) ?? "String"}`)
  await writeFile(file, rows)
  try {
    const source = `file(${quoted(file)}, RowBinary, ${quoted(structure.join(", "))})`
    for (const target of await targetsOf(session, table))
      await session.queryAsync(
        `INSERT INTO ${target.table} (${columns}) ${settings} SELECT * FROM ${source} ${target.where}`,
      )
    return new Uint8Array()
  } finally {
    await rm(file, { force: true })
  }
}

/** Where the rows go: into the table itself, or each into its shard's. */
const targetsOf = async (session: Session, table: string) => {
  const merged = await session.queryAsync(
    `SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = '${table}' AND engine = 'Merge' FORMAT TSV`,
  )
  const key = merged.text().trim()
  return key === "" ? [{ table, where: "" }] : shardsOf(table, key)
}

const asException = (error: unknown): unknown => {
  const [message, code] = /Code: (\d+)\. DB::Exception: [\s\S]*/.exec(String(error)) ?? []
  return message === undefined ? error : new EngineException(Number(code), message)
}
