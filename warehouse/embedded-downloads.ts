/**
 * Answers of any length from the embedded engine, a piece at a time. Each has a connection of its own, so
 * that it takes none from the pages, and is over when its reader goes away.
 */
import { Session } from "chdb"
import { Effect, Stream } from "effect"
import { classify, type DownloadFormat, type Parameters } from "./clickhouse.ts"
import { tooManyWait, type WarehouseError } from "./errors.ts"
import { withLiterals } from "./literals.ts"

const DOWNLOADS_MAX = 4
const DOWNLOAD_SECONDS_MAX = 3_600

// One thread: rows stay in the order of the query, and the pages keep the other core.
const DOWNLOAD_OPENING = [
  "SET max_threads = 1",
  "SET output_format_csv_crlf_end_of_line = 1",
  `SET max_execution_time = ${DOWNLOAD_SECONDS_MAX}`,
  "SET readonly = 1",
]

/** `opening`: settings that every connection to the engine's folder has. */
export const openDownloads = (path: string, opening: ReadonlyArray<string>) => {
  let running = 0
  const place = Effect.acquireRelease(
    Effect.suspend(() =>
      running < DOWNLOADS_MAX
        ? Effect.sync(() => void running++)
        : Effect.fail(tooManyWait(DOWNLOADS_MAX)),
    ),
    () => Effect.sync(() => void running--),
  )
  const connection = Effect.acquireRelease(
    Effect.try({
      try: () => {
        const session = new Session(path)
        for (const statement of [...opening, ...DOWNLOAD_OPENING]) session.query(statement)
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
        const session = yield* connection
        return Stream.fromAsyncIterable(piecesOf(session, query, format), classify("query"))
      }),
    ) satisfies Stream.Stream<Uint8Array, WarehouseError>
}

async function* piecesOf(session: Session, query: string, format: DownloadFormat) {
  for await (const chunk of session.queryStream(query, { format })) yield chunk.raw()
}
