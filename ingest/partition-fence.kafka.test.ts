import { assert, describe, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { inject } from "vitest"
import type { Intent } from "#warehouse/intent.ts"
import { claimGroup, readClaims } from "./claim.ts"
import { openLog } from "./kafka-client.ts"
import { openFence } from "./partition-fence.ts"
import { adminOf, makeTopic, quiet, settingsOf } from "./testing/log.ts"

const intentOf = (topic: string, partition: number, sequence: bigint): Intent => ({
  kind: "batch",
  topic,
  partition,
  sequence,
  first: sequence * 10n,
  last: sequence * 10n + 9n,
  receivedAt: 1_772_706_600_123,
  partitions: 2,
  cluster: "c",
  epoch: "e",
  fingerprint: "f",
})

/** A cluster's first group waits while the brokers make the topic that keeps offsets. */
const whileMade = Schedule.spaced("500 millis").pipe(Schedule.upTo({ times: 20 }))

const onLog = Effect.fnUntraced(function* () {
  const kafka = settingsOf(inject("kafkaBrokers"))
  yield* makeTopic(kafka, 2)
  const log = yield* openLog(kafka)
  const admin = yield* adminOf(kafka)
  const open = (partition: number) => openFence(log.kafka, kafka, partition)
  return { kafka, log, admin, open, claims: readClaims(admin, kafka).pipe(Effect.retry(whileMade)) }
}, Effect.provide(quiet))

describe("the fence of a partition", () => {
  it.live("keeps the newest claim on record, and the other partition's", () =>
    Effect.gen(function* () {
      const { kafka, open, claims } = yield* onLog()
      assert.strictEqual((yield* claims).size, 0)
      const [zero, one] = [yield* open(0), yield* open(1)]
      yield* zero.record({ layout: 2, intent: null })
      for (let sequence = 1n; sequence <= 20n; sequence++)
        yield* zero.record({ layout: 2, intent: intentOf(kafka.topic, 0, sequence) })
      yield* one.record({ layout: 2, intent: intentOf(kafka.topic, 1, 3n) })
      // As every owner does before it reads: a record that was answered may be published a moment later,
      // and whoever opens the fence waits for that.
      yield* Effect.all([open(0), open(1)])
      assert.deepStrictEqual(
        [...(yield* claims)].sort(([a], [b]) => a - b),
        [
          [0, { layout: 2, intent: intentOf(kafka.topic, 0, 20n) }],
          [1, { layout: 2, intent: intentOf(kafka.topic, 1, 3n) }],
        ],
      )
    }),
  )

  it.live("takes nothing more from an owner once another has opened it", () =>
    Effect.gen(function* () {
      const { kafka, open, claims } = yield* onLog()
      const before = yield* open(0)
      yield* before.record({ layout: 2, intent: intentOf(kafka.topic, 0, 1n) })
      const after = yield* open(0)
      const lost = yield* Effect.flip(
        before.record({ layout: 2, intent: intentOf(kafka.topic, 0, 2n) }),
      )
      assert.strictEqual(lost._tag, "FenceLost")
      assert.strictEqual((yield* claims).get(0)?.intent?.sequence, 1n)
      yield* after.record({ layout: 2, intent: intentOf(kafka.topic, 0, 5n) })
      assert.strictEqual((yield* claims).get(0)?.intent?.sequence, 5n)
    }),
  )

  it.live("ends a record that an owner has begun and not committed", () =>
    Effect.gen(function* () {
      const { kafka, log, open, claims } = yield* onLog()
      const producer = log.kafka.producer({
        transactionalId: `${kafka.group}/${kafka.topic}/0`,
        idempotent: true,
        maxInFlightRequests: 1,
      })
      yield* Effect.acquireRelease(
        Effect.promise(() => producer.connect()),
        () => Effect.promise(() => producer.disconnect()),
      )
      const transaction = yield* Effect.promise(() => producer.transaction())
      const partitions = [{ partition: 0, offset: "7", metadata: '{"layout":9,"intent":null}' }]
      yield* Effect.promise(() =>
        transaction.sendOffsets({
          consumerGroupId: claimGroup(kafka),
          topics: [{ topic: kafka.topic, partitions }],
        }),
      )
      yield* open(0)
      const refused = yield* Effect.promise(() => transaction.commit().catch((error) => error))
      assert.instanceOf(refused, Error)
      assert.strictEqual((yield* claims).size, 0)
    }),
  )
})
