/** When an account's credits run out, and what it will use until its billing period ends. */
import { addDays, countDays, type Day } from "./calendar.ts"
import { divideRounded } from "./decimal.ts"
import { type Band, daysLeft, FORECAST_DAYS_MIN, forecaster } from "./forecast.ts"

export interface DayOfUse {
  readonly spend: bigint
  readonly refund: bigint
}

export interface ForecastInput {
  readonly today: Day
  /** The complete days before today, oldest first, without a gap. */
  readonly days: ReadonlyArray<DayOfUse>
  readonly soFarToday: DayOfUse
  readonly balance: bigint
  readonly period: { readonly firstDay: Day; readonly lastDay: Day; readonly used: bigint }
}

export interface AccountForecast {
  readonly status: "ok" | "not_enough_history" | "no_recent_use"
  readonly balance: bigint
  /** Complete days that are known. */
  readonly days: number
  readonly perDay: bigint | null
  /** Days on which the balance is used up when nothing is added; null for none within a year. */
  readonly runOut: {
    readonly earliest: Day | null
    readonly expected: Day | null
    readonly latest: Day | null
  } | null
  readonly period: {
    readonly firstDay: Day
    readonly lastDay: Day
    /** Today counted. */
    readonly daysLeft: number
    readonly used: bigint
    /** From now to the period's end. */
    readonly rest: Band | null
    /** Of the whole period. */
    readonly total: Band | null
  }
}

export const accountForecast = (input: ForecastInput): AccountForecast => {
  const { today, days, soFarToday, balance } = input
  const left = countDays(today, input.period.lastDay)
  const spent = forecaster(days.map(({ spend }) => spend)).ahead(days.length)
  // What comes back for failed operations can be spent again.
  const drained = forecaster(days.map(({ spend, refund }) => spend - refund)).ahead(days.length)
  const [toCome, week] = [spent?.over(left) ?? null, spent?.over(7) ?? null]
  const rest = toCome && withoutSoFar(toCome, soFarToday.spend)
  const known = days.length >= FORECAST_DAYS_MIN
  const told = rest !== null && week !== null && drained !== null
  return {
    status: told ? "ok" : known ? "no_recent_use" : "not_enough_history",
    balance,
    days: days.length,
    perDay: told ? divideRounded(week.expected, 7n) : null,
    runOut: told
      ? runOutDays(today, daysLeft(drained, balance + soFarToday.spend - soFarToday.refund))
      : null,
    period: {
      ...input.period,
      daysLeft: left,
      rest,
      total: rest && mapBand(rest, (use) => use + input.period.used),
    },
  }
}

const runOutDays = (today: Day, left: ReturnType<typeof daysLeft>) => {
  const dayIn = (days: number | null) => (days === null ? null : addDays(today, days - 1))
  return {
    earliest: dayIn(left.earliest),
    expected: dayIn(left.expected),
    latest: dayIn(left.latest),
  }
}

const withoutSoFar = (band: Band, used: bigint): Band =>
  mapBand(band, (use) => (use > used ? use - used : 0n))

const mapBand = ({ low, expected, high }: Band, change: (use: bigint) => bigint): Band => ({
  low: change(low),
  expected: change(expected),
  high: change(high),
})
