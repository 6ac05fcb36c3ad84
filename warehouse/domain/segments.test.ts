import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { DAY_MS, EARLIEST_INSTANT, QUARTER_HOUR_MS } from "./calendar.ts"
import { edgesOf, totalsIn } from "./segments.ts"
import { addTotals, NO_TOTALS, type Totals } from "./transaction.ts"

/** Intervals on quarter hours within a few days, as zones make them. */
const anyInterval = fc
  .tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 400 }))
  .map(([start, length]) => {
    const from = EARLIEST_INSTANT + start * QUARTER_HOUR_MS
    return { from, to: from + length * QUARTER_HOUR_MS }
  })

describe("sums over intervals", () => {
  const some = (spend: bigint): Totals => ({ ...NO_TOTALS, spend, count: 1 })

  it("come from the distinct ends of the intervals, in order", () => {
    const edges = edgesOf([
      { from: 30, to: 50 },
      { from: 4, to: 30 },
      { from: 4, to: 200 },
    ])
    assert.deepStrictEqual(edges, [4, 30, 50, 200])
    assert.deepStrictEqual(edgesOf([]), [])
  })

  it("add up the segments that lie inside", () => {
    const segments = new Map([
      [0, some(1n)],
      [10, some(2n)],
      [20, some(4n)],
    ])
    assert.deepStrictEqual(totalsIn(segments, { from: 0, to: 20 }), {
      ...NO_TOTALS,
      spend: 3n,
      count: 2,
    })
    assert.deepStrictEqual(totalsIn(segments, { from: 20, to: 30 }), some(4n))
    assert.deepStrictEqual(totalsIn(segments, { from: 5, to: 10 }), NO_TOTALS)
  })

  it("are what adding up the entries of each interval gives, however intervals overlap", () => {
    const anyEntry = fc.record({
      at: fc.integer({ min: EARLIEST_INSTANT, max: EARLIEST_INSTANT + 13 * DAY_MS }),
      totals: fc.bigInt({ min: 0n, max: 10n ** 12n }).map(some),
    })
    fc.assert(
      fc.property(fc.array(anyInterval), fc.array(anyEntry), (intervals, entries) => {
        const edges = edgesOf(intervals)
        const segments = new Map<number, Totals>()
        for (const { at, totals } of entries) {
          const start = edges.findLast((edge) => edge <= at)
          if (start !== undefined && at < (edges.at(-1) ?? 0))
            segments.set(start, addTotals(segments.get(start) ?? NO_TOTALS, totals))
        }
        for (const interval of intervals) {
          const inside = entries.filter(({ at }) => at >= interval.from && at < interval.to)
          const sum = inside.reduce((all, { totals }) => addTotals(all, totals), NO_TOTALS)
          assert.deepStrictEqual(totalsIn(segments, interval), sum)
        }
      }),
    )
  })
})
