/** Ranges of days: what a preset means today, and the window before and after one. */
import {
  addDays,
  addMonths,
  countDays,
  type Day,
  type DayRange,
  isFirstOfMonth,
  isLastOfMonth,
} from "./days.ts"
import { dateRange, fullDate, weekdayDate } from "./format-date.ts"
import { count } from "./format-number.ts"
import { m } from "./messages.ts"
import { type Grain, type Preset, presets, type UrlState } from "./url-state.ts"

/** What the presets need to know. Days that are not known yet are `undefined`. */
export interface RangeContext {
  readonly today: Day
  readonly periodFirst: Day | undefined
  readonly firstEntry: Day | undefined
}

/** When, as the end of a sentence. `days` may still be unknown. */
export const rangePhrase = (
  range: UrlState["range"],
  days: DayRange | undefined,
  today: Day,
): string => {
  const said = m().range
  if (range === "all" && days !== undefined) return said.since(fullDate(days.first))
  if (typeof range === "string") return said.phrases[range]
  return range.first === range.last
    ? said.on(weekdayDate(range.first, today))
    : said.inDays(count(countDays(range)), dateRange(range, today))
}

const firstDays: Record<Preset, (context: RangeContext) => Day | undefined> = {
  period: ({ periodFirst }) => periodFirst,
  "7d": ({ today }) => addDays(today, -6),
  "30d": ({ today }) => addDays(today, -29),
  "90d": ({ today }) => addDays(today, -89),
  mtd: ({ today }) => `${today.slice(0, 8)}01`,
  ytd: ({ today }) => `${today.slice(0, 4)}-01-01`,
  "12m": ({ today }) => addDays(addMonths(today, -12), 1),
  all: ({ firstEntry }) => firstEntry,
}

/** The days of a range, both included; `undefined` until what it needs is known. */
export const resolveRange = (
  range: UrlState["range"],
  context: RangeContext,
): DayRange | undefined => {
  if (typeof range !== "string") return range
  const first = firstDays[range](context)
  return first === undefined ? undefined : { first, last: context.today }
}

export const rangeName = (range: UrlState["range"], resolved: DayRange | undefined): string => {
  if (typeof range === "string") return m().range.presets[range]
  return m().range.days(resolved === undefined ? 1 : countDays(resolved))
}

/** Calendar months move by months; everything else by its own length. */
const shifted = ({ first, last }: DayRange, direction: -1 | 1, today: Day): DayRange => {
  const sameMonth = first.slice(0, 7) === last.slice(0, 7)
  if (sameMonth && isFirstOfMonth(first) && (isLastOfMonth(last) || last === today)) {
    const month = addMonths(first, direction)
    return { first: month, last: addDays(addMonths(month, 1), -1) }
  }
  const days = countDays({ first, last }) * direction
  return { first: addDays(first, days), last: addDays(last, days) }
}

/**
 * The window before or after; never past today. Where it is what a preset means today it becomes that
 * preset again, so stepping back and forth ends where it began. `undefined`: there is none.
 */
export const stepRange = (
  range: UrlState["range"],
  direction: -1 | 1,
  context: RangeContext,
): UrlState["range"] | undefined => {
  const current = resolveRange(range, context)
  if (current === undefined || range === "all") return undefined
  if (direction === 1 && current.last >= context.today) return undefined
  if (direction === -1 && context.firstEntry !== undefined && current.first <= context.firstEntry)
    return undefined
  const next = shifted(current, direction, context.today)
  const kept = next.last > context.today ? { first: next.first, last: context.today } : next
  const same = presets.find((preset) => {
    const days = preset === "all" ? undefined : resolveRange(preset, context)
    return days?.first === kept.first && days.last === kept.last
  })
  return same ?? kept
}

const BUCKETS_MAX = 400
const averageDays: Record<Grain, number> = { day: 1, week: 7, month: 30.4 }

/** Days up to a quarter, weeks up to a year, then months. */
export const automaticGrain = (days: number): Grain =>
  days <= 92 ? "day" : days <= 370 ? "week" : "month"

/** Finer than this would be a chart of hairlines. */
export const allowedGrains = (days: number): ReadonlyArray<Grain> =>
  (["day", "week", "month"] as const).filter((grain) => days / averageDays[grain] <= BUCKETS_MAX)
