import { Cause, Context, Deferred, Effect, Exit, Layer } from "effect"
import type { Admin, Consumer, EachBatchPayload } from "kafkajs"
import type { StartRefused } from "#warehouse/errors.ts"
import { EventEncoder } from "#warehouse/event-encoder.ts"
import { LogReach } from "#warehouse/log-reach.ts"
import { LogWriter } from "#warehouse/log-writer.ts"
import { RejectionStore } from "#warehouse/rejection-store.ts"
import type { GapName } from "./accepted-gaps.ts"
import type { KafkaSettings } from "./config.ts"
import { followAssignments, type Owners } from "./consumer-assignment.ts"
import { ConsumerStopped, stoppedBy } from "./consumer-stopped.ts"
import { watchConsumer } from "./consumer-watch.ts"
import { beginDeadLetters } from "./dead-letters.ts"
import { brokersOf, connected, connectedAdmin, openLog, PATIENT } from "./kafka-client.ts"
import { OTHER_MESSAGE, Reclaim } from "./partition-claim.ts"
import type { PartitionReader } from "./partition-reader.ts"
import { makeProducer } from "./producer.ts"
import { checkStart } from "./start-check.ts"

export class KafkaConsumer extends Context.Service<
  KafkaConsumer,
  {
    /** Never succeeds. A process that mounts the consumer has to await it and end with it. */
    readonly ended: Effect.Effect<never, ConsumerStopped | StartRefused>
  }
>()("ingest/KafkaConsumer") {}

type Warehouse = EventEncoder | LogReach | LogWriter | RejectionStore

/**
 * Consumes the topic for as long as the layer lives, each message exactly once. StartRefused when no
 * broker answers, or when messages are missing that `accepted` does not name.
 */
export const consumerLayer = (
  settings: KafkaSettings,
  accepted: ReadonlyArray<GapName> = [],
): Layer.Layer<KafkaConsumer, StartRefused, Warehouse> =>
  Layer.effect(KafkaConsumer, consume(settings, accepted))

/** A dead worker's partitions move after the first; a live one says so in every second of these. */
const SESSION_MS = 8_000
const HEARTBEAT_MS = 1_000
/** Bounds how long stopping and resuming take when nothing arrives. */
const FETCH_WAIT_MS = 200
/**
 * The same rate as larger ones, and a fraction of the longest block of the event loop: an answer of all
 * partitions is decoded in one go. Bounding the answer instead would starve the last partitions: kafkajs
 * asks for them in the same order each time.
 */
const FETCH_BYTES_MAX = 512 * 1024
/** A partition that was added is known after this long. */
const METADATA_AGE_MS = 10_000
/** Decoding is bound by the one core that there is for it. */
const CONCURRENT_PARTITIONS = 2
const STOP_WITHIN = "2 seconds"

const consume = Effect.fnUntraced(function* (
  settings: KafkaSettings,
  accepted: ReadonlyArray<GapName>,
) {
  const log = yield* openLog(settings)
  yield* checkStart(log.kafka, settings, accepted)
  const admin = yield* connectedAdmin(log.kafka, settings)
  const producer = yield* makeProducer(log, brokersOf(settings))
  const { topic, deadTopic } = settings
  yield* beginDeadLetters
  const stores = {
    writer: yield* LogWriter,
    rejections: yield* RejectionStore,
    producer,
    topic,
    deadTopic,
  }
  const ended = yield* Deferred.make<never, ConsumerStopped | StartRefused>()
  const consumer = yield* connected(
    log.kafka.consumer({
      groupId: settings.group,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: FETCH_BYTES_MAX,
      metadataMaxAge: METADATA_AGE_MS,
      allowAutoTopicCreation: false,
      retry: PATIENT,
    }),
    { where: brokersOf(settings), disconnectWithin: STOP_WITHIN },
  )
  const owners = yield* followAssignments({
    consumer,
    ended,
    context: {
      kafka: log.kafka,
      settings,
      stores,
      accepted,
      encoder: yield* EventEncoder,
      reach: yield* LogReach,
    },
  })
  const eachBatch = batchHandler({ topic, admin, consumer, owners, ended })
  yield* Effect.tryPromise({
    try: async () => {
      await consumer.subscribe({ topics: [topic], fromBeginning: true })
      await consumer.run({
        eachBatch,
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      })
    },
    catch: (cause) => new ConsumerStopped({ cause }),
  }).pipe(
    Effect.tapError((error) => Deferred.fail(ended, error)),
    Effect.ignore,
    // Joining waits for the group's other members, and those who start us wait for this layer.
    Effect.forkScoped,
  )
  yield* watchConsumer({ consumer, admin, topic, ended })
  return KafkaConsumer.of({ ended: Deferred.await(ended) })
})

interface Handling {
  readonly topic: string
  readonly admin: Admin
  readonly consumer: Consumer
  readonly owners: Owners
  readonly ended: Deferred.Deferred<never, ConsumerStopped | StartRefused>
}

/**
 * Hands what was fetched to the partition's reader. Kafkajs's own errors go back to it: they say that
 * the partition may no longer be ours. It takes some of the others for a reason to stop for good while
 * the process lives on, and repeats the batch for ever on the rest: each of those ends the process.
 */
const batchHandler = (handling: Handling) => async (payload: EachBatchPayload) => {
  const reader = handling.owners.readerOf(payload.batch.partition)
  if (reader === undefined || payload.isStale() || !payload.isRunning()) return
  try {
    await handBatch(handling, payload, reader)
  } catch (error) {
    if (isFromKafka(error)) throw error
    const stopped = stoppedBy(Cause.die(error))
    Deferred.doneUnsafe(handling.ended, Exit.fail(stopped))
    throw Object.assign(new Error(stopped.message), { retriable: false })
  }
}

const isFromKafka = (error: unknown): boolean =>
  error instanceof Error && error.name.startsWith("KafkaJS")

const handBatch = async (
  { topic, admin, owners }: Handling,
  payload: EachBatchPayload,
  reader: PartitionReader,
): Promise<void> => {
  const { partition } = payload.batch
  const start = reader.start
  const taken = await reader.take(payload)
  if (taken === "taken" || taken === "ignored") return
  if (taken === "full") return owners.flow.pauseUnlessWanted(partition)
  if (taken === "other") return reader.break(new Reclaim({ why: OTHER_MESSAGE }))
  // Once, it may be a batch that was fetched before the last seek.
  if (reader.strayed()) return owners.flow.fetch(partition)
  if (taken === "before") return reader.break(new Reclaim({ why: "the log went back" }))
  const ends = await admin.fetchTopicOffsets(topic)
  const low = Number(ends.find((end) => end.partition === partition)?.low)
  if (reader.start !== start || start === null) return
  if (low > start) return reader.break(new Reclaim({ why: "messages were removed unread" }))
  reader.acceptHole()
  owners.flow.fetch(partition)
}
