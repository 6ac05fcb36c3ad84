import { type Duration, Effect, type LogLevel, type Scope } from "effect"
import { type Admin, Kafka, type LogEntry, logLevel } from "kafkajs"
import { StartRefused } from "#warehouse/errors.ts"
import type { KafkaSettings } from "./config.ts"
import { ensureTopics } from "./topics.ts"

/** What a start found: a client for the process's life, and each topic's number of partitions. */
export interface Log {
  readonly kafka: Kafka
  readonly partitionCounts: ReadonlyMap<string, number>
}

const CONNECT_SECONDS_MAX = 20
const DISCONNECT_WITHIN = "500 millis"

/** A running process waits out an outage of the brokers for as long as it takes. */
export const PATIENT = { retries: 1000, initialRetryTime: 100, maxRetryTime: 1000 }
/** A start gives up by itself, so that nothing goes on connecting after it was refused. */
const BOUNDED = { retries: 12, initialRetryTime: 100, maxRetryTime: 1000 }

/**
 * A client whose brokers have answered and whose topics exist. StartRefused when no broker answers
 * within 20 s, or the topics can be neither found nor made.
 */
export const openLog = Effect.fn("ingest.openLog")(function* (settings: KafkaSettings) {
  const log = yield* logEntries
  const client = (retry: typeof PATIENT) =>
    new Kafka({
      clientId: "tidemark",
      brokers: [...settings.brokers],
      retry,
      logLevel: logLevel.WARN,
      logCreator: () => log,
    })
  const partitionCounts = yield* Effect.scoped(
    Effect.flatMap(connectedAdmin(client(BOUNDED), settings), (admin) =>
      ensureTopics(admin, settings),
    ),
  )
  return { kafka: client(PATIENT), partitionCounts } satisfies Log
})

/** The brokers, for a sentence. */
export const brokersOf = ({ brokers }: KafkaSettings): string =>
  `${brokers.join(", ")} (KAFKA_BROKERS)`

/** An admin client for as long as the scope is open. */
export const connectedAdmin = (
  kafka: Kafka,
  settings: KafkaSettings,
): Effect.Effect<Admin, StartRefused, Scope.Scope> =>
  connected(kafka.admin(), { where: brokersOf(settings) })

interface Connection {
  /** The brokers, for a sentence. */
  readonly where: string
  /** While the brokers are gone, kafkajs may wait for them even to say goodbye. */
  readonly disconnectWithin?: Duration.Input
}

/** Connects a client of any kind within the bound, and disconnects it when the scope closes. */
export const connected = <
  Client extends { connect: () => Promise<void>; disconnect: () => Promise<void> },
>(
  client: Client,
  { where, disconnectWithin = DISCONNECT_WITHIN }: Connection,
): Effect.Effect<Client, StartRefused, Scope.Scope> => {
  const refused = (why: string) =>
    new StartRefused({ reason: `no Kafka broker answered at ${where}: ${why}` })
  const connect = Effect.tryPromise({
    try: () => client.connect(),
    catch: (cause) => refused(cause instanceof Error ? cause.message : `${cause}`),
  }).pipe(
    Effect.timeoutOrElse({
      duration: `${CONNECT_SECONDS_MAX} seconds`,
      orElse: () => Effect.fail(refused(`nothing within ${CONNECT_SECONDS_MAX} s`)),
    }),
  )
  // Registered before connecting: a connect that was given up may still succeed.
  return Effect.acquireRelease(Effect.succeed(client), () =>
    Effect.tryPromise(() => client.disconnect()).pipe(
      Effect.timeoutOption(disconnectWithin),
      Effect.ignore,
    ),
  ).pipe(Effect.tap(() => connect))
}

/** kafkajs reports as errors what it then heals by itself; ours are the ones that end something. */
const SEVERITY: Partial<Record<logLevel, LogLevel.Severity>> = {
  [logLevel.ERROR]: "Warn",
  [logLevel.WARN]: "Info",
}

/** During an outage every connection repeats itself each second. */
const REPEAT_AFTER_MS = 10_000

const logEntries = Effect.map(Effect.context(), (context) => {
  const said = new Map<string, number>()
  const run = Effect.runForkWith(context)
  return ({ namespace, level, log: { timestamp, message, ...rest } }: LogEntry) => {
    const at = Date.parse(timestamp)
    if (at - (said.get(message) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return
    if (said.size > 100) said.clear()
    said.set(message, at)
    const { topic, partition, groupId, broker, error } = rest
    const why = typeof error === "string" ? error : undefined
    const where = Object.entries({ topic, partition, groupId, broker, why })
    run(
      Effect.logWithLevel(SEVERITY[level] ?? "Debug")(`kafkajs ${namespace}: ${message}`).pipe(
        Effect.annotateLogs(Object.fromEntries(where.filter(([, value]) => value != null))),
      ),
    )
  }
})
