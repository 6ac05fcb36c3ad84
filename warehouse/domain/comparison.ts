/**
 * The days that a range is compared with, and which of its buckets stands behind which. Pure.
 *
 * By weekday: the days lie whole weeks back, `prev` as few as do not overlap, `year` 52, so that Monday
 * meets Monday. By date: `prev` is the period, month or year before from its first day on, of whole
 * months the whole months before, of any other stretch as many days right before it; `year` are the
 * same dates a year earlier.
 *
 * While the last day of the range is today, the day that it meets ends at the same time of day, so that
 * both stretches are as long.
 */
import { type Bucket, bucketsOf, type Grain } from "./buckets.ts"
import {
  addDays,
  asFarInto,
  countDays,
  type Day,
  dayInMonth,
  dayOf,
  type Interval,
  intervalOfDays,
} from "./calendar.ts"
import type { DayRange, Range } from "./range.ts"

export const COMPARISONS = ["prev", "year"] as const
export type Compare = (typeof COMPARISONS)[number]
export const MATCHES = ["weekday", "date"] as const
export type Match = (typeof MATCHES)[number]

export interface ComparedDays extends DayRange {
  /** How days meet: the n-th the n-th, or each date the same date. */
  readonly pairing: "order" | "date"
}

/** With the instants that they begin and end at. */
export interface ComparedStretch extends ComparedDays, Interval {
  /** Whether the last day ends early, because the one that it meets is today. */
  readonly isCut: boolean
}

interface Asked {
  readonly compare: Compare
  readonly match: Match
  readonly days: DayRange
  /** The word that the days came from; null for days. */
  readonly range: Range | null
  readonly periodAnchorDay: number
}

const WEEK = 7
const WEEKS_OF_A_YEAR = 52

export const comparedDays = (asked: Asked): ComparedDays => {
  const { compare, match, days, range } = asked
  const count = countDays(days.first, days.last)
  if (match === "weekday") {
    const weeks = compare === "year" ? WEEKS_OF_A_YEAR : Math.ceil(count / WEEK)
    return { ...daysBack(days, weeks * WEEK), pairing: "order" }
  }
  if (compare === "year" || range === "ytd" || range === "12m")
    return { first: yearBack(days.first), last: yearBack(days.last), pairing: "date" }
  const months = range === null ? wholeMonths(days) : 0
  if (months > 0)
    return {
      first: dayInMonth(days.first, -months, 1),
      last: addDays(days.first, -1),
      pairing: "order",
    }
  if (range === "period" || range === "mtd") {
    const first = dayInMonth(days.first, -1, range === "mtd" ? 1 : asked.periodAnchorDay)
    const [sameDay, end] = [addDays(first, count - 1), addDays(days.first, -1)]
    return { first, last: sameDay < end ? sameDay : end, pairing: "order" }
  }
  return { ...daysBack(days, count), pairing: "order" }
}

export const comparedStretch = (
  asked: Asked & { readonly timeZone: string; readonly now: number },
): ComparedStretch => {
  const { days, timeZone, now } = asked
  const compared = comparedDays(asked)
  const { first, last } = compared
  const whole = intervalOfDays(first, last, timeZone)
  const isCut =
    days.last === dayOf(now, timeZone) && counterpart(days.last, days, compared) === last
  return { ...compared, ...whole, ...(isCut && { to: asFarInto(last, now, timeZone) }), isCut }
}

const daysBack = ({ first, last }: DayRange, count: number): DayRange => ({
  first: addDays(first, -count),
  last: addDays(last, -count),
})

const dayNumber = (day: Day) => Number(day.slice(8))
const yearBack = (day: Day) => dayInMonth(day, -12, dayNumber(day))

/** How many whole calendar months the days are; zero when they are none. */
const wholeMonths = ({ first, last }: DayRange): number => {
  const next = addDays(last, 1)
  if (dayNumber(first) !== 1 || dayNumber(next) !== 1) return 0
  const monthOf = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return monthOf(next) - monthOf(first)
}

/** The day that a day is compared with; null when it has none, such as 29 February a year before. */
const counterpart = (day: Day, days: DayRange, compared: ComparedDays): Day | null => {
  if (compared.pairing === "order") {
    const other = addDays(compared.first, countDays(days.first, day) - 1)
    return other <= compared.last ? other : null
  }
  const other = yearBack(day)
  return dayNumber(other) === dayNumber(day) ? other : null
}

/** A bucket of the compared days, and the key of the bucket that it stands behind, if it does. */
export interface ComparedBucket extends Bucket {
  readonly against: string | null
}

/**
 * Days and hours meet by day, coarser buckets in their order: a month has as many weeks as it has. What
 * begins behind the cut of the last day is left out.
 */
export const comparedBuckets = (
  grain: Grain,
  asked: { readonly days: DayRange; readonly compared: ComparedStretch; readonly timeZone: string },
): ReadonlyArray<ComparedBucket> => {
  const { days, compared, timeZone } = asked
  const places = placesOf(grain, timeZone, (day) => counterpart(day, days, compared))
  const ownPlaces = placesOf(grain, timeZone, (day) => day)
  const current = bucketsOf(grain, days, timeZone)
  const behind = new Map(places(current).map((place, i) => [place, current[i]?.key ?? null]))
  const buckets = bucketsOf(grain, compared, timeZone)
  const own = ownPlaces(buckets)
  return buckets.flatMap((bucket, i) => {
    if (bucket.from >= compared.to) return []
    const to = Math.min(bucket.to, compared.to)
    return { ...bucket, to, against: behind.get(own[i] ?? null) ?? null }
  })
}

/** Names the place of each bucket, alike for two that meet; null for one that meets none. */
const placesOf =
  (grain: Grain, zone: string, other: (day: Day) => Day | null) =>
  (buckets: ReadonlyArray<Bucket>): ReadonlyArray<string | null> => {
    if (grain === "day") return buckets.map(({ key }) => other(key))
    if (grain !== "hour") return buckets.map((_, i) => String(i))
    let [today, hour] = ["", 0]
    return buckets.map(({ from }) => {
      const day = dayOf(from, zone)
      hour = day === today ? hour + 1 : 0
      today = day
      const meets = other(day)
      return meets === null ? null : `${meets} ${hour}`
    })
  }
