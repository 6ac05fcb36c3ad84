/** For tests: events as rows and back, with no operation catalog. */
import { Layer } from "effect"
import type { LogPosition, UsageEvent } from "../domain/usage-event.ts"
import { EventEncoder, encoderOf } from "../event-encoder.ts"
import type { EventRows, RowOrigin } from "../event-rows.ts"

const encoder = encoderOf(new Map())

export const encoderForTests = Layer.succeed(EventEncoder, encoder)

/** Their raw bytes are their ids; their offsets count from zero. */
export const rowsOf = (
  events: ReadonlyArray<UsageEvent>,
  origin: RowOrigin = { receivedAt: 0, log: null },
): EventRows => {
  const rows = encoder.rows(origin)
  events.forEach((event, i) => {
    rows.add(event, Buffer.from(event.id), i)
  })
  return rows
}

export interface ArrivedEvent {
  readonly event: UsageEvent
  readonly receivedAt: number
  readonly position: LogPosition | null
}

export const eventsOf = (rows: EventRows): ReadonlyArray<ArrivedEvent> =>
  Array.from({ length: rows.count }, (_, row) => {
    const { receivedAt, log } = rows.origin
    const position = log === null ? null : { ...log, offset: rows.offsetOf(row) }
    return { event: rows.eventOf(row), receivedAt, position }
  })
