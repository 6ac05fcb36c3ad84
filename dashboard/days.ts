/** Days (`YYYY-MM-DD`) as calendar values in any zone; instants are RFC 3339 text from the API. */
import {
  endOfMonth,
  getDayOfWeek,
  parseAbsolute,
  parseDate,
  toCalendarDate,
} from "@internationalized/date"

export type Day = string

export interface DayRange {
  readonly first: Day
  readonly last: Day
}

export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return parseDate(text).toString() === text
  } catch {
    return false
  }
}

export const isTimeZone = (zone: string): boolean => {
  // "+01:00" is a zone for Intl, but has no name that the API would take.
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export const addDays = (day: Day, count: number): Day =>
  parseDate(day).add({ days: count }).toString()

export const addMonths = (day: Day, count: number): Day =>
  parseDate(day).add({ months: count }).toString()

/** Both days counted: a single day is 1. */
export const countDays = ({ first, last }: DayRange): number =>
  Math.round((epochDay(last) - epochDay(first)) / 86_400_000) + 1

/** Midnight UTC of a day: a number for arithmetic and for formats that are told `UTC`. */
export const epochDay = (day: Day): number => parseDate(day).toDate("UTC").getTime()

export const dayOfInstant = (instant: string, zone: string): Day =>
  toCalendarDate(parseAbsolute(instant, zone)).toString()

/** The last day of a half-open interval's end: the end of Sunday is Monday 00:00. */
export const lastDayBefore = (instant: string, zone: string): Day =>
  toCalendarDate(parseAbsolute(instant, zone).subtract({ milliseconds: 1 })).toString()

export const isMonday = (day: Day): boolean => getDayOfWeek(parseDate(day), "en-GB") === 0

export const isFirstOfMonth = (day: Day): boolean => day.endsWith("-01")

export const isLastOfMonth = (day: Day): boolean => endOfMonth(parseDate(day)).toString() === day
