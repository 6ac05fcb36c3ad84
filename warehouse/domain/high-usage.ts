/**
 * High-usage days: a complete day whose use stands out from what was usual on that weekday. The rule's
 * constants are parameters and are shown next to every result.
 */
import { type Day, weekdayOf } from "./calendar.ts"
import { divideRounded } from "./decimal.ts"

export interface HighUsageRule {
  /** How many deviations above the median a day has to lie, in millionths. */
  readonly deviations: bigint
  /** How many times the median a day has to be, in millionths. */
  readonly ratio: bigint
  /** Below it no day is worth a flag, in millionths of a credit. */
  readonly floor: bigint
  /** A day is measured by the same weekday of as many weeks before it. */
  readonly weeks: number
  /** With fewer of these it is measured by all of the last `recentDays` instead. */
  readonly samplesMin: number
  readonly recentDays: number
}

export const HIGH_USAGE_RULE: HighUsageRule = {
  deviations: 3_000_000n,
  ratio: 1_500_000n,
  floor: 100_000_000n,
  weeks: 8,
  samplesMin: 4,
  recentDays: 28,
}

/** Makes a median absolute deviation comparable with a standard deviation: 1.4826, in ten-thousandths. */
export const DEVIATION_SCALE = 14_826n
const TEN_THOUSAND = 10_000n
const ONE = 1_000_000n

/** Days before the first that is asked about, which the rule may look at. */
export const historyDays = ({ weeks, recentDays }: HighUsageRule): number =>
  Math.max(weeks * 7, recentDays)

export interface DaySpend {
  readonly day: Day
  readonly spend: bigint
  /** False for a day that is not over, and for one that says nothing: it is neither flagged nor a sample. */
  readonly complete: boolean
}

export interface Expectation {
  /** What the samples are: the same weekday, or all of the most recent days. */
  readonly basis: "weekday" | "recent"
  /** Positions of the samples among history and days together, oldest first. */
  readonly samples: ReadonlyArray<number>
  /** The median of the samples. */
  readonly usual: bigint
  /** Their median absolute deviation, as it is. */
  readonly deviation: bigint
  /** `usual` less and more the rule's deviations; `low` is never below zero. */
  readonly low: bigint
  readonly high: bigint
  /** A flagged day lies above it, or on it where it is the floor. */
  readonly line: bigint
}

export interface JudgedDay {
  /** Null when there are too few days to tell. */
  readonly expectation: Expectation | null
  readonly flagged: boolean
}

/** One answer per day of `days`, oldest first; `history` are the days before the first of them. */
export const judgeDays = (
  history: ReadonlyArray<DaySpend>,
  days: ReadonlyArray<DaySpend>,
  rule: HighUsageRule = HIGH_USAGE_RULE,
): ReadonlyArray<JudgedDay> => {
  const all = [...history, ...days]
  const weekdays = all.map(({ day }) => weekdayOf(day))
  return days.map((day, i) => {
    const end = history.length + i
    const expectation = expectationAt(all, weekdays, { end, rule })
    return {
      expectation,
      flagged: day.complete && expectation !== null && standsOut(day.spend, expectation, rule),
    }
  })
}

const expectationAt = (
  all: ReadonlyArray<DaySpend>,
  weekdays: ReadonlyArray<number>,
  { end, rule }: { readonly end: number; readonly rule: HighUsageRule },
): Expectation | null => {
  const window = (count: number) =>
    Array.from({ length: Math.min(count, end) }, (_, i) => end - Math.min(count, end) + i)
  const sameWeekday = window(rule.weeks * 7).filter(
    (at) => all[at]?.complete === true && weekdays[at] === weekdays[end],
  )
  const enough = sameWeekday.length >= rule.samplesMin
  const samples = enough ? sameWeekday : lastComplete(all, end, rule)
  if (samples.length < rule.samplesMin) return null
  const spends = samples.map((at) => all[at]?.spend ?? 0n)
  const usual = median(spends)
  const deviation = median(spends.map((spend) => abs(spend - usual)))
  const band = divideRounded(deviation * rule.deviations * DEVIATION_SCALE, ONE * TEN_THOUSAND)
  const high = usual + band
  return {
    basis: enough ? "weekday" : "recent",
    samples,
    usual,
    deviation,
    low: usual > band ? usual - band : 0n,
    high,
    line: [divideRounded(usual * rule.ratio, ONE), rule.floor].reduce(larger, high),
  }
}

const lastComplete = (
  all: ReadonlyArray<DaySpend>,
  end: number,
  rule: HighUsageRule,
): ReadonlyArray<number> => {
  const found: number[] = []
  const first = Math.max(0, end - historyDays(rule))
  for (let at = end - 1; at >= first && found.length < rule.recentDays; at--)
    if (all[at]?.complete === true) found.push(at)
  return found.reverse()
}

const standsOut = (spend: bigint, { high, usual }: Expectation, rule: HighUsageRule): boolean =>
  spend >= rule.floor && spend > high && spend * ONE > usual * rule.ratio

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const abs = (value: bigint): bigint => (value < 0n ? -value : value)

/** Of an even number of values the mean of the middle two, rounded to a millionth. */
export const median = (values: ReadonlyArray<bigint>): bigint => {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : 1))
  const half = sorted.length >> 1
  const upper = sorted[half] ?? 0n
  return sorted.length % 2 === 1 ? upper : divideRounded((sorted[half - 1] ?? 0n) + upper, 2n)
}

export interface UsualUse {
  /** Median of the same weekday in the weeks before; null with fewer such days than the rule asks for. */
  readonly usual: bigint | null
  readonly flagged: boolean
}

/** What a chart of days shows of a rule. */
export const usualUse = (
  history: ReadonlyArray<DaySpend>,
  days: ReadonlyArray<DaySpend>,
  rule: HighUsageRule = HIGH_USAGE_RULE,
): ReadonlyArray<UsualUse> =>
  judgeDays(history, days, rule).map(({ expectation, flagged }) => ({
    usual: expectation?.basis === "weekday" ? expectation.usual : null,
    flagged,
  }))
