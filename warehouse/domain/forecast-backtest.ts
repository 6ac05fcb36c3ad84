/** How often forecasts that could have been made in the past would have held. */
import { divideRounded } from "./decimal.ts"
import { daysLeft, FORECAST_DAYS_MIN, forecaster } from "./forecast.ts"

/** One complete day, without a gap to its neighbours. */
export interface PastDay {
  readonly spend: bigint
  readonly refund: bigint
}

export interface Held {
  readonly what: string
  readonly held: number
  readonly of: number
}

const AHEAD = [7, 14, 30] as const
/** Balances as days of what was used a day in the four weeks before. */
const BALANCES = [14, 30, 60] as const
const RECENT_DAYS = 28

/** Every day with enough days before it is a day on which to forecast, as soon as what came is known. */
export const backtest = (days: ReadonlyArray<PastDay>): ReadonlyArray<Held> => [
  ...usesHeld(days.map(({ spend }) => spend)),
  ...runOutsHeld(days.map(({ spend, refund }) => spend - refund)),
]

interface Count {
  held: number
  of: number
}
const counts = (length: number): Count[] => Array.from({ length }, () => ({ held: 0, of: 0 }))

const note = (count: Count | undefined, held: boolean) => {
  if (count === undefined) return
  count.of++
  if (held) count.held++
}

const usesHeld = (uses: ReadonlyArray<bigint>): ReadonlyArray<Held> => {
  const { ahead } = forecaster(uses)
  const held = counts(AHEAD.length)
  for (let at = FORECAST_DAYS_MIN; at < uses.length; at++) {
    const forecast = ahead(at)
    AHEAD.forEach((length, i) => {
      const band = at + length > uses.length ? null : forecast?.over(length)
      if (!band) return
      const came = total(uses.slice(at, at + length))
      note(held[i], came >= band.low && came <= band.high)
    })
  }
  return AHEAD.map((length, i) => ({
    what: `use of the next ${length} days`,
    ...(held[i] ?? { held: 0, of: 0 }),
  }))
}

const runOutsHeld = (uses: ReadonlyArray<bigint>): ReadonlyArray<Held> => {
  const { ahead } = forecaster(uses)
  const held = counts(BALANCES.length)
  for (let at = FORECAST_DAYS_MIN; at < uses.length; at++) {
    const forecast = ahead(at)
    const recent = total(uses.slice(at - RECENT_DAYS, at))
    BALANCES.forEach((worth, i) => {
      const balance = divideRounded(recent * BigInt(worth), BigInt(RECENT_DAYS))
      const came = daysUntil(uses, at, balance)
      if (forecast === null || came === null || balance <= 0n) return
      const { earliest, latest } = daysLeft(forecast, balance)
      // No earliest day: not within a year. No latest one: whenever.
      note(held[i], earliest !== null && came >= earliest && (latest === null || came <= latest))
    })
  }
  return BALANCES.map((worth, i) => ({
    what: `run-out of ${worth} days' credits`,
    ...(held[i] ?? { held: 0, of: 0 }),
  }))
}

const daysUntil = (uses: ReadonlyArray<bigint>, at: number, balance: bigint): number | null => {
  let used = 0n
  for (let day = at; day < uses.length; day++) {
    used += uses[day] ?? 0n
    if (used >= balance) return day - at + 1
  }
  return null
}

const total = (values: ReadonlyArray<bigint>): bigint => values.reduce((a, b) => a + b, 0n)
