/** What both adapters do alike with a `@clickhouse/client`: run a statement, read rows, read one column. */
import type { ClickHouseClient } from "@clickhouse/client"
import { Effect, type Schema } from "effect"
import { classify, decodeRows, type Parameters } from "./clickhouse.ts"

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

export const runQuery = <A>(
  client: ClickHouseClient,
  statement: string,
  parameters: Parameters,
  row: Schema.Decoder<A>,
) =>
  Effect.tryPromise({
    try: async (signal) => {
      const result = await client.query({
        query: statement,
        query_params: { ...parameters },
        format: "JSONEachRow",
        abort_signal: signal,
      })
      return result.json()
    },
    catch: classify("query"),
  }).pipe(Effect.map(decodeRows(row)))

/** UInt64 in RowBinary is eight bytes, little endian: two words of this machine. */
export const runWords = (client: ClickHouseClient, statement: string, parameters: Parameters) =>
  Effect.tryPromise({
    try: async (signal) => {
      const { stream } = await client.exec({
        query: `${statement} FORMAT RowBinary`,
        query_params: { ...parameters },
        abort_signal: signal,
      })
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      const { buffer, byteOffset, byteLength } = Buffer.concat(chunks)
      // A copy, since words have to begin at a multiple of their size.
      return new Uint32Array(buffer.slice(byteOffset, byteOffset + byteLength))
    },
    catch: classify("query"),
  })
