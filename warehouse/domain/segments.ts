/** Sums over many intervals from one pass: cut time at every interval's ends, add up what lies between. */
import type { Interval } from "./calendar.ts"
import { addTotals, NO_TOTALS, type Totals } from "./transaction.ts"

/** The distinct ends of the intervals, ascending. */
export const edgesOf = (intervals: ReadonlyArray<Interval>): ReadonlyArray<number> =>
  [...new Set(intervals.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)

/** Totals by the edge at which their segment begins. Segments without entries are missing. */
export type SegmentTotals = ReadonlyMap<number, Totals>

/** The sum of the segments inside an interval whose ends are edges. */
export const totalsIn = (segments: SegmentTotals, { from, to }: Interval): Totals => {
  let sum = NO_TOTALS
  for (const [start, totals] of segments)
    if (start >= from && start < to) sum = addTotals(sum, totals)
  return sum
}
