import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { type Room, withinBodyMemory } from "./body-memory.ts"

const KIB = 1024
const MIB = 1024 * KIB
const request = (headers: Record<string, string> = {}) =>
  new Request("http://localhost", { method: "POST", headers })
const within = <A, E>(use: (room: Room) => Effect.Effect<A, E>, of = request()) =>
  withinBodyMemory(of, 10 * MIB, use)

/** Bodies of unstated length of which so much has arrived. */
const fill = (count: number, bytes: number, until: Effect.Effect<void>) =>
  Effect.forEach(
    Array.from({ length: count }),
    () => Effect.forkChild(within((room) => Effect.andThen(room(bytes), until))),
    { concurrency: 1 },
  ).pipe(Effect.tap(Effect.yieldNow))

/** Of ten MiB each. */
const LARGE_AT_ONCE = 9
const large = within((room) => Effect.as(room(MIB), "served"))

describe("withinBodyMemory", () => {
  it.effect("makes a large body that has no room wait until there is some", () =>
    Effect.gen(function* () {
      const done = yield* Deferred.make<void>()
      const first = yield* fill(LARGE_AT_ONCE, MIB, Deferred.await(done))
      const waiting = yield* Effect.forkChild(large)
      yield* TestClock.adjust("9 seconds")
      assert.isUndefined(waiting.pollUnsafe())
      yield* Deferred.succeed(done, undefined)
      assert.strictEqual(yield* Fiber.join(waiting), "served")
      yield* Effect.forEach(first, Fiber.join)
    }),
  )

  it.effect("refuses after a while, and has all its room again afterwards", () =>
    Effect.gen(function* () {
      const first = yield* fill(LARGE_AT_ONCE, MIB, Effect.never)
      const waiting = yield* Effect.forkChild(Effect.flip(large))
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* Fiber.join(waiting)).problem, "unavailable")
      yield* Effect.forEach(first, Fiber.interrupt)
      const again = yield* fill(LARGE_AT_ONCE, MIB, Effect.void)
      yield* Effect.forEach(again, Fiber.join)
    }),
  )

  it.effect("has room for small bodies while large ones take all of theirs", () =>
    Effect.gen(function* () {
      const first = yield* fill(LARGE_AT_ONCE, MIB, Effect.never)
      for (const bytes of [500, 4 * KIB, 256 * KIB])
        assert.strictEqual(yield* within((room) => Effect.as(room(bytes), bytes)), bytes)
      yield* Effect.forEach(first, Fiber.interrupt)
    }),
  )

  it.effect("keeps no room for what has not arrived, however much is announced", () =>
    Effect.gen(function* () {
      const trickling = yield* fill(1_000, 1, Effect.never)
      const stated = request({ "content-length": `${10 * MIB}` })
      const all = Array.from({ length: LARGE_AT_ONCE }, () =>
        within((room) => Effect.andThen(room(1), room(10 * MIB)), stated),
      )
      yield* Effect.all(all, { concurrency: "unbounded" })
      yield* Effect.forEach(trickling, Fiber.interrupt)
    }),
  )

  it.effect("bounds small bodies as well", () =>
    Effect.gen(function* () {
      const first = yield* fill(128, 256 * KIB, Effect.never)
      const waiting = yield* Effect.forkChild(Effect.flip(within((room) => room(4 * KIB))))
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual((yield* Fiber.join(waiting)).problem, "unavailable")
      yield* Effect.forEach(first, Fiber.interrupt)
    }),
  )
})
