/** A day of the calendar in words. */
import type { CalendarDay } from "./calendar.ts"
import type { Day } from "./days.ts"
import { weekdayDate } from "./format-date.ts"
import { credits } from "./format-number.ts"
import { historyWords } from "./messages/history.ts"
import { m } from "./messages.ts"

export const sayDay = (day: CalendarDay, today: Day): string => {
  const { calendar } = historyWords()
  const { common } = m()
  const parts = [
    weekdayDate(day.day, today),
    common.credits(credits(day.spend), day.spend),
    common.entries(day.count),
  ]
  if (day.flagged) parts.push(calendar.flagged)
  if (day.open) parts.push(calendar.open)
  return parts.join(" · ")
}
