import { Effect, Schedule, Schema } from "effect"
import type { Admin, ITopicConfig } from "kafkajs"
import { StartRefused } from "#warehouse/errors.ts"
import type { KafkaSettings } from "./config.ts"

/** Bounds how many workers can share the topic; it cannot be changed without moving accounts. */
const PARTITIONS = 6

/** A dead letter is the message it holds plus headers: it must fit where the message did. */
const DEAD_LETTER_BYTES_MAX = 2 * 1024 * 1024

/** A broker has not heard yet of a topic that another one has made. */
class NotSpread extends Schema.TaggedError<NotSpread>()("NotSpread", { reason: Schema.String }) {}

const NOT_SPREAD: ReadonlySet<unknown> = new Set([
  "UNKNOWN_TOPIC_OR_PARTITION",
  "LEADER_NOT_AVAILABLE",
])
const isNotSpread = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "type" in cause && NOT_SPREAD.has(cause.type)

/** kafkajs gives up at the first broker that does not know a new topic: look again for some seconds. */
const untilSpread = <A, E, R>(ensure: Effect.Effect<A, E | NotSpread, R>) =>
  ensure.pipe(
    Effect.retry({
      schedule: Schedule.spaced("250 millis").pipe(Schedule.upTo({ times: 40 })),
      while: (error) => error instanceof NotSpread,
    }),
    Effect.mapError((error) =>
      error instanceof NotSpread ? new StartRefused({ reason: error.reason }) : error,
    ),
  )

/**
 * Makes the topics that are missing and answers how many partitions each has. Topics that exist stay
 * as they are. Replication is the brokers' default.
 */
export const ensureTopics = Effect.fn("ingest.ensureTopics")(function* (
  admin: Admin,
  { topic, deadTopic }: KafkaSettings,
) {
  const wanted: ReadonlyArray<ITopicConfig> = [
    { topic, numPartitions: PARTITIONS },
    {
      topic: deadTopic,
      numPartitions: 1,
      configEntries: [{ name: "max.message.bytes", value: `${DEAD_LETTER_BYTES_MAX}` }],
    },
  ]
  const existing = yield* ask("list its topics", () => admin.listTopics())
  const missing = wanted.filter((config) => !existing.includes(config.topic))
  if (missing.length > 0) {
    // Another process may make them at the same moment: kafkajs answers false then, not an error.
    yield* ask(`make ${missing.map((config) => config.topic).join(" and ")}`, () =>
      admin.createTopics({ topics: [...missing], waitForLeaders: true }),
    )
    yield* Effect.logInfo("topics made", { topics: missing.map((config) => config.topic) })
  }
  const { topics } = yield* ask("describe its topics", () =>
    admin.fetchTopicMetadata({ topics: [topic, deadTopic] }),
  )
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]))
}, untilSpread)

const ask = <A>(what: string, run: () => Promise<A>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) => {
      const why = cause instanceof Error ? cause.message : String(cause)
      const reason = `Kafka answered, but did not ${what}: ${why}`
      return isNotSpread(cause) ? new NotSpread({ reason }) : new StartRefused({ reason })
    },
  })
