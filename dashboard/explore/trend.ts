/** How a value went along, in a word: what a sparkline shows to who sees it. */
import type { Day } from "../days.ts"
import { shortDate } from "../format-date.ts"
import { exploreWords } from "../messages/explore.ts"
import type { Column } from "./explore-series.ts"

export type Trend =
  | { readonly kind: "rising" | "falling" | "steady" }
  | { readonly kind: "peak"; readonly at: number }

/** Fewer whole buckets say nothing. */
const BUCKETS_MIN = 4
/** A bucket this many times the mean of the others stands out, when no other comes near it. */
const PEAK_TIMES = 3n
/** The second half this much above or below the first, in percent. */
const CHANGE = 15n

/** `values` in millionths, of whole buckets only; `undefined` where they tell nothing. */
export const trendOf = (values: ReadonlyArray<bigint>): Trend | undefined => {
  const sum = values.reduce((total, value) => total + value, 0n)
  if (values.length < BUCKETS_MIN || sum === 0n) return undefined
  const highest = values.reduce((best, value) => (value > best ? value : best), 0n)
  const at = values.indexOf(highest)
  const next = values.toSpliced(at, 1).reduce((best, value) => (value > best ? value : best), 0n)
  const standsOut = highest * BigInt(values.length - 1) >= PEAK_TIMES * (sum - highest)
  if (standsOut && highest * 4n >= next * 7n) return { kind: "peak", at }
  const half = Math.floor(values.length / 2)
  const total = (part: ReadonlyArray<bigint>) => part.reduce((all, value) => all + value, 0n)
  const [first, second] = [total(values.slice(0, half)), total(values.slice(-half))]
  if (second * 100n >= first * (100n + CHANGE)) return { kind: "rising" }
  return { kind: second * 100n <= first * (100n - CHANGE) ? "falling" : "steady" }
}

/** `rising`, `peak 9 Nov`. */
export const trendWords = (
  trend: Trend | undefined,
  columns: ReadonlyArray<Column>,
  today: Day,
): string => {
  const said = exploreWords().trend
  if (trend === undefined) return said.unknown
  if (trend.kind !== "peak") return said[trend.kind]
  const days = columns[trend.at]?.days
  return said.peak(days === undefined ? "" : shortDate(days.first, today))
}
