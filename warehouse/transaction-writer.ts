import { Context, type Effect } from "effect"
import type { Fate, LogPosition, UsageEvent } from "./domain/usage-event.ts"
import type { WarehouseError, WriterStopping } from "./errors.ts"

export interface IncomingEvent {
  readonly event: UsageEvent
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** Null for an event that came over HTTP or from a file. */
  readonly position: LogPosition | null
  /** The event as it arrived, kept when it conflicts. */
  readonly raw: Uint8Array
}

export class TransactionWriter extends Context.Service<
  TransactionWriter,
  {
    /**
     * The fate of each event, in their order, once what was accepted is stored for good. Concurrent
     * calls share batches. Waits while the writer is behind (bounded queue).
     */
    readonly write: (
      events: ReadonlyArray<IncomingEvent>,
    ) => Effect.Effect<ReadonlyArray<Fate>, WarehouseError | WriterStopping>
  }
>()("warehouse/TransactionWriter") {}
