import { Context, type Effect, Schema } from "effect"
import type { WarehouseError, WriterStopping } from "#warehouse/errors.ts"
import type { EventResult } from "./event-contract.ts"

/**
 * One event as it arrived: the bytes of a document or a line, or a value that never was bytes. A
 * CloudEvent comes as the bytes of its JSON format, or as a message in binary mode, of which the
 * headers `content-type` and `ce-…` are given, in lower case.
 */
export type RawEvent =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "cloudEvent"; readonly bytes: Uint8Array }
  | {
      readonly kind: "cloudEventMessage"
      readonly binding: "http"
      readonly headers: ReadonlyArray<readonly [name: string, value: string]>
      readonly body: Uint8Array
    }

/** The log in front of the warehouse takes nothing. Sending the same again is safe. */
export class LogUnavailable extends Schema.TaggedError<LogUnavailable>()("LogUnavailable", {
  cause: Schema.Defect(),
}) {
  override get message() {
    return "the log did not take the events"
  }
}

export class EventIntake extends Context.Service<
  EventIntake,
  {
    /**
     * The fate of each event, in their order. A bad event never sinks its neighbours. What goes into a
     * log is waited for as long as said; what has no final fate by then is `queued`. `only`: the accounts
     * that the sender may send for, null, or left out, is all; an event of another one is rejected.
     */
    readonly submit: (
      items: ReadonlyArray<RawEvent>,
      waitSeconds?: number,
      only?: ReadonlyArray<string> | null,
    ) => Effect.Effect<ReadonlyArray<EventResult>, WarehouseError | WriterStopping | LogUnavailable>
  }
>()("api/EventIntake") {}
