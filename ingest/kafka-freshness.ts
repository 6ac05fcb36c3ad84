import { Clock, Context, Effect, Layer, Ref, Schedule } from "effect"
import type { Admin } from "kafkajs"
import type { StartRefused } from "#warehouse/errors.ts"
import type { KafkaSettings } from "./config.ts"
import { connectedAdmin, openLog } from "./kafka-client.ts"
import { makeHistory, type PartitionPosition } from "./log-history.ts"
import { readCommitted } from "./partition-records.ts"

export interface PartitionFreshness {
  readonly partition: number
  /** Epoch milliseconds: everything that reached the partition before is stored. */
  readonly completeTo: number
  /** Messages in the log that the group has not stored yet. */
  readonly lag: bigint
  /** How old the oldest of them may be; 0 when there is none. */
  readonly lagSeconds: number
}

export interface Freshness {
  /** Epoch milliseconds: everything that reached the log before is stored. */
  readonly completeTo: number
  readonly partitions: ReadonlyArray<PartitionFreshness>
}

/**
 * How far the whole group has stored the log, whoever its workers are. Stands still while the brokers
 * do not answer.
 */
export class KafkaFreshness extends Context.Service<
  KafkaFreshness,
  { readonly current: Effect.Effect<Freshness> }
>()("ingest/KafkaFreshness") {}

const POLL_EVERY = "1 second"

/** Asks the brokers every second for as long as the layer lives. StartRefused when none answers. */
export const kafkaFreshness = (
  settings: KafkaSettings,
): Layer.Layer<KafkaFreshness, StartRefused> => Layer.effect(KafkaFreshness, watch(settings))

const watch = Effect.fnUntraced(function* (settings: KafkaSettings) {
  const log = yield* openLog(settings)
  const admin = yield* connectedAdmin(log.kafka, settings)
  const history = makeHistory()
  const latest = yield* Ref.make<Freshness>({ completeTo: 0, partitions: [] })

  const look = Effect.gen(function* () {
    const at = yield* Clock.currentTimeMillis
    const positions = yield* readPositions(admin, settings)
    const reached = history.observe(at, positions)
    const isKnown = [...positions.keys()].every((partition) => reached.has(partition))
    // Behind from the start: only the messages themselves tell since when.
    const floor = isKnown ? 0 : yield* oldestUnread(admin, settings.topic, positions, at)
    const { completeTo } = yield* Ref.get(latest)
    const partitions = [...positions].map(([partition, { next, high }]) => {
      const to = Math.max(completeTo, reached.get(partition) ?? floor)
      const lag = high - next
      const lagSeconds = lag > 0n ? Math.max(0, at - to) / 1000 : 0
      return { partition, completeTo: to, lag, lagSeconds }
    })
    yield* Ref.set(latest, {
      completeTo: Math.min(...partitions.map((partition) => partition.completeTo)),
      partitions,
    })
  })
  const watching = look.pipe(
    Effect.tapError((error) => Effect.logDebug(`freshness is not known: ${error.message}`)),
    Effect.ignore,
  )
  yield* watching
  yield* watching.pipe(Effect.delay(POLL_EVERY), Effect.repeat(Schedule.forever), Effect.forkScoped)
  return KafkaFreshness.of({ current: Ref.get(latest) })
})

/** In this order: what is committed now can never lie behind an end that is asked for later. */
const readPositions = Effect.fnUntraced(function* (admin: Admin, { topic, group }: KafkaSettings) {
  const committed = yield* readCommitted(admin, topic, group)
  const ends = yield* Effect.tryPromise(() => admin.fetchTopicOffsets(topic))
  return new Map<number, PartitionPosition>(
    ends.map(({ partition, low, high }) => {
      const next = committed.get(partition) ?? BigInt(low)
      return [partition, { next, high: BigInt(high) }]
    }),
  )
})

/** The time to the second before which no message is unread, by the messages' own timestamps. */
const oldestUnread = Effect.fnUntraced(function* (
  admin: Admin,
  topic: string,
  positions: ReadonlyMap<number, PartitionPosition>,
  now: number,
) {
  let [stored, unread] = [0, now]
  while (unread - stored > 1000) {
    const middle = Math.floor((stored + unread) / 2)
    const offsets = yield* Effect.tryPromise(() =>
      admin.fetchTopicOffsetsByTimestamp(topic, middle),
    )
    const allRead = offsets.every(
      ({ partition, offset }) => BigInt(offset) <= (positions.get(partition)?.next ?? 0n),
    )
    if (allRead) stored = middle
    else unread = middle
  }
  return stored
})
