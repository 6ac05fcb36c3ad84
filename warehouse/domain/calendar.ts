/**
 * Days, billing periods and buckets in any IANA zone, as pure arithmetic. A `Day` is `YYYY-MM-DD`,
 * an instant is epoch milliseconds, every interval is half open: `from` in, `to` out.
 *
 * A day lasts from its first midnight to the next day's first midnight, so days never overlap, also
 * where a zone once set its clocks back over midnight; days that a zone skipped are empty. Edges come
 * from here alone and reach SQL as numbers, so the engine's own zone tables never matter.
 */
import { DateTime, Option } from "effect"

export type Day = string
export interface Interval {
  readonly from: number
  readonly to: number
}
export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000
export const QUARTER_HOUR_MS = 900_000

/** Since then every zone's offset is a whole number of quarter hours: what the rollups rest on. */
export const EARLIEST_INSTANT = Date.UTC(1980, 0, 1)

export const isTimeZone = (zone: string): boolean =>
  /^[A-Za-z]/.test(zone) && Option.isSome(DateTime.zoneMakeNamed(zone))

const zoned = (zone: string): DateTime.TimeZone => DateTime.zoneMakeNamedUnsafe(zone)
const pad = (n: number, width = 2) => String(n).padStart(width, "0")
const utcMidnight = (day: Day): number => Date.parse(`${day}T00:00:00.000Z`)
const dayFromUtc = (instant: number): Day => formatInstant(instant).slice(0, 10)

/** RFC 3339 in UTC with milliseconds. */
export const formatInstant = (instant: number): string =>
  DateTime.formatIso(DateTime.makeUnsafe(instant))

/** True for a day that exists in the calendar: not for `2026-02-30`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(utcMidnight(text)) &&
  dayFromUtc(utcMidnight(text)) === text

export const addDays = (day: Day, count: number): Day =>
  dayFromUtc(utcMidnight(day) + count * DAY_MS)

/** Calendar days from `first` to `last`, both counted; zero when `last` comes before `first`. */
export const countDays = (first: Day, last: Day): number =>
  Math.max(0, Math.round((utcMidnight(last) - utcMidnight(first)) / DAY_MS) + 1)

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: Day): number => {
  const { weekDay } = DateTime.toParts(DateTime.makeUnsafe(utcMidnight(day)))
  return weekDay === 0 ? 7 : weekDay
}

/** Where days begin, as far as was asked: looking into a zone's table takes longer than all else a page reckons. */
const knownStarts = new Map<string, number>()
const KNOWN_STARTS_MAX = 20_000

/** The instant of the day's first midnight in the zone (of its first moment, where midnight is skipped). */
export const startOfDay = (day: Day, zone: string): number => {
  const name = `${day} ${zone}`
  const known = knownStarts.get(name)
  if (known !== undefined) return known
  const timeZone = zoned(zone)
  const start = DateTime.toEpochMillis(
    DateTime.makeZonedUnsafe(utcMidnight(day), { timeZone, adjustForTimeZone: true }),
  )
  if (knownStarts.size >= KNOWN_STARTS_MAX) knownStarts.clear()
  knownStarts.set(name, start)
  return start
}

export const dayOf = (instant: number, zone: string): Day => {
  const { year, month, day } = DateTime.toParts(
    DateTime.makeZonedUnsafe(instant, { timeZone: zoned(zone) }),
  )
  const local = `${pad(year, 4)}-${pad(month)}-${pad(day)}`
  if (instant < startOfDay(local, zone)) return addDays(local, -1)
  const next = addDays(local, 1)
  return instant >= startOfDay(next, zone) ? next : local
}

/** Both days whole: from the first moment of `first` to the first moment after `last`. */
export const intervalOfDays = (first: Day, last: Day, zone: string): Interval => ({
  from: startOfDay(first, zone),
  to: startOfDay(addDays(last, 1), zone),
})

/**
 * As far into a day as today has come, in whole quarter hours since midnight, which rollups can tell: on
 * days when the clocks change, another time than they show. Never behind the day's end.
 */
export const asFarInto = (day: Day, now: number, zone: string): number => {
  const { from, to } = intervalOfDays(day, day, zone)
  const passed = now - startOfDay(dayOf(now, zone), zone)
  return Math.min(from + passed - (passed % QUARTER_HOUR_MS), to)
}

const monthOf = (day: Day) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) })

/** The given day of the month `count` months after that of `day`, or the month's last day if it is shorter. */
export const dayInMonth = (day: Day, count: number, dayOfMonth: number): Day => {
  const { year, month } = monthOf(day)
  const index = year * 12 + (month - 1) + count
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1]
  const last = Number(dayFromUtc(Date.UTC(y, m, 0)).slice(8))
  return `${pad(y, 4)}-${pad(m)}-${pad(Math.min(dayOfMonth, last))}`
}

export interface BillingPeriod extends Interval {
  readonly firstDay: Day
  readonly lastDay: Day
}

/** The billing period that holds `instant`: it begins on the anchor day of a month, in the account's zone. */
export const billingPeriod = (instant: number, anchorDay: number, zone: string): BillingPeriod => {
  const today = dayOf(instant, zone)
  const thisMonth = dayInMonth(today, 0, anchorDay)
  const firstDay = thisMonth <= today ? thisMonth : dayInMonth(today, -1, anchorDay)
  const next = dayInMonth(firstDay, 1, anchorDay)
  const lastDay = addDays(next, -1)
  return { firstDay, lastDay, ...intervalOfDays(firstDay, lastDay, zone) }
}

/** The same position in the period before. */
export const previousBillingPeriod = (
  period: BillingPeriod,
  anchorDay: number,
  zone: string,
): BillingPeriod => billingPeriod(period.from - 1, anchorDay, zone)
