/** With which day a week begins in calendars: the browser's custom unless another was chosen. */
import { createSignal } from "solid-js"
import { recall, remember } from "./storage.ts"

/** By their place in a week from Monday. */
export const weekStarts = { monday: 0, sunday: 6 } as const
export type WeekStart = keyof typeof weekStarts

const isWeekStart = (text: string | undefined): text is WeekStart =>
  text !== undefined && Object.hasOwn(weekStarts, text)

const stored = recall("week")
const [weekStart, setWeekStart] = createSignal<WeekStart | undefined>(
  isWeekStart(stored) ? stored : undefined,
)

/** `undefined`: as is the custom. */
export { weekStart }

export const chooseWeekStart = (chosen: string): void => {
  const start = isWeekStart(chosen) ? chosen : undefined
  setWeekStart(start)
  remember("week", start)
}

interface WithWeeks {
  readonly getWeekInfo?: () => { readonly firstDay: number }
}

/** Of a language with its region, as browsers name it; Monday where the browser does not know. */
export const customaryStart = (tag: string): number => {
  const known = (new Intl.Locale(tag) as WithWeeks).getWeekInfo?.().firstDay ?? 1
  return known - 1
}

/** The weekday a week begins with; Monday is 0. */
export const weekBegins = (): number => {
  const chosen = weekStart()
  return chosen === undefined ? customaryStart(navigator.language) : weekStarts[chosen]
}
