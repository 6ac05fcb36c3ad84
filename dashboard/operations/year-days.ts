/** The days of the last twelve months as one strip of weeks. */
import { type CalendarDay, levelOf, millionths, stepsOf, weekdayOf } from "../calendar.ts"
import type { CalendarHead } from "../calendar-layout.ts"
import { addDays, type Day, epochDay } from "../days.ts"
import { axisMonth } from "../format-date.ts"
import type { WatchedDay } from "./band-days.ts"

export type YearDay = Omit<CalendarDay, "count">

export interface YearStrip {
  readonly days: ReadonlyArray<YearDay>
  readonly heads: ReadonlyArray<CalendarHead>
  /** Days of the year that hold no data. */
  readonly absent: ReadonlyArray<{ readonly week: number; readonly weekday: number }>
  /** A level's upper bound, of all but the last, which has none. */
  readonly steps: ReadonlyArray<bigint>
}

interface Span {
  readonly first: Day
  readonly last: Day
}

const WEEK_MS = 7 * 86_400_000

export const yearStripOf = (
  watched: ReadonlyArray<WatchedDay>,
  { first, last }: Span,
): YearStrip => {
  const steps = stepsOf(watched.map(({ used }) => millionths(used)))
  const begin = addDays(first, -weekdayOf(first))
  const weekOf = (day: Day) => Math.floor((epochDay(day) - epochDay(begin)) / WEEK_MS)
  const days = watched.map(
    ({ day, used, flagged, complete }): YearDay => ({
      day,
      spend: used,
      flagged,
      open: !complete,
      week: weekOf(day),
      weekday: weekdayOf(day),
      level: levelOf(used, steps),
    }),
  )
  const all = daysOf({ first, last })
  const known = new Set(days.map(({ day }) => day))
  return {
    days,
    steps,
    // A month that begins in the last weeks would run over the edge.
    heads: all
      .filter((day) => day.endsWith("-01"))
      .map((day) => ({ text: axisMonth(day).split(" ")[0] ?? "", week: weekOf(day) })),
    absent: all
      .filter((day) => !known.has(day))
      .map((day) => ({ week: weekOf(day), weekday: weekdayOf(day) })),
  }
}

const daysOf = ({ first, last }: Span): ReadonlyArray<Day> => {
  const days: Day[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

/** The day some days on, kept within what the strip holds. */
export const stepWithin = (days: ReadonlyArray<YearDay>, from: Day, by: number): Day => {
  const to = addDays(from, by)
  const [first, last] = [days[0]?.day ?? from, days.at(-1)?.day ?? from]
  return to < first ? first : to > last ? last : to
}
