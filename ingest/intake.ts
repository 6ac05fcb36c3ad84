/** The one way in: every event, from HTTP or from a file, is decoded and gets its fate here. */
import { Context, type Effect } from "effect"
import type { FieldDifference, FieldError } from "#warehouse/domain/usage-event.ts"
import type { SinkError } from "./event-sink.ts"

/**
 * One event as it arrived: a value out of a parsed document, the text of a line, or its bytes, which
 * need not be UTF-8 (then they are rejected like any other bad event, and kept as they came).
 */
export type RawEvent =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }

/** The wire shape of one event's answer. `account` and `id` as far as they could be read. */
export interface EventResult {
  readonly index: number
  readonly account?: string
  readonly id?: string
  readonly fate: "accepted" | "duplicate" | "conflict" | "rejected" | "queued"
  readonly differs?: ReadonlyArray<FieldDifference>
  readonly errors?: ReadonlyArray<FieldError>
}

export class Intake extends Context.Service<
  Intake,
  {
    /**
     * One result for each event, in their order. What is rejected is kept for review before this
     * answers; what is admitted has gone to the `EventSink`. A bad event never sinks its neighbours.
     */
    readonly submit: (
      items: ReadonlyArray<RawEvent>,
    ) => Effect.Effect<ReadonlyArray<EventResult>, SinkError>
  }
>()("ingest/Intake") {}
