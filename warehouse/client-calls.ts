/** What is done with a `@clickhouse/client`: run a statement, read rows, read one column. */
import type { ClickHouseClient } from "@clickhouse/client"
import { Effect, type Schema, Stream } from "effect"
import {
  classify,
  type DownloadFormat,
  decodeRows,
  type Parameters,
  wordsOf,
} from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"

/** Runs rendered statements one after the other. */
export const runCommand = (
  client: ClickHouseClient,
  statements: ReadonlyArray<string>,
  parameters: Parameters = {},
) =>
  Effect.forEach(
    statements,
    (query) =>
      Effect.tryPromise({
        try: () => client.command({ query, query_params: { ...parameters } }),
        catch: classify("command"),
      }),
    { discard: true },
  )

export interface Asked {
  readonly statement: string
  readonly parameters: Parameters
  /** By which it can be stopped; else the client makes one up. */
  readonly id?: string
}

export const runQuery = <A>(
  client: ClickHouseClient,
  { statement, parameters, id }: Asked,
  row: Schema.Decoder<A>,
) =>
  Effect.tryPromise({
    try: async (signal) => {
      const result = await client.query({
        query: statement,
        query_params: { ...parameters },
        ...(id === undefined ? {} : { query_id: id }),
        format: "JSONEachRow",
        abort_signal: signal,
      })
      return result.json()
    },
    catch: classify("query"),
  }).pipe(Effect.map(decodeRows(row)))

/** The bytes of the answer as they come; the server stops when nobody reads on. */
export const runDownload = (
  client: ClickHouseClient,
  { statement, parameters }: Asked,
  format: DownloadFormat,
) =>
  Stream.unwrap(
    Effect.map(
      Effect.tryPromise({
        try: (signal) =>
          client.exec({
            query: `${statement} FORMAT ${format}`,
            query_params: { ...parameters },
            abort_signal: signal,
          }),
        catch: classify("query"),
      }),
      ({ stream }) =>
        Stream.fromAsyncIterable<Uint8Array, WarehouseError>(stream, classify("query")),
    ),
  )

/** One column of UInt64. */
export const runWords = (client: ClickHouseClient, { statement, parameters, id }: Asked) =>
  Effect.tryPromise({
    try: async (signal) => {
      const { stream } = await client.exec({
        query: `${statement} FORMAT RowBinary`,
        query_params: { ...parameters },
        ...(id === undefined ? {} : { query_id: id }),
        abort_signal: signal,
      })
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      return wordsOf(Buffer.concat(chunks))
    },
    catch: classify("query"),
  })
