/** About how many entries filters let through, from quarter hours spread evenly over a range. Pure. */
import { type Interval, QUARTER_HOUR_MS } from "./calendar.ts"
import { divideRounded } from "./decimal.ts"
import type { Totals } from "./transaction.ts"
import type { TransactionType } from "./transaction-type.ts"

/** About so many entries are looked at, so that one in ten of them is known to a few percent. */
const SAMPLE_ENTRIES = 20_000
const WINDOWS = 64
/** A list of them travels as one parameter. */
const QUARTERS_MAX = 4_096
/** No multiple of it is near a day or a week: windows fall on all hours and weekdays. */
const GOLDEN = 0.618_033_988_749_895

/**
 * Quarter hours inside the interval, each by its first instant, ascending: windows of equal length, one in
 * each of equal stretches, at another place in each. All of them, where that is not too many.
 */
export const sampleQuarters = (interval: Interval, entries: number): ReadonlyArray<number> => {
  const first = Math.ceil(interval.from / QUARTER_HOUR_MS)
  const all = Math.max(0, Math.floor(interval.to / QUARTER_HOUR_MS) - first)
  const share = Math.min(1, SAMPLE_ENTRIES / Math.max(1, entries))
  const wanted = Math.min(QUARTERS_MAX, Math.max(WINDOWS, Math.ceil(all * share)))
  const numbers =
    wanted >= all
      ? Array.from({ length: all }, (_, i) => i)
      : windows(all, Math.floor(wanted / WINDOWS))
  return numbers.map((number) => (first + number) * QUARTER_HOUR_MS)
}

const windows = (all: number, length: number): ReadonlyArray<number> =>
  Array.from({ length: WINDOWS }, (_, i) => {
    const [from, to] = [Math.floor((i * all) / WINDOWS), Math.floor(((i + 1) * all) / WINDOWS)]
    const room = to - from - length
    const start = from + Math.floor(((i * GOLDEN) % 1) * (room + 1))
    return Array.from({ length }, (_, k) => start + k)
  }).flat()

export interface Sample {
  /** Entries of the sampled quarter hours, whatever filters say. */
  readonly entries: number
  /** Those of them that match. */
  readonly totals: Totals
}

/**
 * The sample's share of `entries`, which are all there are in the range; no less than what was `found`.
 * Three digits: more would claim to be known.
 */
export const estimateTotals = (entries: number, sample: Sample, found: Totals): Totals => {
  const scaled = (figure: bigint): bigint =>
    sample.entries === 0
      ? 0n
      : threeDigits(divideRounded(figure * BigInt(entries), BigInt(sample.entries)))
  const credits = (type: TransactionType) => larger(scaled(sample.totals[type]), found[type])
  return {
    spend: credits("spend"),
    purchase: credits("purchase"),
    refund: credits("refund"),
    bonus: credits("bonus"),
    count: Math.max(Number(scaled(BigInt(sample.totals.count))), found.count),
  }
}

const threeDigits = (figure: bigint): bigint => {
  const unit = 10n ** BigInt(Math.max(0, figure.toString().length - 3))
  return divideRounded(figure, unit) * unit
}
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
