/** Claims a partition: completes what is on record, so that new messages may be read behind it. */
import { randomUUID } from "node:crypto"
import { Clock, Effect, Schema } from "effect"
import type { Kafka } from "kafkajs"
import { StartRefused } from "#warehouse/errors.ts"
import type { EventEncoder } from "#warehouse/event-encoder.ts"
import type { Intent } from "#warehouse/intent.ts"
import { LogReach } from "#warehouse/log-reach.ts"
import { LogWriter } from "#warehouse/log-writer.ts"
import { type GapName, gapSentence, isNamed } from "./accepted-gaps.ts"
import { partitionOfKeys } from "./account-partition.ts"
import { type Stores, storeBatch } from "./batch-store.ts"
import { ClaimsUnknown, readClaims } from "./claim.ts"
import type { KafkaSettings } from "./config.ts"
import { connectedAdmin } from "./kafka-client.ts"
import { PartitionBatch } from "./partition-batch.ts"
import { type Fence, openFence } from "./partition-fence.ts"
import type { PartitionReader } from "./partition-reader.ts"
import type { Beginning } from "./partition-reading.ts"
import { readTopicRecord, type TopicRecord } from "./partition-records.ts"
import { type Gap, madeAnew, newestOf, type PartitionRecord, planOf } from "./resume-plan.ts"

/** What an owner may ask of the consumer, which owns several partitions. */
export interface Flow {
  /** Fetches the partition from where its reader wants to begin. */
  readonly fetch: (partition: number) => void
  readonly pause: (partition: number) => void
  /** Lets those that were paused for want of room go on, where there is some now. */
  readonly resumeWhereRoom: () => void
  /** Tells the group how far the partition is stored, for display and for a shorter start. */
  readonly commit: (partition: number, next: bigint) => Effect.Effect<void>
  /** Resolves once the group has said again that we are a member of it. */
  readonly heartbeat: Effect.Effect<void>
}

export interface OwnerContext {
  readonly kafka: Kafka
  readonly settings: KafkaSettings
  readonly stores: Stores
  readonly encoder: EventEncoder["Service"]
  readonly reach: LogReach["Service"]
  /** Gaps that an operator goes on without. */
  readonly accepted: ReadonlyArray<GapName>
  readonly flow: Flow
}

/** The partition has to be claimed again: what was on record may have changed. */
export class Reclaim extends Schema.TaggedError<Reclaim>()("Reclaim", { why: Schema.String }) {
  override get message() {
    return this.why
  }
}

export interface Chain {
  readonly fence: Fence
  /** Partitions of the topic, by which is counted. */
  readonly layout: number
  readonly cluster: string
  /** Of the newest intent. */
  readonly sequence: bigint
  readonly epoch: string
}

/**
 * From here on nobody else puts an intent of the partition on record; its last one is stored, all other
 * owners know how many partitions there are, and the reader reads what is new.
 */
export const claimPartition = Effect.fn("ingest.claimPartition")(function* (
  context: OwnerContext,
  reader: PartitionReader,
) {
  const { kafka, settings, flow } = context
  const { partition } = reader
  const fence = yield* openFence(kafka, settings, partition)
  const topic = yield* Effect.scoped(
    Effect.flatMap(newAdmin(context), (admin) => readTopicRecord(admin, settings)),
  ).pipe(
    Effect.provideService(LogReach, context.reach),
    Effect.provideService(LogWriter, context.stores.writer),
  )
  const record = topic.partitions.get(partition)
  if (record === undefined)
    return yield* new ClaimsUnknown({ cause: new Error(`there is no partition ${partition}`) })
  const { intent, next, sequence, epoch } = yield* settle(context, reader, record).pipe(
    Effect.catchTag("GapFound", ({ gap }) => giveUp(context, { fence, topic, record, gap })),
  )
  const claim = topic.claims.get(partition)
  const { layout, cluster } = topic
  if (claim?.layout !== layout || claim.intent?.sequence !== intent?.sequence)
    yield* fence.record({ layout, intent })
  yield* Effect.scoped(layoutKnownToAll(context, layout))
  reader.begin({ next: Number(next), layout, open: opener(context, partition, layout) })
  flow.fetch(partition)
  return { fence, layout, cluster, sequence, epoch } satisfies Chain
})

const newAdmin = ({ kafka, settings }: OwnerContext) =>
  connectedAdmin(kafka, settings).pipe(Effect.mapError((cause) => new ClaimsUnknown({ cause })))

const opener = (context: OwnerContext, partition: number, layout: number) => {
  const { topic } = context.settings
  const partitionOf = partitionOfKeys(layout)
  return (receivedAt: number) =>
    new PartitionBatch(
      { topic, partition, partitionOf },
      context.encoder.rows({ receivedAt, log: { topic, partition } }),
    )
}

interface Settled {
  /** The newest intent, which is stored; null before the first. */
  readonly intent: Intent | null
  readonly next: bigint
  readonly sequence: bigint
  readonly epoch: string
}

/** Does what the plan says, up to the point where new messages may be read. */
const settle = Effect.fnUntraced(function* (
  context: OwnerContext,
  reader: PartitionReader,
  record: PartitionRecord,
) {
  const { topic, partition } = record
  const plan = planOf(record)
  if (plan.go === "refuse") return yield* new GapFound({ gap: plan.gap })
  if (plan.go === "on") {
    if (plan.note !== null) yield* Effect.logWarning(plan.note, { topic, partition })
    const { next, sequence } = plan
    const intent = newestOf(record)
    return { intent, next, sequence, epoch: plan.epoch ?? newEpoch() } satisfies Settled
  }
  const { intent } = plan
  const again = yield* readAgain(context, reader, record, intent, plan.go === "repeat")
  if (again !== null) {
    yield* Effect.logInfo("repeats the last batch", { topic, partition, token: intent.sequence })
    yield* storeBatch(context.stores, intent, again.batch)
    reader.release(again)
    yield* context.flow.commit(partition, intent.last + 1n)
  }
  const { last, sequence, epoch } = intent
  return { intent, next: last + 1n, sequence, epoch } satisfies Settled
})

class GapFound extends Schema.TaggedError<GapFound>()("GapFound", { gap: Schema.Any }) {
  declare readonly gap: Gap
}

interface FoundGap {
  readonly fence: Fence
  readonly topic: TopicRecord
  readonly record: PartitionRecord
  readonly gap: Gap
}

/** Puts an accepted gap on record, in the warehouse and with the brokers; refuses every other. */
const giveUp = Effect.fnUntraced(function* (
  { accepted, stores }: OwnerContext,
  { fence, topic: { layout, cluster }, record, gap }: FoundGap,
) {
  if (!isNamed(gap, accepted)) return yield* new StartRefused({ reason: gapSentence([gap]) })
  const { topic, partition, first, last } = gap
  const intent: Intent = {
    kind: "gap",
    topic,
    partition,
    sequence: (newestOf(record)?.sequence ?? 0n) + 1n,
    first,
    last,
    receivedAt: yield* Clock.currentTimeMillis,
    partitions: layout,
    cluster,
    epoch: newEpoch(),
    fingerprint: "",
  }
  yield* stores.writer.record(intent)
  yield* fence.record({ layout, intent })
  yield* Effect.logWarning(`goes on without messages, as accepted: ${gap.why}`, { ...gap })
  return yield* new Reclaim({ why: "a gap was put on record" })
})

const newEpoch = () => randomUUID().slice(0, 8)

/** The intent's messages, or null when only its last one was to be looked at. */
const readAgain = Effect.fnUntraced(function* (
  context: OwnerContext,
  reader: PartitionReader,
  record: PartitionRecord,
  intent: Intent,
  whole: boolean,
) {
  const { partition, receivedAt, fingerprint } = intent
  const [first, last] = [Number(intent.first), Number(intent.last)]
  const open = opener(context, partition, intent.partitions)
  const beginning: Beginning = whole
    ? { next: first, limit: last, open: () => open(receivedAt) }
    : { next: last + 1, limit: last, check: { offset: last, fingerprint }, open }
  reader.begin(beginning)
  context.flow.fetch(partition)
  const other = new GapFound({ gap: madeAnew(record, intent) })
  yield* until(reader, () => reader.hasArrived).pipe(
    Effect.mapError((error) => (error.why === OTHER_MESSAGE ? other : error)),
  )
  context.flow.pause(partition)
  if (!whole) return null
  const again = reader.takeBatch()
  if (again?.last !== last || again.fingerprint !== fingerprint) return yield* other
  return again
})

/** Why a reader was broken that met another message than the one it knows. */
export const OTHER_MESSAGE = "another message stands where a known one was"

/** Waits for something to hold of the reader. Fails with what broke it. */
export const until = (reader: PartitionReader, holds: () => boolean) =>
  Effect.callback<void, Reclaim>((resume) => {
    const look = () => {
      if (holds()) return resume(Effect.void)
      if (reader.failure !== null) resume(new Reclaim({ why: reader.failure.message }))
    }
    reader.onChange(look)
    look()
    return Effect.sync(() => reader.onChange(() => {}))
  })

const LAYOUT_POLL = "200 millis"

/**
 * Two owners must never count by different layouts, or an account would be counted in two partitions
 * at once: nobody begins with a new one before all who had an older one have let it go.
 */
const layoutKnownToAll = Effect.fnUntraced(function* (context: OwnerContext, layout: number) {
  const admin = yield* newAdmin(context)
  const behind = Effect.map(readClaims(admin, context.settings), (claims) =>
    [...claims].filter(([, claim]) => claim.layout !== layout),
  )
  for (let time = 0; ; time++) {
    const others = yield* behind
    if (others.length === 0) return
    if (others.some(([, claim]) => claim.layout > layout))
      return yield* new Reclaim({ why: "the topic has more partitions by now" })
    if (time % 50 === 0)
      yield* Effect.logInfo(
        `waits until the owners of partitions ${others.map(([partition]) => partition).join(", ")} know of ${layout} partitions`,
      )
    yield* Effect.sleep(LAYOUT_POLL)
  }
})
