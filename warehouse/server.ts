/** A ClickHouse server over HTTP, by `CLICKHOUSE_URL`. Others may write to it too. */
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { createReadStream } from "node:fs"
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from "@clickhouse/client"
import { Duration, Effect, Layer, Redacted, Schedule, Schema, Stream } from "effect"
import {
  ClickHouse,
  classify,
  PARQUET_GROUP_ROWS,
  QUERY_SECONDS_MAX,
  type RowsInsert,
} from "./clickhouse.ts"
import { runCommand, runDownload, runQuery, runWords } from "./client-calls.ts"
import { clusterStatements } from "./cluster-sql.ts"
import { StartRefused, type WarehouseError, WarehouseUnavailable } from "./errors.ts"
import { longListsInline } from "./long-parameters.ts"
import { CLUSTER_SETTINGS, countReplicas, writerSettings } from "./server-cluster.ts"
import { FIXED, isFaulty } from "./server-version.ts"
import { render, serverDialect, sqlQuery } from "./sql-files.ts"

export interface ServerOptions {
  readonly url: URL
  readonly user: string
  readonly password: Redacted.Redacted<string>
  /** Its name among the server's `remote_servers`; null for a server that stands alone. */
  readonly cluster: string | null
}

/** An answer that does not come: a little more than the server itself gives a query. */
const ANSWER_MAX = Duration.seconds(QUERY_SECONDS_MAX + 15)
const REQUEST_MS_MAX = 300_000
const CONNECTIONS_MAX = 16
const STATEMENT_BYTES_MAX = 16 * 1024 * 1024
const GREETING_MAX = "5 seconds"
const GREETING_PAUSE = "1 second"
const GREETINGS_MAX = 20

// In the URL of each request, where a setting holds for that request only.
const SETTINGS = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  session_timezone: "UTC",
  // On by default since 26.3: it would put inserts aside, and say that they are done.
  async_insert: 0,
  max_query_size: String(STATEMENT_BYTES_MAX),
  // The status says how a statement ended, not how it began: no exception inside an answer.
  wait_end_of_query: 1,
} as const
/** Rows in the order of the query; the server keeps the answer until it is whole, on disk if need be. */
const DOWNLOAD_SETTINGS = {
  ...SETTINGS,
  max_threads: 1,
  max_execution_time: REQUEST_MS_MAX / 1000,
  output_format_csv_crlf_end_of_line: 1,
  format_csv_null_representation: "",
  date_time_output_format: "iso",
  output_format_parquet_row_group_size: String(PARQUET_GROUP_ROWS),
} as const
const QUERY_SETTINGS = { ...SETTINGS, max_execution_time: QUERY_SECONDS_MAX }

export const layerServer = (options: ServerOptions) => Layer.effect(ClickHouse, connected(options))

const connected = Effect.fnUntraced(function* (options: ServerOptions) {
  const { cluster } = options
  const reader = yield* connect(options, {
    ...QUERY_SETTINGS,
    ...(cluster === null ? {} : CLUSTER_SETTINGS),
  })
  yield* greet(reader, options)
  const writer = yield* connect(options, {
    ...SETTINGS,
    ...(cluster === null
      ? {}
      : writerSettings(yield* countReplicas(reader, cluster, options.url.origin))),
  })
  const downloader = yield* connect(options, {
    ...DOWNLOAD_SETTINGS,
    ...(cluster === null ? {} : CLUSTER_SETTINGS),
  })
  const statementsOf = (statement: string) =>
    cluster === null ? [render(statement, serverDialect)] : clusterStatements(statement, cluster)
  const scope = yield* Effect.scope
  /** Asks under an id of its own, by which the server is told when nobody waits for the answer any more. */
  const asking = <A>(ask: (id: string) => Effect.Effect<A, WarehouseError>) =>
    Effect.suspend(() => {
      const id = randomUUID()
      const stopping = Effect.ignore(runCommand(writer, statementsOf(stopQueries), { ids: [id] }))
      return answered(
        Effect.onInterrupt(ask(id), () => Effect.asVoid(Effect.forkIn(stopping, scope))),
      )
    })
  return ClickHouse.of({
    exclusive: false,
    unwritten: null,
    cluster: cluster !== null,
    command: (statement, parameters) => runCommand(writer, statementsOf(statement), parameters),
    query: (statement, parameters, row) =>
      Effect.try({
        try: () => longListsInline(statement, parameters),
        catch: classify("query"),
      }).pipe(Effect.flatMap((bound) => asking((id) => runQuery(reader, { ...bound, id }, row)))),
    queryWords: (statement, parameters) =>
      asking((id) => runWords(reader, { statement, parameters, id })),
    download: (statement, parameters, format) =>
      Stream.unwrap(
        Effect.map(
          Effect.try({
            try: () => longListsInline(statement, parameters),
            catch: classify("query"),
          }),
          (bound) => runDownload(downloader, bound, format),
        ),
      ),
    insertRows: (insert) =>
      Effect.tryPromise({
        try: (signal) => sendRows(writer, insert, signal),
        catch: classify("insert"),
      }),
  })
})

const connect = ({ url, user, password }: ServerOptions, clickhouse_settings: ClickHouseSettings) =>
  Effect.acquireRelease(
    Effect.try({
      try: () =>
        createClient({
          url,
          username: user,
          password: Redacted.value(password),
          request_timeout: REQUEST_MS_MAX,
          max_open_connections: CONNECTIONS_MAX,
          clickhouse_settings,
          // What fails is told once, by whoever can say what it means.
          log: { level: ClickHouseLogLevel.OFF },
        }),
      // `localhost:8123` is a URL too, of the protocol "localhost".
      catch: (cause) =>
        new StartRefused({
          reason: `CLICKHOUSE_URL must be like http://host:8123 or https://host:8443/database: ${firstLine(String((cause as Error).message))}`,
        }),
    }),
    (client) => Effect.promise(() => client.close()),
  )

const answered = <A>(query: Effect.Effect<A, WarehouseError>) =>
  Effect.timeoutOrElse(query, {
    duration: ANSWER_MAX,
    orElse: () => Effect.fail(silence),
  })
const silence = new WarehouseUnavailable({ operation: "query", cause: new Error("no answer came") })

const sendRows = async (
  client: ClickHouseClient,
  insert: RowsInsert,
  signal: AbortSignal,
): Promise<void> => {
  const rows = createReadStream(insert.file)
  await once(rows, "open")
  // What goes wrong from here on reaches the request; unheard it would end the process.
  rows.on("error", () => {})
  try {
    const { stream } = await client.exec({
      query: render(insert.statement, serverDialect),
      // Beside the statement: servers before 26.7 refuse a parameter as the value of a setting.
      clickhouse_settings:
        insert.token === null ? {} : { insert_deduplication_token: insert.token },
      values: rows,
      abort_signal: signal,
    })
    await nothingIn(stream)
  } finally {
    // A request that fails leaves it open, and a batch is sent again and again while a server is away.
    rows.destroy()
    if (!rows.closed) await once(rows, "close")
  }
}

/**
 * An insert has nothing to say. What stands in its answer is an exception that came too late for the
 * status, sent by a proxy or a server that does not wait: whether the rows are stored is not known.
 */
const nothingIn = async (answer: AsyncIterable<unknown>): Promise<void> => {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const said = Buffer.concat(chunks).toString().trim()
  if (said !== "") throw new Error(said)
}

const stopQueries = sqlQuery("stop-queries")
const serverVersion = sqlQuery("server-version")
const Version = Schema.Struct({ version: Schema.String })

/** Waits a while for a server that is starting. What answers and refuses will not change its mind. */
const greet = Effect.fnUntraced(
  function* (client: ClickHouseClient, { url }: ServerOptions) {
    const asked = runQuery(client, { statement: serverVersion, parameters: {} }, Version).pipe(
      Effect.timeoutOrElse({ duration: GREETING_MAX, orElse: () => Effect.fail(silence) }),
    )
    const [row] = yield* asked.pipe(
      Effect.catchTag("WarehouseUnavailable", ({ reason }) =>
        Effect.logWarning(`waiting for the ClickHouse server at ${url.origin}: ${reason}`).pipe(
          Effect.andThen(Effect.sleep(GREETING_PAUSE)),
          Effect.andThen(Effect.retry(asked, untilGreeted)),
        ),
      ),
    )
    const version = row?.version ?? ""
    yield* Effect.logInfo(`ClickHouse ${version} answers at ${url.origin}`)
    if (isFaulty(version))
      yield* Effect.logWarning(
        `ClickHouse ${version} has known faults in deduplicated inserts: use ${FIXED} or later`,
      )
  },
  (greeted, _, { url, user }) =>
    Effect.mapError(
      greeted,
      (error) => new StartRefused({ reason: whyNot(error, url.origin, user) }),
    ),
)
const untilGreeted = {
  schedule: Schedule.spaced(GREETING_PAUSE).pipe(Schedule.upTo({ times: GREETINGS_MAX })),
  while: ({ _tag }: WarehouseError) => _tag === "WarehouseUnavailable",
}

// AUTHENTICATION_FAILED, and what servers said before they had it.
const WRONG_CREDENTIALS = new Set(["516", "192", "193", "194"])
const UNKNOWN_DATABASE = "81"

const whyNot = (error: WarehouseError, server: string, user: string): string => {
  if (error._tag === "WarehouseUnavailable")
    return `no ClickHouse server answers at ${server} (CLICKHOUSE_URL): ${firstLine(error.reason)}`
  if (WRONG_CREDENTIALS.has(error.code))
    return `the ClickHouse server at ${server} (CLICKHOUSE_URL) refuses the user "${user}": set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD to what it knows`
  if (error.code === UNKNOWN_DATABASE)
    return `the ClickHouse server at ${server} has no database of the name in CLICKHOUSE_URL: create it first`
  return `the ClickHouse server at ${server} (CLICKHOUSE_URL) cannot be used: ${firstLine(error.reason)}`
}

/** Whatever stands in front of a server may answer with a whole page. */
const firstLine = (text: string): string => text.trim().split("\n")[0]?.slice(0, 300) ?? ""
