/** The lifetime strip: where its weeks, and the two days of the range, stand. */
import type { Usage } from "#api/contract.ts"
import { addDays, countDays, type Day, type DayRange } from "./days.ts"
import { pixelValue } from "./skyline-bars.ts"

export interface Strip {
  readonly days: DayRange
  readonly count: number
  /** Use of each seven days from the first, as shares of the highest: for pixels only. */
  readonly weeks: ReadonlyArray<number>
}

export const stripOf = (usage: Usage): Strip => {
  const heights: number[] = []
  usage.series.forEach(({ spend }, i) => {
    const week = Math.floor(i / 7)
    heights[week] = (heights[week] ?? 0) + pixelValue(spend)
  })
  const top = Math.max(...heights, Number.EPSILON)
  return {
    days: { first: usage.first_day, last: usage.last_day },
    count: usage.series.length,
    weeks: heights.map((height) => height / top),
  }
}

/** A range within the strip, and never the wrong way round. */
export const within = (strip: Strip, range: DayRange): DayRange => ({
  first: clamp(strip, range.first),
  last: clamp(strip, range.last),
})

const clamp = ({ days }: Strip, day: Day): Day =>
  day < days.first ? days.first : day > days.last ? days.last : day

export type Handle = "first" | "last"

/** Moves one end; the other stays, and stops it. */
export const moveHandle = (strip: Strip, range: DayRange, handle: Handle, to: Day): DayRange => {
  const day = clamp(strip, to)
  return handle === "first"
    ? { first: day > range.last ? range.last : day, last: range.last }
    : { first: range.first, last: day < range.first ? range.first : day }
}

/** Both ends by as much, as far as the strip goes. */
export const moveWindow = (strip: Strip, range: DayRange, by: number): DayRange => {
  const length = countDays(range) - 1
  if (by < 0) {
    const first = clamp(strip, addDays(range.first, by))
    return { first, last: addDays(first, length) }
  }
  const last = clamp(strip, addDays(range.last, by))
  return { first: addDays(last, -length), last }
}

/** From 0 at the first day's begin to 1 at the last one's end. */
export const shareAt = (strip: Strip, day: Day, edge: Handle): number => {
  const before = countDays({ first: strip.days.first, last: day }) - (edge === "first" ? 1 : 0)
  return before / strip.count
}

export const dayAt = (strip: Strip, share: number): Day => {
  const index = Math.floor(share * strip.count)
  return addDays(strip.days.first, Math.min(strip.count - 1, Math.max(0, index)))
}

const jumps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: -28,
  PageDown: 28,
}

/** Where a key leads an end to; `undefined` for other keys. */
export const keyTarget = (strip: Strip, from: Day, key: string): Day | undefined => {
  if (key === "Home") return strip.days.first
  if (key === "End") return strip.days.last
  const by = jumps[key]
  return by === undefined ? undefined : clamp(strip, addDays(from, by))
}
