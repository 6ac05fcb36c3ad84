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

/** Finds the segments inside any interval, without going through all of them for each. */
export const segmentsWithin = <A extends { readonly start: number }>(
  segments: ReadonlyArray<A>,
): ((interval: Interval) => ReadonlyArray<A>) => {
  const sorted = [...segments].sort((a, b) => a.start - b.start)
  const firstFrom = (instant: number): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sorted[middle] as A).start < instant) low = middle + 1
      else high = middle
    }
    return low
  }
  return ({ from, to }) => sorted.slice(firstFrom(from), firstFrom(to))
}
