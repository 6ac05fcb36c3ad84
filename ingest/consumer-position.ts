import { Effect, Schedule, Schema } from "effect"
import type { Admin } from "kafkajs"
import type { KafkaSettings } from "./config.ts"

/** The place where the group stands is not in the log: going on would skip messages in silence. */
export class PositionLost extends Schema.TaggedError<PositionLost>()("PositionLost", {
  group: Schema.String,
  topic: Schema.String,
  partition: Schema.Number,
  position: Schema.String,
  held: Schema.String,
}) {
  override get message() {
    return (
      `group ${this.group} stands at ${this.position} of ${this.topic} partition ${this.partition}, ` +
      `but the log holds ${this.held}: messages were removed before they were read, or the topic ` +
      "was made anew; set the group's offset (kafka-consumer-groups --reset-offsets) to go on without them"
    )
  }
}

/** The brokers did not say where the group stands. */
export class PositionUnknown extends Schema.TaggedError<PositionUnknown>()("PositionUnknown", {
  cause: Schema.Defect(),
}) {
  override get message() {
    const why = this.cause instanceof Error ? this.cause.message : `${this.cause}`
    return `the brokers did not say where the group stands: ${why}`
  }
}

/** Offsets of one partition. */
export interface PartitionPosition {
  /** Next to be read by the group. */
  readonly next: bigint
  /** First that the log still holds. */
  readonly low: bigint
  /** Next to be written. */
  readonly high: bigint
}

/** What the group has committed when it has read nothing yet. */
const NOTHING_COMMITTED = -1n

/**
 * Where the group stands in each partition of the topic: its committed offset, or the log's beginning
 * when it has none. PositionLost when a committed offset is not one that the log can go on from.
 */
export const readPositions = Effect.fn("ingest.readPositions")(function* (
  admin: Admin,
  { topic, group }: KafkaSettings,
) {
  // In this order: what is committed now can never lie behind an end that is asked for later.
  const committed = yield* ask(() => admin.fetchOffsets({ groupId: group, topics: [topic] }))
  const held = yield* ask(() => admin.fetchTopicOffsets(topic))
  const committedOf = new Map(
    committed.flatMap(({ partitions }) => partitions.map((p) => [p.partition, BigInt(p.offset)])),
  )
  const positions = new Map<number, PartitionPosition>()
  for (const { partition, low: lowText, high: highText } of held) {
    const [low, high] = [BigInt(lowText), BigInt(highText)]
    const offset = committedOf.get(partition) ?? NOTHING_COMMITTED
    const next = offset === NOTHING_COMMITTED ? low : offset
    if (next < low || next > high)
      return yield* new PositionLost({
        group,
        topic,
        partition,
        // kafkajs commits -2 or -1 for "anywhere" when it finds an offset gone, by itself.
        position: next < 0n ? "no known offset" : `offset ${next}`,
        held: low === high ? `no messages (next offset ${high})` : `offsets ${low} to ${high - 1n}`,
      })
    positions.set(partition, { next, low, high })
  }
  return positions
})

const ask = <A>(run: () => Promise<A>) =>
  Effect.tryPromise({ try: run, catch: (cause) => new PositionUnknown({ cause }) })

/** Where to begin in a partition, and whether that is not where the group stands. */
export interface Beginning {
  readonly next: bigint
  readonly rewound: boolean
}

/**
 * A warehouse that holds nothing of the topic is a new one: it needs the log from its beginning,
 * wherever an earlier warehouse had brought the group. What is read again by mistake counts once.
 */
export const beginningsOf = (
  positions: ReadonlyMap<number, PartitionPosition>,
  stored: ReadonlyMap<number, bigint>,
): ReadonlyMap<number, Beginning> =>
  new Map(
    [...positions].map(([partition, { next, low }]) =>
      stored.size === 0
        ? [partition, { next: low, rewound: next > low }]
        : [partition, { next, rewound: false }],
    ),
  )

/** A cluster's first group waits while the brokers make the topic that keeps offsets. */
export const untilKnown = <A>(self: Effect.Effect<A, PositionLost | PositionUnknown>) =>
  Effect.retry(self, {
    schedule: Schedule.spaced("500 millis").pipe(Schedule.upTo({ times: 40 })),
    while: (error) => error._tag === "PositionUnknown",
  })

type Verdict = "handle" | "drop" | "return"

/**
 * The offset each partition of this worker has to go on at. kafkajs jumps to another one without a
 * word when an offset is out of range, so every batch is compared with it.
 */
export const makeGate = () => {
  const expected = new Map<number, { next: bigint; returned: boolean }>()
  return {
    /** Until `allow`, nothing is handled. */
    close: () => expected.clear(),
    allow: (partition: number, next: bigint) => expected.set(partition, { next, returned: false }),
    next: (partition: number) => expected.get(partition)?.next,
    /**
     * `drop`: the partition is not (or no longer) ours to handle. `return`: the batch begins somewhere
     * else, so go back once; what begins behind the same place again is a hole in the log itself, as
     * compaction leaves them.
     */
    judge: (partition: number, first: bigint): Verdict => {
      const entry = expected.get(partition)
      if (entry === undefined) return "drop"
      if (first === entry.next || (entry.returned && first > entry.next)) return "handle"
      entry.returned = true
      return "return"
    },
  }
}
export type Gate = ReturnType<typeof makeGate>
