/** The balance to come as a line within its band, from what is reckoned: now, the period's end, zero. */
import type { Forecast } from "#api/contract.ts"
import { countDays, type Day } from "./days.ts"
import { pixelValue } from "./skyline-bars.ts"

/** `x` and `y` in percent of the drawing, from its top left. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface ForecastLine {
  readonly expected: ReadonlyArray<Point>
  /** Around the band: along its lower edge and back along its upper one. */
  readonly band: ReadonlyArray<Point>
  /** Where each edge of the band reaches zero, and the line. */
  readonly runOut: { readonly earliest: number; readonly expected: number; readonly latest: number }
}

/** `undefined` where an end of the band lies beyond what is foreseen. */
export const forecastLine = (forecast: Forecast, today: Day): ForecastLine | undefined => {
  const { balance, period, run_out: runOut } = forecast
  const start = pixelValue(balance)
  const { earliest, expected, latest } = runOut ?? {}
  if (!earliest || !expected || !latest || start <= 0 || latest <= today) return undefined
  const ahead = (day: Day) => countDays({ first: today, last: day }) - 1
  const length = ahead(latest)
  const at = (days: number, credits: number): Point => ({
    x: (days / length) * 100,
    y: (1 - credits / start) * 100,
  })
  const periodEnd = ahead(period.last_day) + 1
  const path = (end: Day, rest: string | undefined): ReadonlyArray<Point> => {
    const between =
      rest !== undefined && periodEnd < ahead(end) && pixelValue(rest) < start
        ? [at(periodEnd, start - pixelValue(rest))]
        : []
    return [at(0, start), ...between, at(ahead(end), 0)]
  }
  const low = path(earliest, period.rest?.high)
  const high = path(latest, period.rest?.low)
  return {
    expected: path(expected, period.rest?.expected),
    band: [...low, ...high.toReversed()],
    runOut: {
      earliest: at(ahead(earliest), 0).x,
      expected: at(ahead(expected), 0).x,
      latest: 100,
    },
  }
}
