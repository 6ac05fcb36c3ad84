import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import type { Fate } from "#warehouse/domain/usage-event.ts"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { encoderOf } from "#warehouse/event-encoder.ts"
import { awaitFates } from "./fate-wait.ts"

const rows = encoderOf(new Map()).rows({ receivedAt: 0, log: null })
const at = (partition: number, offset: number) => ({
  topic: "t",
  partition,
  offset: BigInt(offset),
})
const ACCEPTED: Fate = { fate: "accepted" }

/** Settles rows when a test says so, and remembers which were asked for. */
const log = () => {
  const settled = new Set<number>()
  const asked: Array<ReadonlyArray<number>> = []
  let away = false
  return {
    asked,
    settle: (...more: ReadonlyArray<number>) => {
      for (const row of more) settled.add(row)
    },
    outage: (is: boolean) => {
      away = is
    },
    fates: {
      of: (_: unknown, __: unknown, wanted: ReadonlyArray<number>) =>
        Effect.suspend(() => {
          if (away)
            return Effect.fail(new WarehouseUnavailable({ operation: "query", cause: "away" }))
          asked.push(wanted)
          return Effect.succeed(wanted.map((row) => (settled.has(row) ? ACCEPTED : null)))
        }),
    },
  }
}

describe("waiting for fates", () => {
  it.effect("looks at the last of each partition, and at all once one of these is settled", () =>
    Effect.gen(function* () {
      const { fates, asked, settle } = log()
      const positions = [at(0, 1), at(1, 1), at(0, 2), at(1, 2)]
      const waiting = yield* Effect.forkChild(awaitFates(fates, { rows, positions }, 5))
      yield* TestClock.adjust("100 millis")
      assert.deepStrictEqual(asked[0], [2, 3])
      assert.isTrue(asked.every((wanted) => wanted.length === 2))
      settle(0, 2)
      yield* TestClock.adjust("50 millis")
      assert.deepStrictEqual(asked.at(-1), [3])
      settle(1, 3)
      yield* TestClock.adjust("50 millis")
      assert.deepStrictEqual(yield* Fiber.join(waiting), Array(4).fill(ACCEPTED))
    }),
  )

  it.effect("gives up in time, with what is settled by then, the first of a partition too", () =>
    Effect.gen(function* () {
      const { fates, settle } = log()
      const positions = [at(0, 1), at(0, 2), at(0, 3)]
      const waiting = yield* Effect.forkChild(awaitFates(fates, { rows, positions }, 2))
      settle(0)
      yield* TestClock.adjust("1900 millis")
      assert.isUndefined(waiting.pollUnsafe())
      yield* TestClock.adjust("200 millis")
      assert.deepStrictEqual(yield* Fiber.join(waiting), [ACCEPTED, null, null])
    }),
  )

  it.effect("waits through an outage of the warehouse", () =>
    Effect.gen(function* () {
      const { fates, settle, outage } = log()
      outage(true)
      const one = { rows, positions: [at(0, 1)] }
      const waiting = yield* Effect.forkChild(awaitFates(fates, one, 5))
      yield* TestClock.adjust("1 second")
      outage(false)
      settle(0)
      yield* TestClock.adjust("50 millis")
      assert.deepStrictEqual(yield* Fiber.join(waiting), [ACCEPTED])
    }),
  )

  it.effect("does not wait for nothing", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* awaitFates(log().fates, { rows, positions: [] }, 5), [])
    }),
  )
})
