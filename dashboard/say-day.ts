/** A day of the calendar in words. */
import type { CalendarDay } from "./calendar.ts"
import type { Day } from "./days.ts"
import { weekdayDate } from "./format-date.ts"
import { credits } from "./format-number.ts"
import { m } from "./messages.ts"

export const sayDay = (day: CalendarDay, today: Day): string => {
  const { history, common } = m()
  const parts = [
    weekdayDate(day.day, today),
    common.credits(credits(day.spend), day.spend),
    common.entries(day.count),
  ]
  if (day.flagged) parts.push(history.calendar.flagged)
  if (day.open) parts.push(history.calendar.open)
  return parts.join(" · ")
}
