/** Where the cells of a year stand: weeks as columns, in one strip, or in two where there is little room. */

import { weekOf } from "./calendar.ts"
import type { Room } from "./create-width.ts"
import { addDays, type Day } from "./days.ts"
import { axisMonth } from "./format-date.ts"

const WEEKS = 54
const HEAD = 18
const CELL_MAX = 18
const GAP_SHARE = 1 / 6
const STRIP_GAP = 10
/** Cells closer than this are no target and no picture. */
const CELL_MIN = 12

/** Names of weekdays stand left of the cells, where a year is one strip. */
const NAMES = 32

export interface CalendarLayout {
  /** From one cell to the next, in pixels. */
  readonly pitch: number
  readonly cell: number
  readonly width: number
  readonly height: number
  readonly place: (week: number, weekday: number) => { readonly x: number; readonly y: number }
  /** The cell under a point, whether or not it holds a day. */
  readonly at: (x: number, y: number) => { readonly week: number; readonly weekday: number }
  readonly months: ReadonlyArray<{ readonly text: string; readonly x: number; readonly y: number }>
  /** Rows that are named, and the height of their middle. */
  readonly named: ReadonlyArray<{ readonly weekday: number; readonly y: number }>
}

/** What stands above the cells: a month's name, at the week that it begins in. */
export interface CalendarHead {
  readonly text: string
  readonly week: number
}

/** The months of a calendar year. */
export const monthsOfYear = (year: string): ReadonlyArray<CalendarHead> =>
  monthsOf(year).map((first) => ({
    text: axisMonth(first).split(" ")[0] ?? "",
    week: weekOf(first),
  }))

export const calendarLayout = (
  heads: ReadonlyArray<CalendarHead>,
  { width, textScale }: Pick<Room, "width" | "textScale">,
): CalendarLayout => {
  const [head, names] = [HEAD * textScale, NAMES * textScale]
  const isOne = (width - names) / WEEKS >= CELL_MIN
  const left = isOne ? names : 0
  const strips = isOne ? 1 : width / (WEEKS / 2) >= CELL_MIN ? 2 : 3
  const weeks = Math.ceil(WEEKS / strips)
  const pitch = Math.min(CELL_MAX, (width - left) / weeks)
  const stripHeight = head + 7 * pitch
  const place = (week: number, weekday: number) => ({
    x: left + (week % weeks) * pitch,
    y: Math.floor(week / weeks) * (stripHeight + STRIP_GAP) + head + weekday * pitch,
  })
  return {
    pitch,
    cell: pitch * (1 - GAP_SHARE),
    width: left + weeks * pitch,
    height: strips * stripHeight + (strips - 1) * STRIP_GAP,
    place,
    at: (x, y) => {
      const strip = Math.floor(y / (stripHeight + STRIP_GAP))
      const inStrip = y - strip * (stripHeight + STRIP_GAP) - head
      return {
        week: strip * weeks + Math.min(weeks - 1, Math.max(0, Math.floor((x - left) / pitch))),
        weekday: Math.min(6, Math.max(0, Math.floor(inStrip / pitch))),
      }
    },
    months: heads.map(({ text, week }) => {
      const { x, y } = place(week, 0)
      return { text, x, y: y - 6 }
    }),
    named: isOne
      ? [0, 2, 4, 6].map((weekday) => ({ weekday, y: head + (weekday + 0.42) * pitch }))
      : [],
  }
}

const monthsOf = (year: string): ReadonlyArray<Day> =>
  Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}-01`)

/** All days of a year. */
export const daysOfYear = (year: string): ReadonlyArray<Day> => {
  const days: Day[] = []
  for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1)) days.push(day)
  return days
}

/** Rounded squares, or rectangles, as one path: a year is then a handful of elements, not hundreds. */
export const squares = (
  places: ReadonlyArray<{ readonly x: number; readonly y: number }>,
  size: number | { readonly width: number; readonly height: number },
): string => {
  const { width, height } = typeof size === "number" ? { width: size, height: size } : size
  const r = Math.min(2, width / 4)
  const [across, down] = [width - 2 * r, height - 2 * r]
  const corner = (dx: number, dy: number) => `a${r},${r} 0 0 1 ${dx},${dy}`
  return places
    .map(
      ({ x, y }) =>
        `M${x + r},${y}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}z`,
    )
    .join("")
}
