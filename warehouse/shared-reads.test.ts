import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { sharedReads } from "./shared-reads.ts"

/** Lookups that end when the test says so. */
const lookups = Effect.gen(function* () {
  const asked: Array<{
    readonly question: string
    readonly keys: ReadonlyArray<string>
    readonly end: Deferred.Deferred<void, string>
    stopped: boolean
  }> = []
  const ask = yield* sharedReads((question, keys) =>
    Effect.gen(function* () {
      const lookup = { question, keys, end: yield* Deferred.make<void, string>(), stopped: false }
      asked.push(lookup)
      yield* Deferred.await(lookup.end).pipe(
        Effect.onInterrupt(() =>
          Effect.sync(() => {
            lookup.stopped = true
          }),
        ),
      )
      return new Map(keys.filter((key) => key !== "none").map((key) => [key, `${question} ${key}`]))
    }),
  )
  const end = (at: number) => Deferred.succeed(asked[at]?.end as never, undefined)
  return { ask, asked, end }
})

/** Until everything that can go on has gone on. */
const settle = Effect.promise(async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
})

describe("shared reads", () => {
  it.effect("start at once, and gather what is asked while one is under way", () =>
    Effect.gen(function* () {
      const { ask, asked, end } = yield* lookups
      const fibers = []
      for (const key of ["a", "c", "d", "c", "none"])
        fibers.push(yield* Effect.forkChild(ask("q", key)))
      yield* settle
      assert.deepStrictEqual(
        asked.map(({ keys }) => keys),
        [["a"]],
      )
      yield* end(0)
      yield* settle
      assert.deepStrictEqual(asked[1]?.keys, ["c", "d", "none"])
      yield* end(1)
      const answers = []
      for (const fiber of fibers) answers.push(yield* Fiber.join(fiber))
      assert.deepStrictEqual(answers, ["q a", "q c", "q d", "q c", null])
    }),
  )

  it.effect("put only equal questions together", () =>
    Effect.gen(function* () {
      const { ask, asked, end } = yield* lookups
      for (const [question, key] of [
        ["q", "a"],
        ["q", "c"],
        ["other", "c"],
        ["q", "d"],
      ] as const)
        yield* Effect.forkChild(ask(question, key))
      yield* settle
      yield* end(0)
      yield* settle
      yield* end(1)
      yield* settle
      assert.deepStrictEqual(
        asked.slice(1).map(({ question, keys }) => [question, ...keys]),
        [
          ["q", "c", "d"],
          ["other", "c"],
        ],
      )
    }),
  )

  it.effect("fail for all who share them, and go on", () =>
    Effect.gen(function* () {
      const { ask, asked, end } = yield* lookups
      const fibers = []
      for (const key of ["a", "c", "d"])
        fibers.push(yield* Effect.forkChild(Effect.flip(ask("q", key))))
      yield* settle
      for (const at of [0, 1]) {
        yield* settle
        yield* Deferred.fail(asked[at]?.end as never, "broken" as never)
      }
      for (const fiber of fibers) assert.strictEqual(yield* Fiber.join(fiber), "broken")
      const next = yield* Effect.forkChild(ask("q", "e"))
      yield* settle
      yield* end(2)
      assert.strictEqual(yield* Fiber.join(next), "q e")
    }),
  )

  it.effect("are stopped once all who asked have left, not before", () =>
    Effect.gen(function* () {
      const { ask, asked, end } = yield* lookups
      const first = yield* Effect.forkChild(ask("q", "a"))
      const second = yield* Effect.forkChild(ask("q", "b"))
      const third = yield* Effect.forkChild(ask("q", "c"))
      yield* settle
      yield* Fiber.interrupt(first)
      yield* settle
      assert.isTrue(asked[0]?.stopped)
      assert.deepStrictEqual(asked[1]?.keys, ["b", "c"])
      yield* Fiber.interrupt(second)
      yield* settle
      assert.isFalse(asked[1]?.stopped)
      yield* end(1)
      assert.strictEqual(yield* Fiber.join(third), "q c")
    }),
  )
})
