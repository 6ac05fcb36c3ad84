/** Studio North as a sample account: which of its events a start has to send. */
import { Effect } from "effect"
import { dayOf, isDay, startOfDay } from "#warehouse/domain/calendar.ts"
import { type Sample, sendEvents } from "./sample.ts"
import { firstDayOf, HISTORY_MONTHS, SEED } from "./studio-calendar.ts"
import { STUDIO_NORTH, studioEvents } from "./studio-north.ts"

const MADE = `Generated, not real: a video studio made by a generator (seed ${SEED}), from`
const begunFrom = (start: string) => `${MADE} ${start}. Not all of it is loaded yet.`
const doneFrom = (start: string, last: string) => `${MADE} ${start} to ${last}.`

/**
 * The account itself says from which day on it was made and up to which day it is complete. The former
 * decides everything that is generated; the latter, where to go on: its events are sent once more, since
 * that day was not over when they were made.
 */
export const STUDIO_NORTH_SAMPLE: Sample = {
  account: STUDIO_NORTH,
  next: (about, now) => {
    const today = dayOf(now, STUDIO_NORTH.timeZone)
    const state = about === undefined ? { start: firstDayOf(today), last: null } : readState(about)
    if (state === null) return { kind: "foreign" }
    const { start, last } = state
    if (last !== null && last > today) return { kind: "nothing" }
    return {
      kind: "load",
      what: last === null ? `${HISTORY_MONTHS} months of a generated studio` : null,
      begun: begunFrom(start),
      done: doneFrom(start, today),
      send: Effect.suspend(() => {
        const from = startOfDay(last ?? start, STUDIO_NORTH.timeZone)
        const events = studioEvents(start, now)
          .filter(({ occurred_at }) => Date.parse(occurred_at) >= from)
          .map((value) => ({ kind: "value", value }) as const)
        return sendEvents(STUDIO_NORTH.account, events)
      }),
    }
  },
}

const readState = (about: string | null) => {
  const [, start = "", last] =
    /(\d{4}-\d{2}-\d{2})(?: to (\d{4}-\d{2}-\d{2}))?\./.exec(about ?? "") ?? []
  if (!isDay(start)) return null
  if (about === begunFrom(start)) return { start, last: null }
  return last !== undefined && isDay(last) && about === doneFrom(start, last)
    ? { start, last }
    : null
}
