/** The one way in: every event, from HTTP or from a file, is decoded and gets its fate here. */
import { Clock, Context, Effect, Layer, Result } from "effect"
import type { FieldDifference, FieldError } from "#warehouse/domain/usage-event.ts"
import { type Rejection, RejectionStore } from "#warehouse/rejection-store.ts"
import type { IncomingEvent } from "#warehouse/transaction-writer.ts"
import { EventSink, type SinkError, type SinkFate } from "./event-sink.ts"
import { keepBytes } from "./raw-bytes.ts"
import { bytesOf, decodeRaw, type RawEvent } from "./raw-event.ts"
import type { Decoded, Undecodable } from "./undecodable.ts"

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
>()("ingest/Intake") {
  static readonly layer = Layer.effect(
    Intake,
    Effect.gen(function* () {
      const sink = yield* EventSink
      const rejections = yield* RejectionStore
      return Intake.of({
        submit: Effect.fn("Intake.submit")(function* (items) {
          const receivedAt = yield* Clock.currentTimeMillis
          const decoded = yield* decodeAll(items, receivedAt)
          const admitted: Array<IncomingEvent> = []
          const refused: Array<Rejection> = []
          for (const [index, item] of items.entries()) {
            const one = decoded[index]
            if (one === undefined) continue
            if (Result.isFailure(one)) refused.push(rejectionOf(one.failure, item, receivedAt))
            else {
              const raw = bytesOf(item)
              admitted.push({ event: one.success, receivedAt, position: null, raw })
            }
          }
          if (refused.length > 0) yield* rejections.record(refused)
          const fates = admitted.length > 0 ? yield* sink.send(admitted) : []
          return resultsOf(decoded, fates)
        }),
      })
    }),
  )
}

/** Decoding a large request takes a while: other requests get their turn in between. */
const DECODED_BEFORE_YIELD = 1000

const decodeAll = Effect.fnUntraced(function* (items: ReadonlyArray<RawEvent>, now: number) {
  const decoded: Array<Decoded> = []
  for (const item of items) {
    decoded.push(decodeRaw(item, now))
    if (decoded.length % DECODED_BEFORE_YIELD === 0) yield* Effect.yieldNow
  }
  return decoded
})

const rejectionOf = (refused: Undecodable, item: RawEvent, receivedAt: number): Rejection => {
  const { raw, notes } = keepBytes(bytesOf(item))
  return {
    account: refused.account,
    eventId: refused.id,
    reason: refused.reason,
    errors: [...refused.errors, ...notes],
    differs: [],
    raw,
    position: null,
    receivedAt,
  }
}

const resultsOf = (
  decoded: ReadonlyArray<Decoded>,
  fates: ReadonlyArray<SinkFate>,
): ReadonlyArray<EventResult> => {
  let sent = 0
  return decoded.map((one, index) => {
    if (Result.isFailure(one)) {
      const { account, id, errors } = one.failure
      return {
        index,
        ...(account !== null && { account }),
        ...(id !== null && { id }),
        fate: "rejected",
        errors,
      }
    }
    const fate = fates[sent++]
    if (fate === undefined) throw new Error("the event sink answered fewer fates than events")
    return { index, account: one.success.account, id: one.success.id, ...fate }
  })
}
