/** When in the week credits go: the hours of a stretch of days, laid over each other by weekday. */
import { type Day, dayOf, weekdayOf } from "./calendar.ts"

export interface HourSpend {
  /** Epoch milliseconds at which the hour begins. */
  readonly from: number
  readonly spend: bigint
  readonly count: number
}

export interface WeekHour {
  /** 1 is Monday. */
  readonly weekday: number
  /** As a clock on the wall shows it where the hour begins, 0 to 23. */
  readonly hour: number
  readonly spend: bigint
  readonly count: number
  /** The day that has most of it; null where nothing was spent. */
  readonly highest: { readonly day: Day; readonly spend: bigint } | null
}

export const WEEK_HOURS = 7 * 24

/**
 * All 168, Monday's first hour first; together they are the sum of `hours`. An hour that a zone repeats
 * counts where its twin does, and one that it skips stays empty.
 */
export const weekHoursOf = (
  hours: ReadonlyArray<HourSpend>,
  timeZone: string,
): ReadonlyArray<WeekHour> => {
  const hourAt = wallHour(timeZone)
  const cells = Array.from(
    { length: WEEK_HOURS },
    (_, i): Cell => ({ ...EMPTY, at: i, days: new Map() }),
  )
  for (const { from, spend, count } of hours) {
    const day = dayOf(from, timeZone)
    const cell = cells[(weekdayOf(day) - 1) * 24 + hourAt(from)]
    if (cell === undefined) continue
    cell.spend += spend
    cell.count += count
    cell.days.set(day, (cell.days.get(day) ?? 0n) + spend)
  }
  return cells.map(({ at, spend, count, days }) => ({
    weekday: Math.floor(at / 24) + 1,
    hour: at % 24,
    spend,
    count,
    highest: highestOf(days),
  }))
}

interface Cell {
  readonly at: number
  spend: bigint
  count: number
  readonly days: Map<Day, bigint>
}

const EMPTY = { spend: 0n, count: 0 }

/** Of equal days the newest. */
const highestOf = (days: ReadonlyMap<Day, bigint>): WeekHour["highest"] => {
  let highest: WeekHour["highest"] = null
  for (const [day, spend] of days)
    if (spend > 0n && spend >= (highest?.spend ?? 0n)) highest = { day, spend }
  return highest
}

const wallHour = (timeZone: string) => {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" })
  return (instant: number): number => Number(clock.format(instant))
}
