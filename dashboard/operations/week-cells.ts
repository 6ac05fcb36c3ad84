/** The hours of the week as a grid: shades, sums of its rows, and what each cell says. */
import { formatDecimal, ratio } from "#warehouse/domain/decimal.ts"
import { levelOf, millionths, stepsOf } from "../calendar.ts"
import type { Day } from "../days.ts"
import { hourRange, shortDate, weekdayName } from "../format-date.ts"
import { credits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import { m } from "../messages.ts"
import type { WeekHours } from "../operations-client.ts"
import { weekBegins } from "../week-start.ts"

export type WeekHour = WeekHours["hours"][number]

export interface WeekCells {
  readonly levels: ReadonlyArray<number>
  readonly steps: ReadonlyArray<bigint>
  /** Of each row: Monday is 1. */
  readonly weekdays: ReadonlyArray<number>
  readonly totals: ReadonlyArray<string>
  /** The index of the highest. */
  readonly highest: number
}

export const HOURS = 24
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const

/** The hours of Monday to Sunday in the order of the rows, whichever day weeks begin with. */
export const inWeekOrder = (hours: ReadonlyArray<WeekHour>): ReadonlyArray<WeekHour> => {
  const at = weekBegins() * HOURS
  return [...hours.slice(at), ...hours.slice(0, at)]
}

export const weekCellsOf = (hours: ReadonlyArray<WeekHour>): WeekCells => {
  const steps = stepsOf(hours.map(({ spend }) => millionths(spend)))
  const sums = WEEKDAYS.map((weekday) =>
    hours
      .slice(weekday * HOURS, (weekday + 1) * HOURS)
      .reduce((sum, { spend }) => sum + millionths(spend), 0n),
  )
  const highest = hours.reduce(
    (best, { spend }, i) => (millionths(spend) > millionths(hours[best]?.spend ?? "0") ? i : best),
    0,
  )
  return {
    levels: hours.map(({ spend }) => levelOf(spend, steps)),
    steps,
    weekdays: WEEKDAYS.map((row) => hours[row * HOURS]?.weekday ?? row + 1),
    totals: sums.map(formatDecimal),
    highest,
  }
}

/** An hour and a weekday on, kept within the grid. */
const moves: Readonly<Record<string, (at: number) => number>> = {
  ArrowLeft: (at) => (at % HOURS === 0 ? at : at - 1),
  ArrowRight: (at) => (at % HOURS === HOURS - 1 ? at : at + 1),
  ArrowUp: (at) => (at < HOURS ? at : at - HOURS),
  ArrowDown: (at) => (at >= 6 * HOURS ? at : at + HOURS),
  Home: (at) => at - (at % HOURS),
  End: (at) => at - (at % HOURS) + HOURS - 1,
}
export const movedBy = (key: string, at: number): number | undefined => moves[key]?.(at)

const NEARLY_ALL = 0.999
const MOST = 0.5

/** `Thu 03:00–04:00 · 334.5 credits · mostly on 29 Oct`. */
export const sayWeekHour = (cell: WeekHour, today: Day): string => {
  const said = watchWords().week
  const name = `${weekdayName(cell.weekday)} ${hourRange(cell.hour)}`
  if (cell.highest === null) return `${name} · ${said.nothing}`
  const share = ratio(millionths(cell.highest.spend), millionths(cell.spend))
  const day = shortDate(cell.highest.day, today)
  const when = share >= NEARLY_ALL ? said.allOn : share > MOST ? said.mostly : said.most
  const used = m().common.credits(credits(cell.spend), cell.spend)
  return [name, used, m().common.entries(cell.count), when(day)].join(" · ")
}
