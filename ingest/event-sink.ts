/** Where admitted events go: straight to the warehouse's writer, or to the log first. */
import { Context, Effect, Layer, Schema } from "effect"
import type { Fate } from "#warehouse/domain/usage-event.ts"
import type { WarehouseError, WriterStopping } from "#warehouse/errors.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import { TransactionWriter } from "#warehouse/transaction-writer.ts"

/** The log took none of the events, or not all of them. Sending them again is safe. */
export class SinkUnavailable extends Schema.TaggedError<SinkUnavailable>()("SinkUnavailable", {
  cause: Schema.Defect(),
}) {
  override get message() {
    return "the log did not take the events"
  }
}

/** `queued`: the event is in the log and gets its final fate there. */
export type SinkFate = Fate | { readonly fate: "queued" }

export type SinkError = WarehouseError | WriterStopping | SinkUnavailable

export class EventSink extends Context.Service<
  EventSink,
  {
    /**
     * One fate for each row, in their order, once all of them are safe. Where that is not final yet, it
     * is waited for `waitSeconds`; no time unless given.
     */
    readonly send: (
      rows: EventRows,
      waitSeconds?: number,
    ) => Effect.Effect<ReadonlyArray<SinkFate>, SinkError>
  }
>()("ingest/EventSink") {
  /** Without a log: the writer stores them and their fates are final. */
  static readonly layerDirect = Layer.effect(
    EventSink,
    Effect.map(TransactionWriter, (writer) => EventSink.of({ send: writer.write })),
  )
}
