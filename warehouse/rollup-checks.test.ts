import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { ClickHouse } from "./clickhouse.ts"
import { type Comparison, compareSettled, NO_COMPARISON } from "./rollup-checks.ts"

const differing = (...accounts: ReadonlyArray<string>): Comparison => ({
  groups: 9,
  differing: accounts.length,
  drift: BigInt(accounts.length),
  keys: accounts.map((account) => ({ key: { account }, stored: {}, counted: {} })),
})

/** What is told when the looks find these, one after another. */
const told = Effect.fnUntraced(function* (exclusive: boolean, ...looks: ReadonlyArray<Comparison>) {
  const unasked = Effect.die("asked")
  const clickhouse = ClickHouse.of({
    exclusive,
    unwritten: null,
    cluster: false,
    command: () => unasked,
    query: () => unasked,
    queryWords: () => unasked,
    download: () => Stream.die("asked"),

    insertRows: () => unasked,
  })
  let look = 0
  const compare = Effect.sync(() => looks[Math.min(look++, looks.length - 1)] ?? NO_COMPARISON)
  const fiber = yield* Effect.forkChild(
    Effect.provideService(compareSettled(compare), ClickHouse, clickhouse),
  )
  yield* TestClock.adjust("1 minute")
  const found = yield* Fiber.join(fiber)
  return { looks: look, differing: found.differing, keys: found.keys.map(({ key }) => key.account) }
})

describe("a slice that differs", () => {
  it.effect("is told at once where nobody else writes", () =>
    Effect.gen(function* () {
      const found = yield* told(true, differing("a"), differing())
      assert.deepStrictEqual(found, { looks: 1, differing: 1, keys: ["a"] })
    }),
  )

  it.effect("is forgotten where others write and it is right at another look", () =>
    Effect.gen(function* () {
      const found = yield* told(false, differing("a"), differing("b"), differing())
      assert.deepStrictEqual(found, { looks: 2, differing: 0, keys: [] })
    }),
  )

  it.effect("is told there with what differs at every look, and nothing else", () =>
    Effect.gen(function* () {
      const found = yield* told(false, differing("a", "b"), differing("a", "c"), differing("a"))
      assert.deepStrictEqual(found, { looks: 5, differing: 1, keys: ["a"] })
    }),
  )
})
