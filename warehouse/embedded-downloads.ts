/**
 * Answers of any length from the embedded engine, a piece at a time. Each has a connection of its own, so
 * that it takes none from the pages, and is over when its reader goes away.
 */
import { randomUUID } from "node:crypto"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Session } from "chdb"
import { Effect, Stream } from "effect"
import { classify, type DownloadFormat, PARQUET_GROUP_ROWS, type Parameters } from "./clickhouse.ts"
import { tooManyWait, type WarehouseError } from "./errors.ts"
import { readWhileWritten } from "./growing-file.ts"
import { withLiterals } from "./literals.ts"
import { embeddedDialect, render, sqlQuery } from "./sql-files.ts"

const DOWNLOADS_MAX = 4
const DOWNLOAD_SECONDS_MAX = 3_600

// One thread: rows stay in the order of the query, and the pages keep the other core.
const DOWNLOAD_OPENING = [
  "SET max_threads = 1",
  // A piece of the answer is a block of rows: with the engine's own size, 10 to 25 MB.
  "SET max_block_size = 16384",
  "SET output_format_csv_crlf_end_of_line = 1",
  // Nothing is an empty cell, and a time has its zone.
  "SET format_csv_null_representation = ''",
  "SET date_time_output_format = 'iso'",
  `SET max_execution_time = ${DOWNLOAD_SECONDS_MAX}`,
]
const PIECE_BYTES = 256 * 1024
/** Blocks wait to be joined up to these sizes, and then for their group: memory grows with both. */
const FILE_OPENING = [
  `SET min_insert_block_size_rows = ${PARQUET_GROUP_ROWS}`,
  "SET min_insert_block_size_bytes = 0",
  `SET output_format_parquet_row_group_size = ${PARQUET_GROUP_ROWS}`,
  "SET output_format_parquet_parallel_encoding = 0",
]
// It comes last: it blocks writes and files, and cannot be undone.
const READ_ONLY = "SET readonly = 1"

const stopQueries = render(sqlQuery("stop-queries"), embeddedDialect)

export interface DownloadsOptions {
  /** The engine's folder. */
  readonly path: string
  /** For files that are sent while they are written; emptied at a start. */
  readonly folder: string
  /** Settings that every connection to the engine's folder has. */
  readonly opening: ReadonlyArray<string>
  /** A connection that may stop queries. */
  readonly root: Session
}

export const openDownloads = Effect.fnUntraced(function* (options: DownloadsOptions) {
  yield* Effect.try({
    try: () => {
      rmSync(options.folder, { recursive: true, force: true })
      mkdirSync(options.folder, { recursive: true })
    },
    catch: classify("command"),
  })
  let running = 0
  const place = Effect.acquireRelease(
    Effect.suspend(() =>
      running < DOWNLOADS_MAX
        ? Effect.sync(() => void running++)
        : Effect.fail(tooManyWait(DOWNLOADS_MAX)),
    ),
    () => Effect.sync(() => void running--),
  )
  const connection = (settings: ReadonlyArray<string>) =>
    Effect.acquireRelease(
      Effect.try({
        try: () => {
          const session = new Session(options.path)
          for (const statement of [...options.opening, ...DOWNLOAD_OPENING, ...settings])
            session.query(statement)
          return session
        },
        catch: classify("query"),
      }),
      (session) => Effect.sync(() => session.close()),
    )
  return (statement: string, parameters: Parameters, format: DownloadFormat) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const query = yield* Effect.try({
          try: () => withLiterals(statement, parameters),
          catch: classify("query"),
        })
        yield* place
        if (format === "Parquet") {
          const session = yield* connection(FILE_OPENING)
          return asPieces(yield* writtenFile(session, query, options))
        }
        const session = yield* connection([READ_ONLY])
        return asPieces(piecesOf(session, query, format))
      }),
    )
})

const asPieces = (pieces: AsyncIterable<Uint8Array>): Stream.Stream<Uint8Array, WarehouseError> =>
  Stream.fromAsyncIterable(pieces, classify("query"))

async function* piecesOf(session: Session, query: string, format: DownloadFormat) {
  for await (const chunk of session.queryStream(query, { format })) {
    const bytes = chunk.raw()
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      yield Buffer.from(bytes.subarray(at, at + PIECE_BYTES))
    // It lies outside of the collector's heap, which would come for it when hundreds of megabytes have piled up.
    if (bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0)
  }
}

/**
 * Streamed, each piece would be a file of its own: the engine writes one file, which is read behind it. A
 * reader that is slower than the engine lets the file grow, in the folder and not in memory.
 */
const writtenFile = (session: Session, query: string, { folder, root }: DownloadsOptions) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => {
        const id = randomUUID()
        const file = join(folder, `${id}.parquet`)
        const target = withLiterals("INSERT INTO FUNCTION file({file:String}, 'Parquet')", { file })
        const written = session.queryAsync(`/*${id}*/ ${target} ${query}`)
        // Who reads the file hears of it; until then nobody has asked yet.
        written.catch(() => {})
        return { id, file, written }
      }),
      ({ id, file, written }) =>
        Effect.promise(async () => {
          root.query(withLiterals(stopQueries, { ids: [id] }))
          await written.catch(() => {})
          rmSync(file, { force: true })
        }),
    ),
    ({ file, written }) => readWhileWritten(file, written),
  )
