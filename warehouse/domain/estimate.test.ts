import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { estimateOf, type PricedEntry } from "./estimate.ts"

const ONE = 1_000_000n
const priced = (
  credits: number,
  quantity: number | null,
  unit: string | null = null,
): PricedEntry => ({
  credits: BigInt(Math.round(credits * 1e6)),
  quantity: quantity === null ? null : BigInt(Math.round(quantity * 1e6)),
  unit,
})

describe("an estimate", () => {
  it("says what 1,000 combinations cost, from those with a quantity", () => {
    const entries = [priced(10, 1_000, "combos"), priced(1, null)]
    assert.deepStrictEqual(estimateOf(entries, 2_000n * ONE, 20n * ONE), {
      unit: "combos",
      basis: "unit",
      entries: 1,
      low: 20n * ONE,
      expected: 20n * ONE,
      high: 20n * ONE,
      covered: "yes",
    })
  })

  it("counts entries where none had a quantity", () => {
    const entries = [priced(2, null), priced(1, null), priced(1.5, null)]
    const { basis, unit, low, expected, high } = estimateOf(entries, 30n * ONE, 0n) ?? {}
    assert.deepStrictEqual(
      [basis, unit, low, expected, high],
      ["entry", null, 30n * ONE, 45n * ONE, 60n * ONE],
    )
  })

  it("goes by the newest entry's unit", () => {
    const entries = [priced(6, 2, "minutes"), priced(1, 60, "seconds")]
    const { unit, expected, entries: count } = estimateOf(entries, 10n * ONE, 0n) ?? {}
    assert.deepStrictEqual([unit, expected, count], ["minutes", 30n * ONE, 1])
  })

  it("leaves out the cheapest and the dearest tenth from its range", () => {
    const entries = Array.from({ length: 10 }, (_, i) => priced(i + 1, 1, "images"))
    const { low, high } = estimateOf(entries, ONE, 0n) ?? {}
    assert.deepStrictEqual([low, high], [2n * ONE, 9n * ONE])
  })

  it.each([
    [60, "yes"],
    [59, "maybe"],
    [30, "maybe"],
    [29, "no"],
  ] as const)("of 30 to 60 credits, a balance of %d covers: %s", (balance, covered) => {
    const entries = [priced(2, 1), priced(1, 1)]
    assert.strictEqual(estimateOf(entries, 30n * ONE, BigInt(balance) * ONE)?.covered, covered)
  })

  it("is none for what was never done", () => {
    assert.isNull(estimateOf([], ONE, ONE))
  })

  const amount = fc.bigInt({ min: 1n, max: 10n ** 15n })

  it("has its average between its ends or beside them, and grows with the quantity", () => {
    const entries = fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(entries, amount, (pairs, quantity) => {
        const entries = pairs.map(([credits, quantity]) => ({ credits, quantity, unit: null }))
        const [one, two] = [quantity, 2n * quantity].map((q) => estimateOf(entries, q, 0n))
        // Fewer than ten entries: nothing is left out, so an average of prices lies between them.
        assert.isTrue((one?.low ?? 1n) <= (one?.expected ?? 0n))
        assert.isTrue((one?.expected ?? 1n) <= (one?.high ?? 0n))
        assert.isTrue((two?.expected ?? 0n) >= (one?.expected ?? 1n))
      }),
    )
  })
})
