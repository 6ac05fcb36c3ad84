/** A ClickHouse server over HTTP, by `CLICKHOUSE_URL`. Others may write to it too. */
import { createReadStream } from "node:fs"
import { createClient } from "@clickhouse/client"
import { Effect, Layer, Redacted, Schedule } from "effect"
import { ClickHouse, classify } from "./clickhouse.ts"
import { runCommand, runQuery, runWords } from "./client-calls.ts"
import { StartRefused } from "./errors.ts"
import { render, serverDialect } from "./sql-files.ts"

export interface ServerOptions {
  readonly url: URL
  readonly user: string
  readonly password: Redacted.Redacted<string>
}

const QUERY_SECONDS_MAX = 30
const REQUEST_MS_MAX = 60_000
const CONNECTIONS_MAX = 16

const SETTINGS = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  session_timezone: "UTC",
  max_execution_time: QUERY_SECONDS_MAX,
  // A request that goes away takes its query with it.
  cancel_http_readonly_queries_on_client_close: 1,
} as const

export const layerServer = (options: ServerOptions) => Layer.effect(ClickHouse, open(options))

const open = Effect.fnUntraced(function* ({ url, user, password }: ServerOptions) {
  const client = yield* Effect.acquireRelease(
    Effect.sync(() =>
      createClient({
        url,
        username: user,
        password: Redacted.value(password),
        request_timeout: REQUEST_MS_MAX,
        max_open_connections: CONNECTIONS_MAX,
        clickhouse_settings: SETTINGS,
      }),
    ),
    (client) => Effect.promise(() => client.close()),
  )
  yield* Effect.tryPromise({ try: () => ping(client), catch: classify("command") }).pipe(
    Effect.retry(Schedule.spaced("1 second").pipe(Schedule.upTo({ times: 20 }))),
    Effect.mapError(
      (error) =>
        new StartRefused({
          reason: `no ClickHouse server answers at ${url.origin} (CLICKHOUSE_URL): ${error.message}`,
        }),
    ),
  )
  return ClickHouse.of({
    exclusive: false,
    command: (statement, parameters) => runCommand(client, serverDialect, statement, parameters),
    query: (statement, parameters, row) => runQuery(client, statement, parameters, row),
    queryWords: (statement, parameters) => runWords(client, statement, parameters),
    insertRows: ({ statement, file, parameters }) =>
      Effect.tryPromise({
        try: async (signal) => {
          const { stream } = await client.exec({
            query: render(statement, serverDialect),
            query_params: { ...parameters },
            values: createReadStream(file),
            abort_signal: signal,
          })
          // An exception after the first byte stands in the body: the insert is over when it ends.
          for await (const _ of stream);
        },
        catch: classify("insert"),
      }),
  })
})

const ping = async (client: ReturnType<typeof createClient>) => {
  const answer = await client.ping({ select: true })
  if (!answer.success) throw answer.error
}
