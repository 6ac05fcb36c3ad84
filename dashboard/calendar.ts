/** Every day since the first entry as a calendar of years: what its cells show and say. */
import type { Usage } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { addDays, type Day, epochDay } from "./days.ts"
import { weekBegins } from "./week-start.ts"

export interface CalendarDay {
  readonly day: Day
  readonly spend: string
  readonly count: number
  readonly flagged: boolean
  /** Not over yet. */
  readonly open: boolean
  /** The first of the year is 0, whole or not. */
  readonly week: number
  /** Its place in the week, from 0: on which day weeks begin is a setting. */
  readonly weekday: number
  /** 1 to 5, by the legend's steps. */
  readonly level: number
}

export interface CalendarYear {
  readonly year: string
  /** Of days that hold data, in order. */
  readonly days: ReadonlyArray<CalendarDay>
  readonly spent: string
  readonly highest: CalendarDay | undefined
  readonly flagged: number
}

export interface Calendar {
  /** Newest first. */
  readonly years: ReadonlyArray<CalendarYear>
  /** A level's upper bound in credits, of all but the last, which has none. */
  readonly steps: ReadonlyArray<bigint>
  readonly highest: CalendarDay | undefined
  readonly days: number
}

const DAY_MS = 86_400_000
/** A day's place in its week, from 0. 1 January 1970 was a Thursday. */
export const weekdayOf = (day: Day): number =>
  (((epochDay(day) / DAY_MS + 3 - weekBegins()) % 7) + 7) % 7

/** The week of the year a day stands in, counted from the one that holds 1 January. */
export const weekOf = (day: Day): number => {
  const first = `${day.slice(0, 4)}-01-01`
  return Math.floor(((epochDay(day) - epochDay(first)) / DAY_MS + weekdayOf(first)) / 7)
}

/** 1 to 5: by how many of the steps a figure exceeds. */
export const levelOf = (spend: string, steps: ReadonlyArray<bigint>): number =>
  steps.filter((step) => millionths(spend) > step).length + 1

export const calendarOf = (usage: Usage): Calendar => {
  const steps = stepsOf(usage.series.map(({ spend }) => millionths(spend)))
  const days = usage.series.map(({ bucket, spend, count, flagged, complete }): CalendarDay => {
    return {
      day: bucket,
      spend,
      count,
      flagged,
      open: !complete,
      week: weekOf(bucket),
      weekday: weekdayOf(bucket),
      level: levelOf(spend, steps),
    }
  })
  const byYear = Map.groupBy(days, ({ day }) => day.slice(0, 4))
  const years = [...byYear].map(([year, of]): CalendarYear => {
    return {
      year,
      days: of,
      spent: formatDecimal(of.reduce((sum, { spend }) => sum + millionths(spend), 0n)),
      highest: highestOf(of),
      flagged: of.filter(({ flagged }) => flagged).length,
    }
  })
  return { years: years.reverse(), steps, highest: highestOf(days), days: days.length }
}

export const millionths = (decimal: string): bigint => parseDecimal(decimal) ?? 0n

const highestOf = (days: ReadonlyArray<CalendarDay>): CalendarDay | undefined =>
  days.reduce<CalendarDay | undefined>(
    (most, day) => (millionths(day.spend) > millionths(most?.spend ?? "0") ? day : most),
    undefined,
  )

const LEVELS = 5
const HIGH_SHARE = 0.9
const ROUND = [10n, 15n, 20n, 25n, 30n, 40n, 50n, 60n, 80n, 100n]

/** Four equal steps, round numbers, so that about a tenth of the days lies above them. */
export const stepsOf = (spends: ReadonlyArray<bigint>): ReadonlyArray<bigint> => {
  const used = spends.filter((spend) => spend > 0n).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const high = used[Math.floor((used.length - 1) * HIGH_SHARE)]
  if (high === undefined) return []
  const step = roundUp(high / BigInt(LEVELS - 1))
  return Array.from({ length: LEVELS - 1 }, (_, i) => step * BigInt(i + 1))
}

const roundUp = (value: bigint): bigint => {
  let unit = 1n
  while (unit * 100n < value) unit *= 10n
  return (ROUND.find((round) => round * unit >= value) ?? 100n) * unit
}

/** The day some days on, kept within what the calendar holds. */
export const stepDay = (calendar: Calendar, from: Day, by: number): Day => {
  const last = calendar.years[0]?.days.at(-1)?.day ?? from
  const first = calendar.years.at(-1)?.days[0]?.day ?? from
  const to = addDays(from, by)
  return to < first ? first : to > last ? last : to
}

export const dayIn = (calendar: Calendar, day: Day): CalendarDay | undefined => {
  const year = calendar.years.find((known) => known.year === day.slice(0, 4))
  return year?.days.find((known) => known.day === day)
}
