import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { answerMemory } from "./answer-memory.ts"

const KIND = { name: "rows" }
const rowsOf = ({ length }: ReadonlyArray<string>) => length

/** A memory, and reads that are counted and end when the test says so. */
const asking = (rowsMax?: number) => {
  const memory = answerMemory(rowsMax)
  const reads: Array<Deferred.Deferred<ReadonlyArray<string>, string>> = []
  const read = Effect.suspend(() => {
    const one = Deferred.makeUnsafe<ReadonlyArray<string>, string>()
    reads.push(one)
    return Deferred.await(one)
  })
  const ask = (words: string, kind: object = KIND) => memory.ask({ kind, words, rowsOf }, read)
  const answer = (at: number, ...rows: ReadonlyArray<string>) =>
    Deferred.succeed(reads[at] as (typeof reads)[number], rows)
  const asked = Effect.fnUntraced(function* (words: string, ...rows: ReadonlyArray<string>) {
    const fiber = yield* Effect.forkChild(ask(words))
    yield* settle
    yield* answer(reads.length - 1, ...rows)
    return yield* Fiber.join(fiber)
  })
  return { memory, reads, ask, answer, asked }
}

/** Lets every fiber go on until it waits. */
const settle = Effect.forEach(Array.from({ length: 20 }), () => Effect.yieldNow)

describe("the answers to questions about one state", () => {
  it.effect("are remembered until the next change", () =>
    Effect.gen(function* () {
      const { memory, reads, ask, asked } = asking()
      assert.deepStrictEqual(yield* asked("q", "a"), ["a"])
      assert.deepStrictEqual(yield* ask("q"), ["a"])
      assert.strictEqual(reads.length, 1)
      memory.forget()
      assert.deepStrictEqual(yield* asked("q", "b"), ["b"])
      assert.strictEqual(reads.length, 2)
    }),
  )

  it.effect("are waited for by who asks the same meanwhile", () =>
    Effect.gen(function* () {
      const { reads, ask, answer } = asking()
      const fibers = [yield* Effect.forkChild(ask("q")), yield* Effect.forkChild(ask("q"))]
      const other = yield* Effect.forkChild(ask("other"))
      yield* settle
      assert.strictEqual(reads.length, 2)
      yield* answer(0, "a")
      for (const fiber of fibers) assert.deepStrictEqual(yield* Fiber.join(fiber), ["a"])
      yield* answer(1, "b")
      assert.deepStrictEqual(yield* Fiber.join(other), ["b"])
    }),
  )

  it.effect("fail for all who wait, and are asked again by the next", () =>
    Effect.gen(function* () {
      const { reads, ask, asked } = asking()
      const fibers = [yield* Effect.forkChild(ask("q")), yield* Effect.forkChild(ask("q"))]
      yield* settle
      yield* Deferred.fail(reads[0] as (typeof reads)[number], "broken")
      for (const fiber of fibers)
        assert.strictEqual(yield* Effect.flip(Fiber.join(fiber)), "broken")
      assert.deepStrictEqual(yield* asked("q", "a"), ["a"])
    }),
  )

  it.effect("are asked by the next who waits, once the one who asked has left", () =>
    Effect.gen(function* () {
      const { reads, ask, answer } = asking()
      const first = yield* Effect.forkChild(ask("q"))
      const second = yield* Effect.forkChild(ask("q"))
      const third = yield* Effect.forkChild(ask("q"))
      yield* settle
      yield* Fiber.interrupt(first)
      yield* settle
      assert.strictEqual(reads.length, 2)
      yield* answer(1, "a")
      assert.deepStrictEqual(yield* Fiber.join(second), ["a"])
      assert.deepStrictEqual(yield* Fiber.join(third), ["a"])
    }),
  )

  it.effect("are not given to a question of another kind", () =>
    Effect.gen(function* () {
      const { reads, ask, answer, asked } = asking()
      yield* asked("q", "a")
      const other = yield* Effect.forkChild(ask("q", { name: "others" }))
      yield* settle
      assert.strictEqual(reads.length, 2)
      yield* answer(1, "b")
      assert.deepStrictEqual(yield* Fiber.join(other), ["b"])
    }),
  )

  it.effect("take a bounded place: those asked for longest ago are forgotten", () =>
    Effect.gen(function* () {
      const { reads, ask, asked } = asking(5)
      yield* asked("one", "a")
      yield* asked("two", "b")
      yield* ask("one")
      yield* asked("three", "c")
      assert.deepStrictEqual(yield* ask("one"), ["a"])
      assert.strictEqual(reads.length, 3)
      yield* asked("two", "b")
      assert.strictEqual(reads.length, 4)
    }),
  )

  it.effect("that are larger than the place are not remembered", () =>
    Effect.gen(function* () {
      const { reads, asked } = asking(2)
      yield* asked("q", "a", "b")
      yield* asked("q", "a", "b")
      assert.strictEqual(reads.length, 2)
    }),
  )
})
