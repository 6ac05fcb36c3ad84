/** A day as somebody types it: `2026-11-09`, `9 Nov`, `November 9, 2025`, `9.11.`, `9/11/25`. */
import { type Day, epochDay, isDay } from "./days.ts"
import { locale } from "./locale.ts"

/** The newest such day that has begun, where no year was typed; `undefined` where it is no day up to today. */
export const readDate = (text: string, today: Day): Day | undefined => {
  const typed = text.trim().toLowerCase()
  if (isDay(typed)) return upTo(typed, today)
  const [, day, month, year] =
    /^(\d{1,2})[./]\s?(\d{1,2})(?:[./]\s?(\d{4}|\d{2})?)?$/.exec(typed) ?? []
  if (day !== undefined && month !== undefined) return dayOf({ day, month, year }, today)
  const worded = /^(?:(\d{1,2})\.?\s+)?(\p{L}{3,})\.?(?:\s+(\d{1,2})\.?)?(?:,?\s+(\d{4}))?$/u
  const [, before, word, after, itsYear] = worded.exec(typed) ?? []
  const named = word === undefined ? -1 : months().findIndex((name) => name.startsWith(word))
  const number = before ?? after
  if (named < 0 || number === undefined || (before !== undefined && after !== undefined))
    return undefined
  return dayOf({ day: number, month: String(named + 1), year: itsYear }, today)
}

const months = () => {
  const format = new Intl.DateTimeFormat(locale(), { month: "long", timeZone: "UTC" })
  return Array.from({ length: 12 }, (_, i) =>
    format.format(epochDay(`2000-${String(i + 1).padStart(2, "0")}-01`)).toLowerCase(),
  )
}

interface Typed {
  readonly day: string
  readonly month: string
  readonly year: string | undefined
}

const dayOf = ({ day, month, year }: Typed, today: Day): Day | undefined => {
  const inYear = (full: string) => {
    const whole = `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`
    return isDay(whole) ? upTo(whole, today) : undefined
  }
  if (year !== undefined) return inYear(year.length === 2 ? `20${year}` : year)
  const thisYear = today.slice(0, 4)
  return inYear(thisYear) ?? inYear(String(Number(thisYear) - 1))
}

const upTo = (day: Day, today: Day) => (day <= today ? day : undefined)
