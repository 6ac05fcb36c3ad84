/** Follows which partitions are ours: an owner for each, for as long as it is assigned. */
import { Clock, Deferred, Effect, Fiber } from "effect"
import type { Consumer, ConsumerGroupJoinEvent } from "kafkajs"
import { StartRefused } from "#warehouse/errors.ts"
import { type ConsumerFlow, makeFlow } from "./consumer-flow.ts"
import { ConsumerStopped, stoppedBy } from "./consumer-stopped.ts"
import { connectedAdmin } from "./kafka-client.ts"
import { type OwnerContext, Reclaim } from "./partition-claim.ts"
import { ownPartition } from "./partition-owner.ts"
import { PartitionReader } from "./partition-reader.ts"
import type { Held } from "./partition-reading.ts"

export interface Assignments {
  readonly consumer: Consumer
  readonly context: Omit<OwnerContext, "flow">
  readonly ended: Deferred.Deferred<never, ConsumerStopped | StartRefused>
}

export interface Owners {
  readonly readerOf: (partition: number) => PartitionReader | undefined
  readonly flow: ConsumerFlow
}

interface Owner {
  readonly reader: PartitionReader
  readonly fiber: Fiber.Fiber<void>
}

/** What is being stored when a partition goes away gets this long. */
const STOP_WITHIN = "2 seconds"

export const followAssignments = Effect.fnUntraced(function* (assignments: Assignments) {
  const { consumer, context, ended } = assignments
  const { topic } = context.settings
  const fork = Effect.runForkWith(yield* Effect.context())
  const owners = new Map<number, Owner>()
  const flow = makeFlow(consumer, topic, owners)
  const { own, letGo, leaving } = yield* ownership(assignments, owners, flow)

  // Kafkajs does not wait for listeners: what must hold before anything is fetched is done at once.
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }: ConsumerGroupJoinEvent) => {
    const assigned = new Set(payload.memberAssignment[topic] ?? [])
    const kept = [...owners].filter(([partition]) => assigned.has(partition))
    for (const partition of owners.keys()) if (!assigned.has(partition)) letGo(partition)
    for (const partition of assigned) if (!owners.has(partition)) own(partition)
    for (const [partition, { reader }] of kept) {
      // Kafkajs has forgotten what it had fetched.
      reader.rejoin()
      flow.fetch(partition)
      flow.pauseUnlessWanted(partition)
    }
    if (kept.length > 0) fork(checkLayout(context, owners))
  })
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    fork(
      restart
        ? Effect.logWarning(`the Kafka consumer starts anew: ${error.message}`)
        : Deferred.fail(ended, new ConsumerStopped({ cause: error })),
    )
  })
  yield* Effect.addFinalizer(() =>
    Effect.suspend(() => {
      for (const partition of [...owners.keys()]) letGo(partition)
      return Effect.forEach([...leaving.values()], Fiber.await, { concurrency: "unbounded" }).pipe(
        Effect.interruptible,
        Effect.timeoutOption(STOP_WITHIN),
      )
    }),
  )
  return { readerOf: (partition) => owners.get(partition)?.reader, flow } satisfies Owners
})

const ownership = Effect.fnUntraced(function* (
  { context, ended }: Assignments,
  owners: Map<number, Owner>,
  flow: ConsumerFlow,
) {
  const fork = Effect.runForkWith(yield* Effect.context())
  const clock = yield* Clock.Clock
  const held: Held = { messages: 0, bytes: 0 }
  /** Owners that were let go and are not over yet. */
  const leaving = new Map<number, Fiber.Fiber<void>>()
  return {
    leaving: leaving as ReadonlyMap<number, Fiber.Fiber<void>>,
    own: (partition: number) => {
      flow.pause(partition)
      const reader = new PartitionReader(partition, held, () => clock.currentTimeMillisUnsafe())
      const before = leaving.get(partition)
      const owning = Effect.gen(function* () {
        // It may be storing a batch, which must not be repeated beside it.
        if (before !== undefined) yield* Fiber.await(before)
        yield* ownPartition({ ...context, flow }, reader)
      }).pipe(
        Effect.catchCause((cause) => {
          const stopped = stoppedBy(cause)
          const why = stopped.cause instanceof StartRefused ? stopped.cause : stopped
          return owners.get(partition)?.reader === reader ? Deferred.fail(ended, why) : Effect.void
        }),
        Effect.ensuring(Effect.sync(() => reader.close())),
        Effect.asVoid,
      )
      owners.set(partition, { reader, fiber: fork(owning) })
    },
    letGo: (partition: number) => {
      const fiber = owners.get(partition)?.fiber
      owners.delete(partition)
      if (fiber === undefined) return
      leaving.set(partition, fiber)
      fiber.addObserver(() => {
        if (leaving.get(partition) === fiber) leaving.delete(partition)
      })
      fiber.interruptUnsafe()
    },
  }
})

/** Who counts by another number of partitions than there are has to claim its partition again. */
const checkLayout = (
  { kafka, settings }: Assignments["context"],
  owners: ReadonlyMap<number, Owner>,
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const admin = yield* connectedAdmin(kafka, settings)
      const { length } = yield* Effect.tryPromise(() => admin.fetchTopicOffsets(settings.topic))
      for (const { reader } of owners.values())
        if (reader.layout !== null && reader.layout !== length)
          reader.break(new Reclaim({ why: `the topic has ${length} partitions by now` }))
    }),
  ).pipe(Effect.ignore)
