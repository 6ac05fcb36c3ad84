import type { LogPosition, UsageEvent } from "./domain/usage-event.ts"

export interface IncomingEvent {
  readonly event: UsageEvent
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** Null for an event that came over HTTP or from a file. */
  readonly position: LogPosition | null
  /** The event as it arrived, kept when it conflicts. */
  readonly raw: Uint8Array
}
