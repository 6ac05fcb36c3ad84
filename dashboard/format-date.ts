/** Days and times as people read them: `Mon 9 Nov`, `23 Oct – 21 Nov`, `14:32`. */
import { type Day, type DayRange, dayOfInstant, epochDay } from "./days.ts"
import { locale } from "./locale.ts"

const formats = new Map<string, Intl.DateTimeFormat>()
const formatOf = (timeZone: string, options: Intl.DateTimeFormatOptions) => {
  const key = locale() + timeZone + JSON.stringify(options)
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(locale(), { ...options, timeZone, calendar: "gregory" })
  formats.set(key, format)
  return format
}

/** The locale's words in the locale's order, without the comma some versions of its data put in. */
const words = (day: Day, options: Intl.DateTimeFormatOptions) =>
  formatOf("UTC", options).format(epochDay(day)).replaceAll(",", "")

const date = { day: "numeric", month: "short" } as const
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const

/** `9 Nov`, with the year where it is not the one of `today`. */
export const shortDate = (day: Day, today: Day): string =>
  words(day, day.slice(0, 4) === today.slice(0, 4) ? date : { ...date, year: "numeric" })

/** `9 Nov 2026`. */
export const fullDate = (day: Day): string => words(day, { ...date, year: "numeric" })

/** `Mon 9 Nov`. */
export const weekdayDate = (day: Day, today: Day): string =>
  `${words(day, { weekday: "short" })} ${shortDate(day, today)}`

/** `Friday 20 November`. */
export const longDate = (day: Day, today: Day): string =>
  words(day, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
  })

/** `Monday`. */
export const weekday = (day: Day): string => words(day, { weekday: "long" })

/** `Mon`, by its number: 1 is Monday. */
export const weekdayName = (number: number): string =>
  words(`2024-01-0${number}`, { weekday: "short" })

/** `03:00–04:00`. */
export const hourRange = (hour: number): string => {
  const at = (n: number) => formatOf("UTC", clock).format(n * 3_600_000)
  return `${at(hour)}–${hour === 23 ? "24:00" : at(hour + 1)}`
}

/** `November 2026`. */
export const monthAndYear = (day: Day): string => words(day, { month: "long", year: "numeric" })

/** `Nov 2026`. */
export const shortMonthAndYear = (day: Day): string =>
  words(day, { month: "short", year: "numeric" })

/** `Nov`, and in January `Jan 2026`: for an axis of months. */
export const axisMonth = (day: Day): string =>
  words(day, day.slice(5, 7) === "01" ? { month: "short", year: "numeric" } : { month: "short" })

/** `23 Oct – 21 Nov`, `9–15 Nov`, `22 Nov 2025 – 21 Nov 2026`; one day stands alone. */
export const dateRange = ({ first, last }: DayRange, today: Day): string => {
  const year = today.slice(0, 4)
  const thisYear = first.slice(0, 4) === year && last.slice(0, 4) === year
  if (first === last) return shortDate(first, today)
  if (!thisYear) return `${fullDate(first)} – ${fullDate(last)}`
  if (first.slice(0, 7) === last.slice(0, 7)) return `${dayOfMonth(first)}–${words(last, date)}`
  return `${words(first, date)} – ${words(last, date)}`
}

/** Where a day is written as an ordinal, it stays one without its month. */
const dayOfMonth = (day: Day) => `${Number(day.slice(8))}${locale().startsWith("de") ? "." : ""}`

/** `14:32` in the zone. */
export const timeOfDay = (instant: string, zone: string): string =>
  formatOf(zone, clock).format(Date.parse(instant))

/** `10 Nov 2026, 09:12` in the zone. */
export const dayAndTime = (instant: string, zone: string): string =>
  formatOf(zone, { ...date, year: "numeric", ...clock }).format(Date.parse(instant))

/** `16:40:07` in the zone. */
export const clockTime = (instant: string, zone: string): string =>
  formatOf(zone, { ...clock, second: "2-digit" }).format(Date.parse(instant))

/** `16:40:07.412` in the zone. */
export const exactTime = (instant: string, zone: string): string =>
  formatOf(zone, { ...clock, second: "2-digit", fractionalSecondDigits: 3 })
    .format(Date.parse(instant))
    .replace(",", ".")

const lengths = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const

/** `22 minutes`, `3 days`: in the largest unit that fits, rounded down, a second at least. */
export const duration = (milliseconds: number): string => {
  const [unit, length] = lengths.find(([, size]) => milliseconds >= size) ?? ["second", 1000]
  const whole = Math.max(1, Math.floor(milliseconds / length))
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(whole)
}

/** `20 Nov 2026, 18:20:07 GMT+1`: everything, for where one entry is looked at closely. */
export const timestamp = (instant: string, zone: string): string =>
  formatOf(zone, {
    ...date,
    year: "numeric",
    ...clock,
    second: "2-digit",
    timeZoneName: "short",
  }).format(Date.parse(instant))

/** `14:32`, and on another day than `today` `20 Nov, 14:32`. */
export const moment = (instant: string, zone: string, today: Day): string => {
  const day = dayOfInstant(instant, zone)
  const time = timeOfDay(instant, zone)
  return day === today ? time : `${shortDate(day, today)}, ${time}`
}
