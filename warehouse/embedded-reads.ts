/**
 * Reading on the embedded engine: a few connections, made read-only when they open. Statements carry
 * their parameters as literals, since the engine's binding runs one query at a time in the whole process.
 */
import { Session } from "chdb"
import { Effect, type Schema } from "effect"
import { classify, decodeRows, type Parameters, QUERY_SECONDS_MAX, wordsOf } from "./clickhouse.ts"
import { withLiterals } from "./literals.ts"
import { type Connection, makeReadPool, type Question } from "./read-pool.ts"
import { embeddedDialect, render, sqlQuery } from "./sql-files.ts"

/** More than the machine has cores, so that a few long queries do not keep the short ones waiting. */
const READ_CONNECTIONS = 8
/** Long lists of keys stand in the statement. */
const STATEMENT_BYTES_MAX = 64 * 1024 * 1024

// `readonly` comes last: it blocks writes, files, URLs and any later change of settings, and cannot be
// undone.
const READ_OPENING = [
  // A page reads a little of many columns: handing each to a pool of threads takes longer than reading.
  "SET local_filesystem_read_method = 'pread'",
  `SET max_query_size = ${STATEMENT_BYTES_MAX}`,
  `SET max_execution_time = ${QUERY_SECONDS_MAX}`,
  "SET readonly = 1",
]

const stopQueries = render(sqlQuery("stop-queries"), embeddedDialect)
const nothing = sqlQuery("nothing")

export interface ReadsOptions {
  /** The engine's folder. */
  readonly path: string
  /** Settings that every connection has. */
  readonly opening: ReadonlyArray<string>
  /** A connection that may stop queries. */
  readonly root: Session
}

export const openReads = Effect.fnUntraced(function* ({ path, opening, root }: ReadsOptions) {
  const connections = yield* Effect.forEach(Array.from({ length: READ_CONNECTIONS }), () =>
    connect(path, [...opening, ...READ_OPENING]),
  )
  const answerTo = yield* makeReadPool({
    connections,
    // At once, not in a thread of its own: those may all be taken by what is to be stopped.
    stop: (id) => void root.query(withLiterals(stopQueries, { ids: [id] })),
    secondsMax: QUERY_SECONDS_MAX,
  })
  const ask = (statement: string, parameters: Parameters, format: Question["format"]) =>
    Effect.try({
      try: () => ({ statement: withLiterals(statement, parameters), format }),
      catch: classify("query"),
    }).pipe(Effect.flatMap(answerTo))
  return {
    query: <A>(statement: string, parameters: Parameters, row: Schema.Decoder<A>) =>
      Effect.map(ask(statement, parameters, "JSONEachRow"), (bytes) =>
        decodeRows(row)(rowsOf(bytes)),
      ),
    queryWords: (statement: string, parameters: Parameters) =>
      Effect.map(ask(statement, parameters, "RowBinary"), wordsOf),
  }
})

const connect = (path: string, opening: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        const session = new Session(path)
        for (const statement of opening) session.query(statement)
        return session
      },
      catch: (cause) => classify("command")(engineException(cause)),
    }),
    (session) => Effect.sync(() => session.close()),
  ).pipe(Effect.map((session) => asConnection(session)))

const asConnection =
  (session: Session): Connection =>
  async ({ statement, format }) => {
    try {
      return (await session.queryAsync(statement, { format })).bytes()
    } catch (cause) {
      // A query that failed stays in the engine's list, with what it holds, until the next on its connection.
      await session.queryAsync(nothing).catch(() => {})
      throw engineException(cause)
    }
  }

/** In the form in which the client of a server tells of it. */
const engineException = (cause: unknown): unknown => {
  const { clickhouseCode, message } = cause as { clickhouseCode?: number; message?: string }
  return clickhouseCode === undefined ? cause : { code: String(clickhouseCode), message, cause }
}

const text = new TextDecoder()

/** A row a line; a line break inside of a text is escaped. */
const rowsOf = (bytes: Uint8Array): unknown =>
  JSON.parse(`[${text.decode(bytes).trimEnd().replaceAll("\n", ",")}]`)
