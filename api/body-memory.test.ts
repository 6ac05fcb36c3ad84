import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { withinBodyMemory } from "./body-memory.ts"

const MIB = 1024 * 1024
const request = (headers: Record<string, string> = {}) =>
  new Request("http://localhost", { method: "POST", headers })
const large = request()
const small = request({ "content-length": "500" })

/** Bodies of unstated length, of which twelve find room. */
const fill = (count: number, until: Effect.Effect<void>) =>
  Effect.forEach(
    Array.from({ length: count }),
    () => Effect.forkChild(withinBodyMemory(large, 10 * MIB, until)),
    { concurrency: 1 },
  )

describe("withinBodyMemory", () => {
  it.effect("makes what has no room wait until there is some", () =>
    Effect.gen(function* () {
      const done = yield* Deferred.make<void>()
      const first = yield* fill(12, Deferred.await(done))
      yield* Effect.yieldNow
      const waiting = yield* Effect.forkChild(
        withinBodyMemory(large, 10 * MIB, Effect.succeed("served")),
      )
      yield* TestClock.adjust("9 seconds")
      assert.isUndefined(waiting.pollUnsafe())
      yield* Deferred.succeed(done, undefined)
      assert.strictEqual(yield* Fiber.join(waiting), "served")
      yield* Effect.forEach(first, Fiber.join)
    }),
  )

  it.effect("refuses after a while, and has all its room again afterwards", () =>
    Effect.gen(function* () {
      const first = yield* fill(12, Effect.never)
      yield* Effect.yieldNow
      const waiting = yield* Effect.forkChild(
        Effect.flip(withinBodyMemory(large, 10 * MIB, Effect.void)),
      )
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* Fiber.join(waiting)).problem, "unavailable")
      yield* Effect.forEach(first, Fiber.interrupt)
      const again = yield* fill(12, Effect.void)
      yield* Effect.forEach(again, Fiber.join)
    }),
  )

  it.effect("has room for many small bodies beside large ones", () =>
    Effect.gen(function* () {
      const first = yield* fill(12, Effect.never)
      yield* Effect.yieldNow
      for (let i = 0; i < 3; i++)
        assert.strictEqual(yield* withinBodyMemory(small, 10 * MIB, Effect.succeed(i)), i)
      yield* Effect.forEach(first, Fiber.interrupt)
    }),
  )
})
