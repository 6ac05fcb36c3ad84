/** The words for a stretch of days: `30d`, `mtd`, `period` …, or two days. */
import { addDays, billingPeriod, type Day, dayInMonth, dayOf } from "./calendar.ts"

export const RANGES = ["period", "7d", "30d", "90d", "mtd", "ytd", "12m", "all"] as const
export type Range = (typeof RANGES)[number]

export interface RangeContext {
  readonly now: number
  readonly timeZone: string
  readonly periodAnchorDay: number
  /** Instants of the account's first and last entry, null for an empty ledger. */
  readonly firstAt: number | null
  readonly lastAt: number | null
}

/** Both days are in the range; it ends today, and for `all` not before the last entry. */
export interface DayRange {
  readonly first: Day
  readonly last: Day
}

const lastDays = (today: Day, count: number): DayRange => ({
  first: addDays(today, 1 - count),
  last: today,
})

const resolvers: Record<Range, (today: Day, context: RangeContext) => DayRange> = {
  period: (today, { now, periodAnchorDay, timeZone }) => ({
    first: billingPeriod(now, periodAnchorDay, timeZone).firstDay,
    last: today,
  }),
  "7d": (today) => lastDays(today, 7),
  "30d": (today) => lastDays(today, 30),
  "90d": (today) => lastDays(today, 90),
  mtd: (today) => ({ first: dayInMonth(today, 0, 1), last: today }),
  ytd: (today) => ({ first: `${today.slice(0, 4)}-01-01`, last: today }),
  "12m": (today) => ({
    first: addDays(dayInMonth(today, -12, Number(today.slice(8))), 1),
    last: today,
  }),
  all: (today, { firstAt, lastAt, timeZone }) => ({
    first: firstAt === null ? today : dayOf(firstAt, timeZone),
    last: lastAt === null || dayOf(lastAt, timeZone) < today ? today : dayOf(lastAt, timeZone),
  }),
}

export const resolveRange = (range: Range, context: RangeContext): DayRange =>
  resolvers[range](dayOf(context.now, context.timeZone), context)
