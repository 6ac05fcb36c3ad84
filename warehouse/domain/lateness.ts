import { DAY_MS, HOUR_MS } from "./calendar.ts"

/** In every time zone, the day of an event that is older than this is over, and its figures have been seen. */
const LATE_AFTER_MS = DAY_MS
const MINUTE_MS = 60_000
const SECOND_MS = 1_000

/**
 * How long after it occurred an event was received, as an ISO 8601 duration in days (of 24 hours),
 * hours, minutes and whole seconds: `P3DT4H5M6S`. Undefined when that is 24 hours or less. Both are
 * epoch milliseconds.
 */
export const lateBy = (occurredAt: number, receivedAt: number): string | undefined => {
  const late = receivedAt - occurredAt
  if (late <= LATE_AFTER_MS) return undefined
  const time = [
    part(late % DAY_MS, HOUR_MS, "H"),
    part(late % HOUR_MS, MINUTE_MS, "M"),
    part(late % MINUTE_MS, SECOND_MS, "S"),
  ].join("")
  return `P${Math.floor(late / DAY_MS)}D${time === "" ? "" : `T${time}`}`
}

const part = (rest: number, unit: number, letter: string): string => {
  const count = Math.floor(rest / unit)
  return count === 0 ? "" : `${count}${letter}`
}
