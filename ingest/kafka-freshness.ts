import { Clock, Context, Effect, Layer, Ref, Schedule } from "effect"
import type { Admin } from "kafkajs"
import type { StartRefused } from "#warehouse/errors.ts"
import type { KafkaSettings } from "./config.ts"
import { type PartitionPosition, readPositions, untilKnown } from "./consumer-position.ts"
import { connectedAdmin, openLog } from "./kafka-client.ts"

export interface PartitionLag {
  readonly partition: number
  /** Messages in the log that the group has not stored yet. */
  readonly lag: bigint
}

export interface Freshness {
  /** Epoch milliseconds: everything that reached the log before is stored. */
  readonly completeTo: number
  readonly lags: ReadonlyArray<PartitionLag>
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
  const latest = yield* Ref.make<Freshness>({ completeTo: 0, lags: [] })

  const look = Effect.gen(function* () {
    const at = yield* Clock.currentTimeMillis
    const positions = yield* untilKnown(readPositions(admin, settings))
    const seen = history.observe(at, positions)
    // Behind from the start: only the messages themselves tell since when.
    const floor = seen ?? (yield* oldestUnread(admin, settings.topic, positions, at))
    const before = yield* Ref.get(latest)
    yield* Ref.set(latest, {
      completeTo: Math.max(before.completeTo, floor),
      lags: [...positions].map(([partition, { next, high }]) => ({ partition, lag: high - next })),
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

/** Bounds the memory of a long backlog: what is thinned out only makes the answer more careful. */
const SAMPLES_MAX = 600

/**
 * Remembers how long the log was when, so that a group that has read up to a length is known to be
 * complete to that time. Nothing depends on the clocks of those who send.
 */
export const makeHistory = () => {
  const partitions = new Map<number, Array<{ at: number; high: bigint }>>()
  const reached = new Map<number, number>()
  return {
    /** Epoch milliseconds up to which all partitions are stored; nothing while one has not got there. */
    observe: (
      at: number,
      positions: ReadonlyMap<number, Pick<PartitionPosition, "next" | "high">>,
    ): number | undefined => {
      for (const [partition, { next, high }] of positions) {
        const samples = partitions.get(partition) ?? []
        if (samples.at(-1)?.high === high) samples.pop()
        samples.push({ at, high })
        const stored = samples.findLastIndex((sample) => sample.high <= next)
        const last = samples[stored]
        if (last !== undefined) reached.set(partition, last.at)
        const open = samples.slice(stored + 1)
        partitions.set(
          partition,
          open.length > SAMPLES_MAX ? open.filter((_, index) => index % 2 === 1) : open,
        )
      }
      const times = [...positions.keys()].map((partition) => reached.get(partition))
      return times.every((time) => time !== undefined) ? Math.min(...times) : undefined
    },
  }
}

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
