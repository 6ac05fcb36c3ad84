/**
 * Owns one partition for as long as it is assigned: opens its fence, completes what is on record, then
 * stores one batch after another, each on record before it is stored.
 */
import { Effect } from "effect"
import type { Intent } from "#warehouse/intent.ts"
import { storeBatch } from "./batch-store.ts"
import { type Chain, claimPartition, type OwnerContext, until } from "./partition-claim.ts"
import type { PartitionReader } from "./partition-reader.ts"

/**
 * Never succeeds. Claims the partition again whenever its fence was lost, as soon as the group says
 * that it is still ours. StartRefused when messages are missing that nobody has given up by name.
 */
export const ownPartition = Effect.fn("ingest.ownPartition")(function* (
  context: OwnerContext,
  reader: PartitionReader,
) {
  const { flow, settings } = context
  const { partition } = reader
  for (;;) {
    const lost = yield* Effect.flip(Effect.scoped(ownOnce(context, reader)))
    reader.close()
    flow.pause(partition)
    if (lost._tag === "StartRefused" || lost._tag === "StatementRejected") return yield* lost
    if (lost._tag === "SinkUnavailable") return yield* lost
    yield* Effect.logWarning(`claims a partition again: ${lost.message}`, {
      topic: settings.topic,
      partition,
    })
    yield* flow.heartbeat
  }
})

const ownOnce = (context: OwnerContext, reader: PartitionReader) =>
  Effect.flatMap(claimPartition(context, reader), (chain) => storeBatches(context, reader, chain))

const storeBatches = Effect.fnUntraced(function* (
  context: OwnerContext,
  reader: PartitionReader,
  chain: Chain,
) {
  const { settings, stores, flow } = context
  const { partition } = reader
  const { layout, cluster } = chain
  let sequence = chain.sequence
  for (;;) {
    const closed = yield* nextBatch(reader)
    const { batch, first, last, fingerprint } = closed
    sequence++
    const intent: Intent = {
      kind: "batch",
      topic: settings.topic,
      partition,
      sequence,
      first: BigInt(first),
      last: BigInt(last),
      receivedAt: batch.rows.origin.receivedAt,
      partitions: layout,
      cluster,
      epoch: chain.epoch,
      fingerprint,
    }
    yield* chain.fence
      .record({ layout, intent })
      .pipe(
        Effect.andThen(storeBatch(stores, intent, batch)),
        Effect.ensuring(Effect.sync(() => reader.release(closed))),
      )
    flow.resumeWhereRoom()
    yield* flow.commit(partition, intent.last + 1n)
    if (batch.rejections.length > 0)
      yield* Effect.logWarning("messages that are no usage events were put aside", {
        topic: stores.topic,
        partition,
        count: batch.rejections.length,
      })
  }
})

const LOOK_MS = 20

const nextBatch = Effect.fnUntraced(function* (reader: PartitionReader) {
  for (;;) {
    yield* until(reader, () => !reader.isEmpty)
    const closed = reader.isDue ? reader.takeBatch() : null
    if (closed !== null) return closed
    yield* Effect.sleep(LOOK_MS)
  }
})
