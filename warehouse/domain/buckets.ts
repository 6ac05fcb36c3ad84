/** Splits a range of days into the buckets of a series: hours, days, weeks, months or quarters. */
import {
  addDays,
  type Day,
  dayInMonth,
  formatInstant,
  HOUR_MS,
  type Interval,
  startOfDay,
  weekdayOf,
} from "./calendar.ts"

export const GRAINS = ["hour", "day", "week", "month", "quarter"] as const
export type Grain = (typeof GRAINS)[number]

/** `key` names the bucket: the instant of an hour, a day, a week's Monday, `2026-03`, `2026-Q1`. */
export interface Bucket extends Interval {
  readonly key: string
}

const firstDayOf: Record<Exclude<Grain, "hour">, (day: Day) => Day> = {
  day: (day) => day,
  week: (day) => addDays(day, 1 - weekdayOf(day)),
  month: (day) => `${day.slice(0, 8)}01`,
  quarter: (day) => dayInMonth(day, -((Number(day.slice(5, 7)) - 1) % 3), 1),
}

const nextFirstDay: Record<Exclude<Grain, "hour">, (first: Day) => Day> = {
  day: (first) => addDays(first, 1),
  week: (first) => addDays(first, 7),
  month: (first) => dayInMonth(first, 1, 1),
  quarter: (first) => dayInMonth(first, 3, 1),
}

const keyOf: Record<Exclude<Grain, "hour">, (first: Day) => string> = {
  day: (first) => first,
  week: (first) => first,
  month: (first) => first.slice(0, 7),
  quarter: (first) => `${first.slice(0, 4)}-Q${Math.ceil(Number(first.slice(5, 7)) / 3)}`,
}

/**
 * Contiguous buckets over the days `first` to `last`. The outer ones are cut at the range's own
 * edges, so that a series always adds up to its range. Days that the zone skipped give no bucket.
 */
export const bucketsOf = (
  grain: Grain,
  days: { first: Day; last: Day },
  zone: string,
): Bucket[] => {
  if (grain === "hour") return hoursOf(days, zone)
  const buckets: Bucket[] = []
  const end = addDays(days.last, 1)
  for (let first = firstDayOf[grain](days.first); first < end; first = nextFirstDay[grain](first)) {
    const next = nextFirstDay[grain](first)
    const from = startOfDay(first < days.first ? days.first : first, zone)
    const to = startOfDay(next > end ? end : next, zone)
    if (from < to) buckets.push({ key: keyOf[grain](first), from, to })
  }
  return buckets
}

const hoursOf = (days: { first: Day; last: Day }, zone: string): Bucket[] => {
  const buckets: Bucket[] = []
  for (let day = days.first; day <= days.last; day = addDays(day, 1)) {
    const end = startOfDay(addDays(day, 1), zone)
    for (let from = startOfDay(day, zone); from < end; from += HOUR_MS)
      buckets.push({ key: formatInstant(from), from, to: Math.min(from + HOUR_MS, end) })
  }
  return buckets
}
