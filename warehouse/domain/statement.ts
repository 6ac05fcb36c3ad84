/** Statements: what each month, or billing period, began with, gained, spent and ended with. Pure. */
import {
  addDays,
  billingPeriod,
  type Day,
  dayInMonth,
  type Interval,
  intervalOfDays,
} from "./calendar.ts"
import type { DayRange } from "./range.ts"
import { netOf, type Totals } from "./transaction.ts"

export const STATEMENT_SPANS = ["month", "period"] as const
export type StatementSpan = (typeof STATEMENT_SPANS)[number]

/** A whole month or billing period. */
export interface StatementDays extends Interval {
  readonly firstDay: Day
  readonly lastDay: Day
}

export interface StatementRow extends StatementDays {
  readonly opening: bigint
  readonly totals: Totals
  readonly closing: bigint
  readonly complete: boolean
}

/** Every span that holds a day of the range, whole. A calendar month is a period that begins on day 1. */
export const statementSpans = (
  span: StatementSpan,
  { first, last }: DayRange,
  { timeZone, periodAnchorDay }: { readonly timeZone: string; readonly periodAnchorDay: number },
): ReadonlyArray<StatementDays> => {
  const anchor = span === "month" ? 1 : periodAnchorDay
  const spans: StatementDays[] = []
  // A range may begin on a day that the zone skipped: its instant is in the day after.
  let { firstDay } = billingPeriod(intervalOfDays(first, first, timeZone).from, anchor, timeZone)
  while (firstDay <= last) {
    const next = dayInMonth(firstDay, 1, anchor)
    const lastDay = addDays(next, -1)
    spans.push({ firstDay, lastDay, ...intervalOfDays(firstDay, lastDay, timeZone) })
    firstDay = next
  }
  return spans
}

/** Each row opens with what the one before closed with. */
export const statementRows = (
  openingBalance: bigint,
  spans: ReadonlyArray<StatementDays & { readonly totals: Totals }>,
  now: number,
): ReadonlyArray<StatementRow> => {
  let closing = openingBalance
  return spans.map((span) => {
    const opening = closing
    closing = opening + netOf(span.totals)
    return { ...span, opening, closing, complete: span.to <= now }
  })
}
