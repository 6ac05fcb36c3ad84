/** `from` and `to` of questions that take days or instants: `2026-03-05`, or `2026-03-05T10:00:00Z`. */
import { type Interval, isDay } from "#warehouse/domain/calendar.ts"
import { readInstant } from "#warehouse/domain/usage-event-rules.ts"

/** Epoch milliseconds; undefined for what is no instant that events can have. */
const instantOf = (text: string): number | undefined => {
  const instant = readInstant(text)
  return typeof instant === "number" && instant <= LAST_INSTANT ? instant : undefined
}
/** Edges travel to the engine as 32-bit seconds, which end in 2106. */
const LAST_INSTANT = Date.UTC(2100, 0, 1)

export const isInstant = (text: string): boolean => instantOf(text) !== undefined

/** From the first instant up to the second, which is not in it; null where they are no instants. */
export const intervalOfInstants = (
  from: string | undefined,
  to: string | undefined,
): Interval | null => {
  if (from === undefined || to === undefined || isDay(from)) return null
  const [first, end] = [instantOf(from), instantOf(to)]
  return first === undefined || end === undefined ? null : { from: first, to: end }
}
