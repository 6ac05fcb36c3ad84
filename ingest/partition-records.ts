/** Reads what group, claims, warehouse and log say of the partitions of the topic. */
import { Effect } from "effect"
import type { Admin } from "kafkajs"
import { LogReach } from "#warehouse/log-reach.ts"
import { LogWriter } from "#warehouse/log-writer.ts"
import { type Claim, ClaimsUnknown, readClaims } from "./claim.ts"
import type { KafkaSettings } from "./config.ts"
import type { PartitionRecord } from "./resume-plan.ts"

export interface TopicRecord {
  /** Partitions of the topic by now. */
  readonly layout: number
  readonly cluster: string
  readonly claims: ReadonlyMap<number, Claim>
  readonly partitions: ReadonlyMap<number, PartitionRecord>
}

/**
 * In this order, each can only be ahead of the one before it while somebody else goes on writing:
 * the group's offsets, the claims, the warehouse, the ends of the log. `admin` must be a new client:
 * an older one may remember fewer partitions than there are.
 */
export const readTopicRecord = Effect.fn("ingest.readTopicRecord")(function* (
  admin: Admin,
  settings: KafkaSettings,
) {
  const { topic, group } = settings
  const committed = yield* readCommitted(admin, topic, group)
  const claims = yield* readClaims(admin, settings)
  const stored = yield* LogWriter.use(({ lastIntents }) => lastIntents(topic))
  const reached = yield* LogReach.use(({ lastOffsets }) => lastOffsets(topic))
  const { clusterId } = yield* ask(() => admin.describeCluster())
  const ends = yield* ask(() => admin.fetchTopicOffsets(topic))
  const shared = {
    topic,
    cluster: clusterId,
    warehouseHolds: stored.size > 0 || reached.size > 0,
  }
  const partitions = new Map<number, PartitionRecord>()
  for (const { partition, low, high } of ends)
    partitions.set(partition, {
      ...shared,
      partition,
      committed: committed.get(partition) ?? null,
      claimed: claims.get(partition)?.intent ?? null,
      stored: stored.get(partition) ?? null,
      reached: reached.get(partition) ?? null,
      low: BigInt(low),
      high: BigInt(high),
    })
  return { layout: ends.length, cluster: clusterId, claims, partitions } satisfies TopicRecord
})

/** The group's offsets where it has some. What kafkajs commits by itself for "anywhere" is none. */
export const readCommitted = Effect.fnUntraced(function* (
  admin: Admin,
  topic: string,
  group: string,
) {
  const answers = yield* ask(() => admin.fetchOffsets({ groupId: group, topics: [topic] }))
  const offsets = answers
    .flatMap(({ partitions }) => partitions)
    .map(({ partition, offset }) => [partition, BigInt(offset)] as const)
  return new Map(offsets.filter(([, offset]) => offset >= 0n))
})

const ask = <A>(run: () => Promise<A>) =>
  Effect.tryPromise({ try: run, catch: (cause) => new ClaimsUnknown({ cause }) })
