import { Cause, Clock, Context, Deferred, Effect, Exit, Layer, Schema } from "effect"
import type { Consumer, EachBatchPayload } from "kafkajs"
import { StartRefused } from "#warehouse/errors.ts"
import { EventEncoder } from "#warehouse/event-encoder.ts"
import { LogReach } from "#warehouse/log-reach.ts"
import { RejectionStore } from "#warehouse/rejection-store.ts"
import { TransactionWriter } from "#warehouse/transaction-writer.ts"
import type { KafkaSettings } from "./config.ts"
import { followAssignments } from "./consumer-assignment.ts"
import { isOutage, type Stores, sortBatch, storeBatch } from "./consumer-batch.ts"
import {
  beginningsOf,
  type Gate,
  makeGate,
  readPositions,
  untilKnown,
} from "./consumer-position.ts"
import { ConsumerStopped, stoppedBy } from "./consumer-stopped.ts"
import { brokersOf, connected, connectedAdmin, openLog, PATIENT } from "./kafka-client.ts"
import { makeProducer } from "./producer.ts"

export class KafkaConsumer extends Context.Service<
  KafkaConsumer,
  {
    /** Never succeeds. A process that mounts the consumer has to await it and end with it. */
    readonly ended: Effect.Effect<never, ConsumerStopped>
  }
>()("ingest/KafkaConsumer") {}

/**
 * Consumes the topic for as long as the layer lives. A message's offset is committed after its event
 * is stored, or after it is among the rejections and the dead letters: at least once, and the writer
 * counts an id once. StartRefused when no broker answers, or the group's place is not in the log.
 */
export const consumerLayer = (
  settings: KafkaSettings,
): Layer.Layer<
  KafkaConsumer,
  StartRefused,
  EventEncoder | LogReach | RejectionStore | TransactionWriter
> => Layer.effect(KafkaConsumer, consume(settings))

/** A dead worker's partitions move after the first; a live one says so in every second of these. */
const SESSION_MS = 8_000
const HEARTBEAT_MS = 1_000
/** Bounds how long stopping and resuming take when nothing arrives. */
const FETCH_WAIT_MS = 200
/** Batches of as many partitions are stored at once, and share the writer's batches. */
const CONCURRENT_PARTITIONS_MAX = 16
const STOP_WITHIN = "2 seconds"

interface Running {
  readonly consumer: Consumer
  readonly gate: Gate
  readonly positions: ReturnType<typeof readPositions>
  readonly stores: Stores
  readonly stopping: Deferred.Deferred<void>
  readonly ended: Deferred.Deferred<never, ConsumerStopped>
}

const consume = Effect.fnUntraced(function* (settings: KafkaSettings) {
  const log = yield* openLog(settings)
  const admin = yield* connectedAdmin(log.kafka, settings)
  const positions = readPositions(admin, settings)
  yield* positions.pipe(
    untilKnown,
    Effect.mapError(({ message }) => new StartRefused({ reason: message })),
  )
  const stores: Stores = {
    writer: yield* TransactionWriter,
    encoder: yield* EventEncoder,
    rejections: yield* RejectionStore,
    producer: yield* makeProducer(log, brokersOf(settings)),
    deadTopic: settings.deadTopic,
  }
  const ended = yield* Deferred.make<never, ConsumerStopped>()
  const stopping = yield* Deferred.make<void>()
  // Finalizers run newest first: the consumer has its time to finish a batch before this cuts it off.
  yield* Effect.addFinalizer(() => Deferred.succeed(stopping, undefined))
  const consumer = yield* connected(
    log.kafka.consumer({
      groupId: settings.group,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: PATIENT,
    }),
    { where: brokersOf(settings), disconnectWithin: STOP_WITHIN },
  )
  const { lastOffsets } = yield* LogReach
  const gate = makeGate()
  const running: Running = { consumer, gate, positions, stores, stopping, ended }
  const beginnings = Effect.zipWith(positions, lastOffsets(settings.topic), beginningsOf)
  yield* followAssignments({ topic: settings.topic, consumer, gate, beginnings, ended })
  const eachBatch = yield* batchHandler(running)
  const partitions = log.partitionCounts.get(settings.topic) ?? 1
  yield* Effect.tryPromise({
    try: async () => {
      await consumer.subscribe({ topics: [settings.topic], fromBeginning: true })
      await consumer.run({
        eachBatch,
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: Math.min(partitions, CONCURRENT_PARTITIONS_MAX),
      })
    },
    catch: (cause) => new ConsumerStopped({ cause }),
  }).pipe(
    Effect.tapError((error) => Deferred.fail(ended, error)),
    Effect.ignore,
    // Joining waits for the group's other members, and those who start us wait for this layer.
    Effect.forkScoped,
  )
  return KafkaConsumer.of({ ended: Deferred.await(ended) })
})

/** kafkajs said that the partition may no longer be ours, or that the brokers are gone. */
class MembershipLost extends Schema.TaggedError<MembershipLost>()("MembershipLost", {
  cause: Schema.Defect(),
}) {}

const fromKafka = <A>(run: () => Promise<A>) =>
  Effect.tryPromise({ try: run, catch: (cause) => new MembershipLost({ cause }) })

/**
 * No error of our own leaves the handler as it is: kafkajs takes some of them for a reason to stop
 * for good while the process lives on, and repeats the batch for ever on others.
 */
const batchHandler = Effect.fnUntraced(function* (running: Running) {
  const run = Effect.runPromiseExitWith(yield* Effect.context())
  return async (payload: EachBatchPayload) => {
    const exit = await run(handleBatch(running, payload))
    if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return
    const error = Cause.squash(exit.cause)
    if (error instanceof MembershipLost) throw error.cause
    const stopped = stoppedBy(exit.cause)
    Deferred.doneUnsafe(running.ended, Exit.fail(stopped))
    throw Object.assign(new Error(stopped.message), { retriable: false })
  }
})

const handleBatch = Effect.fn("KafkaConsumer.handleBatch")(function* (
  running: Running,
  payload: EachBatchPayload,
) {
  const { batch } = payload
  const { topic, partition } = batch
  if (payload.isStale() || !payload.isRunning()) return
  const verdict = running.gate.judge(partition, BigInt(batch.firstOffset() ?? -1))
  if (verdict === "drop") return
  if (verdict === "return") return yield* goBack(running, payload)
  const sorted = yield* sortBatch(batch, yield* Clock.currentTimeMillis, running.stores.encoder)
  const stored = yield* storeBatch(sorted, running.stores, payload.isRunning).pipe(
    Effect.as(true),
    Effect.catchIf(isOutage, () => Effect.succeed(false)),
    Effect.raceFirst(keepMembership(payload)),
    Effect.raceFirst(Effect.as(Deferred.await(running.stopping), false)),
  )
  if (!stored) return
  const next = BigInt(batch.lastOffset()) + 1n
  yield* commit(payload, next)
  running.gate.allow(partition, next)
  payload.resolveOffset(batch.lastOffset())
  if (sorted.rejections.length > 0)
    yield* Effect.logWarning("messages that are no usage events were put aside", {
      topic,
      partition,
      count: sorted.rejections.length,
    })
})

/** Without it the group would give the partition to somebody else while a slow batch is stored. */
const keepMembership = (payload: EachBatchPayload) =>
  fromKafka(() => payload.heartbeat()).pipe(Effect.delay(`${HEARTBEAT_MS} millis`), Effect.forever)

const commit = (payload: EachBatchPayload, next: bigint) => {
  const { topic, partition } = payload.batch
  const topics = [{ topic, partitions: [{ partition, offset: `${next}` }] }]
  return fromKafka(() => payload.commitOffsetsIfNecessary({ topics }))
}

/** The batch begins somewhere else: back to where the group stands, if the log still has that place. */
const goBack = Effect.fnUntraced(function* (running: Running, payload: EachBatchPayload) {
  const { topic, partition } = payload.batch
  const next = running.gate.next(partition) ?? 0n
  // kafkajs overwrites the group's offset when it jumps: what is committed has to say where it stood.
  yield* commit(payload, next)
  yield* running.positions.pipe(
    Effect.catchTag("PositionUnknown", ({ cause }) => Effect.fail(new MembershipLost({ cause }))),
  )
  yield* Effect.logWarning("went back to where the group stands", {
    topic,
    partition,
    offset: next,
  })
  running.consumer.seek({ topic, partition, offset: `${next}` })
})
