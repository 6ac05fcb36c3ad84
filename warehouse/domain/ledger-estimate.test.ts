import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { estimateTotals, sampleQuarters } from "./ledger-estimate.ts"
import { NO_TOTALS, type Totals } from "./transaction.ts"

const QUARTER = 900_000
const DAY = 96 * QUARTER
const totals = (more: Partial<Totals>): Totals => ({ ...NO_TOTALS, ...more })

describe("the quarter hours of a sample", () => {
  const ranges = fc
    .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 7e11 }))
    .map(([from, length]) => ({ from, to: from + length }))

  it("are whole, inside the range, ascending and not too many", () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 0, max: 1e8 }), (range, entries) => {
        const quarters = sampleQuarters(range, entries)
        assert.isAtMost(quarters.length, 4_096)
        for (const [i, quarter] of quarters.entries()) {
          assert.strictEqual(quarter % QUARTER, 0)
          assert.isTrue(quarter >= range.from && quarter + QUARTER <= range.to)
          assert.isTrue(i === 0 || quarter > (quarters[i - 1] as number))
        }
      }),
    )
  })

  it("are all of them where the range is short", () => {
    assert.deepStrictEqual(sampleQuarters({ from: 1, to: 3 * QUARTER + 1 }, 1e9), [
      QUARTER,
      2 * QUARTER,
    ])
    assert.strictEqual(sampleQuarters({ from: 0, to: 40 * DAY }, 20_000).length, 40 * 96)
  })

  it("fall on all hours of the day and all days of the week", () => {
    const quarters = sampleQuarters({ from: 0, to: 400 * DAY }, 6_000_000)
    assert.strictEqual(quarters.length, 128)
    const hours = new Set(quarters.map((at) => Math.floor((at % DAY) / (4 * QUARTER))))
    const weekdays = new Set(quarters.map((at) => Math.floor(at / DAY) % 7))
    assert.isAtLeast(hours.size, 20)
    assert.strictEqual(weekdays.size, 7)
  })
})

describe("an estimate", () => {
  it("is the sample's share of all entries, in three digits", () => {
    const sample = { entries: 1_000, totals: totals({ spend: 1_234_567n, count: 123 }) }
    assert.deepStrictEqual(
      estimateTotals(1_000_000, sample, NO_TOTALS),
      totals({ spend: 1_230_000_000n, count: 123_000 }),
    )
  })

  it("is no less than what was found", () => {
    const found = totals({ spend: 5n, bonus: 7n, count: 10_001 })
    const sample = { entries: 1_000, totals: totals({ spend: 1n, count: 1 }) }
    assert.deepStrictEqual(estimateTotals(2_000, sample, found), found)
    assert.deepStrictEqual(estimateTotals(2_000, { entries: 0, totals: NO_TOTALS }, found), found)
  })
})
