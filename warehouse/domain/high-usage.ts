/**
 * High-usage days: a complete day whose use stands out from what the account usually uses on that
 * weekday. Shown next to the result, so the constants have names.
 */
import { weekdayOf } from "./calendar.ts"
import { divideRounded } from "./decimal.ts"

export const HISTORY_WEEKS = 8
export const HISTORY_DAYS = HISTORY_WEEKS * 7
const SAMPLES_MIN = 4
const FALLBACK_DAYS = 28
/** Three times the median absolute deviation, scaled to a standard deviation: 3 × 1.4826, in ten-thousandths. */
const DEVIATIONS = 44_478n
const TEN_THOUSAND = 10_000n
/** Below it no day is worth a flag, in millionths. */
const FLOOR = 100_000_000n

export interface DaySpend {
  readonly day: string
  readonly spend: bigint
  readonly complete: boolean
}

export interface UsualUse {
  /** Median of the same weekday in the eight weeks before; null with fewer than four such days. */
  readonly usual: bigint | null
  readonly flagged: boolean
}

/** One answer per day of `days`, oldest first; `history` are the complete days before the first of them. */
export const usualUse = (
  history: ReadonlyArray<DaySpend>,
  days: ReadonlyArray<DaySpend>,
): ReadonlyArray<UsualUse> => {
  const all = [...history, ...days]
  return days.map((day, i) => {
    const end = history.length + i
    const before = all
      .slice(Math.max(0, end - HISTORY_DAYS), end)
      .filter(({ complete }) => complete)
    const sameWeekday = before.filter((other) => weekdayOf(other.day) === weekdayOf(day.day))
    const enough = sameWeekday.length >= SAMPLES_MIN
    const samples = (enough ? sameWeekday : before.slice(-FALLBACK_DAYS)).map(({ spend }) => spend)
    const usual = enough ? median(samples) : null
    return { usual, flagged: day.complete && standsOut(day.spend, samples) }
  })
}

const standsOut = (spend: bigint, samples: ReadonlyArray<bigint>): boolean => {
  if (samples.length < SAMPLES_MIN || spend < FLOOR) return false
  const middle = median(samples)
  const deviation = median(samples.map((sample) => abs(sample - middle)))
  const band = divideRounded(deviation * DEVIATIONS, TEN_THOUSAND)
  return spend > middle + band && 2n * spend > 3n * middle
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value)

export const median = (values: ReadonlyArray<bigint>): bigint => {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : 1))
  const half = sorted.length >> 1
  const upper = sorted[half] ?? 0n
  return sorted.length % 2 === 1 ? upper : divideRounded((sorted[half - 1] ?? 0n) + upper, 2n)
}
