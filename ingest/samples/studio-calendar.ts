/** How much Studio North uses on a day: a function of the day and of the studio's first day alone. */
import { addDays, countDays, type Day, dayInMonth, weekdayOf } from "#warehouse/domain/calendar.ts"
import { randomOf } from "./random.ts"

/** Names what is generated. Another seed is another studio: raise it when any event changes. */
export const SEED = 1

/** Months between the studio's first day and the day on which it is generated first. */
export const HISTORY_MONTHS = 24

/** The growth from the first day to the end of the history, in thousandths of full size. */
const LEVEL_FIRST = 300
const LEVEL_FULL = 1000
const GROWTH_DAYS = 730

/** Credits on a day at full size, Monday to Sunday. */
const WEEKDAY_CREDITS = [600n, 640n, 650n, 620n, 560n, 160n, 140n] as const

/**
 * Seasons as month and day, in thousandths. None is longer than three weeks: a usual day is the median of
 * eight weeks, and a longer dip would make the return to work look like a high-usage day.
 */
const SEASONS = [
  { name: "summer", from: "08-01", to: "08-21", factor: 550 },
  { name: "end of the year", from: "12-22", to: "12-31", factor: 250 },
  { name: "new year", from: "01-01", to: "01-04", factor: 250 },
] as const

/** Days off that fall on the same date each year. They are worked like a Sunday. */
const HOLIDAYS = ["05-01", "10-03"]

/**
 * The three high-usage days, counted from the first day. The last one lies 11 to 13 days before the day of
 * the first generation, so that the last 30 days show it.
 */
export const HIGH_USAGE = [
  { months: 7, days: 9, factor: 2300n, operation: "sceneRender", project: "Harbour Film" },
  { months: 15, days: 4, factor: 2500n, operation: "keyframeGenerate", project: "Atlas Pitch" },
  { months: 24, days: -13, factor: 2400n, operation: "sceneRender", project: "Northern Lights" },
] as const
export type HighUsage = (typeof HIGH_USAGE)[number]

/** The three days in order, moved to Monday when they fall on a weekend. */
export const highUsageDays = (start: Day): ReadonlyArray<HighUsage & { readonly day: Day }> =>
  HIGH_USAGE.map((high) => {
    const anchor = dayInMonth(start, high.months, Number(start.slice(8)))
    const day = addDays(anchor, high.days)
    const weekday = weekdayOf(day)
    return { ...high, day: weekday > 5 ? addDays(day, 8 - weekday) : day }
  })

/** The studio's first day, when it is generated first on `today`. */
export const firstDayOf = (today: Day): Day =>
  dayInMonth(today, -HISTORY_MONTHS, Number(today.slice(8)))

/** Thousandths of full size. */
export const levelOf = (start: Day, day: Day): number => {
  const age = Math.min(countDays(start, day) - 1, GROWTH_DAYS)
  return LEVEL_FIRST + Math.floor(((LEVEL_FULL - LEVEL_FIRST) * age) / GROWTH_DAYS)
}

/** True on days on which the studio works as on a Saturday or Sunday. */
export const isDayOff = (day: Day): boolean => weekdayOf(day) > 5 || HOLIDAYS.includes(day.slice(5))

const seasonOf = (day: Day): number => {
  const date = day.slice(5)
  return SEASONS.find(({ from, to }) => from <= date && date <= to)?.factor ?? 1000
}

/** Millionths that the studio means to use on the day, the extra of a high-usage day not counted. */
export const plannedCredits = (start: Day, day: Day): bigint =>
  scaled(start, day, HOLIDAYS.includes(day.slice(5)) ? 7 : weekdayOf(day), BigInt(seasonOf(day)))

/** Millionths of a whole high-usage day: a multiple of a working day, whatever the season. */
export const highUsageCredits = (start: Day, day: Day, factor: bigint): bigint =>
  scaled(start, day, weekdayOf(day), factor)

const scaled = (start: Day, day: Day, weekday: number, factor: bigint): bigint => {
  const ofMonth = 930 + randomOf(`${SEED} month ${day.slice(0, 7)}`).below(141)
  const ofDay = 920 + randomOf(`${SEED} size ${day}`).below(161)
  return [levelOf(start, day), ofMonth, ofDay].reduce(
    (credits, thousandths) => (credits * BigInt(thousandths)) / 1000n,
    (WEEKDAY_CREDITS[weekday - 1] ?? 0n) * 1000n * factor,
  )
}
