/**
 * How much will be used in the days ahead, from complete days alone. The usual day of each weekday gives the
 * expected use; how far the same method was off in the past, over as many days, gives the band around it.
 * No random numbers: the same days give the same answer.
 */
import { divideRounded } from "./decimal.ts"
import { median } from "./high-usage.ts"

/** A weekday's usual use is told by as many weeks. */
export const FORECAST_WEEKS = 8
/** Fewer complete days than this are not enough to tell. */
export const FORECAST_DAYS_MIN = FORECAST_WEEKS * 7
/** Forecasts that would have been made on as many past days are looked at. */
const LOOKED_AT = 365
/** Days before today that count. */
export const FORECAST_HISTORY_DAYS = LOOKED_AT + FORECAST_DAYS_MIN
/** Nothing is said beyond as many days from today. */
export const FORECAST_AHEAD_MAX = 365
/** Of a hundred, how many the band is to hold. */
export const FORECAST_BAND = 80

/** A past forecast needs as many days before it. */
const FIRST_LOOK = 28
/** And as many past forecasts are needed at least, which is also so many times the days ahead. */
const LOOKS_MIN = 14
const LOOKS_PER_DAY = 3
const ONE = 1_000_000n

/** Millionths. `low` and `high` hold four of five outcomes. */
export interface Band {
  readonly low: bigint
  readonly expected: bigint
  readonly high: bigint
}

export interface UseAhead {
  /** Null when the days ahead are not likely to have any use: there was none lately. */
  readonly over: (days: number) => Band | null
}

/** Past use against what was expected, 1 for as expected. */
interface Misses {
  readonly low: number
  readonly middle: number
  readonly high: number
}

/** `uses`: of each day, oldest first, without a gap. Forecasts can be asked for as of any of them. */
export const forecaster = (uses: ReadonlyArray<bigint>) => {
  const weeks = new Map<number, Week>()
  const weekAt = (at: number): Week => {
    const known = weeks.get(at) ?? weekAhead(uses, at)
    weeks.set(at, known)
    return known
  }
  // How far off a forecast was is a statistic, no figure of credits: there doubles do.
  const sums = new Float64Array(uses.length + 1)
  uses.forEach((use, day) => {
    sums[day + 1] = (sums[day] ?? 0) + Number(use)
  })
  const missesAt = (at: number, days: number): Misses | null => {
    const found = new Float64Array(LOOKED_AT)
    const [whole, part] = [Math.floor(days / 7), days % 7]
    let count = 0
    for (let past = Math.max(FIRST_LOOK, at - LOOKED_AT); past + days <= at; past++) {
      const { roughly } = weekAt(past)
      const expected = (roughly[7] ?? 0) * whole + (roughly[part] ?? 0)
      if (expected > 0) found[count++] = ((sums[past + days] ?? 0) - (sums[past] ?? 0)) / expected
    }
    if (count < Math.max(LOOKS_MIN, LOOKS_PER_DAY * days)) return null
    return missesIn(found.subarray(0, count).sort(), days)
  }

  /** As of the start of day `at`, from the days before it. */
  const ahead = (at: number): UseAhead | null => {
    if (at < FORECAST_DAYS_MIN) return null
    const looks = at - Math.max(FIRST_LOOK, at - LOOKED_AT) + 1
    const longest = Math.min(looks - LOOKS_MIN, Math.floor(looks / (LOOKS_PER_DAY + 1)))
    const week = weekAt(at).sums
    const over = (days: number): Band | null => {
      const whole = BigInt(Math.floor(days / 7))
      const expected = (week[7] ?? 0n) * whole + (week[days % 7] ?? 0n)
      const misses = missesAt(at, days) ?? widened(missesAt(at, longest), Math.sqrt(days / longest))
      return expected <= 0n || misses === null ? null : bandOf(expected, misses)
    }
    const bands = new Map<number, Band | null>()
    return {
      over: (days) => {
        const known = bands.get(days)
        const band = known === undefined ? over(days) : known
        bands.set(days, band)
        return band
      },
    }
  }
  return { ahead }
}

/** What the next days of a usual week sum up to: of none, one … seven of them. */
interface Week {
  readonly sums: ReadonlyArray<bigint>
  readonly roughly: Float64Array
}

const weekAhead = (uses: ReadonlyArray<bigint>, at: number): Week => {
  const week = usualWeek(uses, at)
  const sums = Array.from({ length: 8 }, (_, count) =>
    total(Array.from({ length: count }, (_, i) => week[(at + i) % 7] ?? 0n)),
  )
  return { sums, roughly: Float64Array.from(sums, Number) }
}

/**
 * The nth lowest and highest, so that four of five are between them. Stretches that overlap tell less than
 * their number, so what counts is how many there are side by side.
 */
const missesIn = (sorted: Float64Array, days: number): Misses => {
  const count = sorted.length
  const side = (100 - FORECAST_BAND) / 200
  const shrunk = (count + days) / (count + 2 * days)
  const nth = Math.max(1, Math.floor((count + 1) * side * shrunk))
  return {
    low: sorted[nth - 1] ?? 1,
    middle: sorted[Math.floor(count / 2)] ?? 1,
    high: sorted[count - nth] ?? 1,
  }
}

/** Where the past is too short for so many days: as far off as over fewer, growing with the root of time. */
const widened = (misses: Misses | null, factor: number): Misses | null =>
  misses && {
    low: Math.max(0, misses.middle - (misses.middle - misses.low) * factor),
    middle: misses.middle,
    high: misses.middle + (misses.high - misses.middle) * factor,
  }

const bandOf = (expected: bigint, { low, middle, high }: Misses): Band => {
  const [a, b, c] = [low, middle, high].map((miss) =>
    divideRounded(expected * BigInt(Math.round(miss * 1e6)), ONE),
  )
  return { low: a ?? 0n, expected: b ?? 0n, high: c ?? 0n }
}

/**
 * What the days of a week usually use, by their place in the list modulo 7: medians, which one unusual day
 * does not move; means where use comes so rarely that some weekday's median is nothing.
 */
const usualWeek = (uses: ReadonlyArray<bigint>, at: number): ReadonlyArray<bigint> => {
  const samples: bigint[][] = Array.from({ length: 7 }, () => [])
  for (let day = Math.max(0, at - FORECAST_DAYS_MIN); day < at; day++)
    samples[day % 7]?.push(uses[day] ?? 0n)
  const medians = samples.map(median)
  const rare = medians.some((usual, i) => usual <= 0n && samples[i]?.some((use) => use > 0n))
  return rare ? samples.map(mean) : medians
}

const total = (values: ReadonlyArray<bigint>): bigint => values.reduce((a, b) => a + b, 0n)
const mean = (values: ReadonlyArray<bigint>): bigint =>
  values.length === 0 ? 0n : divideRounded(total(values), BigInt(values.length))

/** How many days until a balance is used up, the present one counted; null beyond `FORECAST_AHEAD_MAX`. */
export interface DaysLeft {
  readonly earliest: number | null
  readonly expected: number | null
  readonly latest: number | null
}

/** `balance`: what can be used from the start of the present day on. */
export const daysLeft = (ahead: UseAhead, balance: bigint): DaysLeft => {
  const left: Record<keyof DaysLeft, number | null> = {
    earliest: null,
    expected: null,
    latest: null,
  }
  for (let days = 1; days <= FORECAST_AHEAD_MAX && left.latest === null; days++) {
    const use = ahead.over(days)
    if (use === null) continue
    if (left.earliest === null && use.high >= balance) left.earliest = days
    if (left.expected === null && use.expected >= balance) left.expected = days
    if (use.low >= balance) left.latest = days
  }
  return left
}
