/** The one way in: every event, from HTTP or from a file, is decoded and gets its fate here. */
import { Clock, Context, Effect, Layer } from "effect"
import { lateBy } from "#warehouse/domain/lateness.ts"
import type { TransactionType } from "#warehouse/domain/transaction-type.ts"
import type { FieldDifference, FieldError } from "#warehouse/domain/usage-event.ts"
import { EventEncoder } from "#warehouse/event-encoder.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import { ownTurn } from "#warehouse/loop-turns.ts"
import { type Rejection, RejectionStore } from "#warehouse/rejection-store.ts"
import { addRaw } from "./event-decoder.ts"
import { addFor, unclaimed } from "./event-ownership.ts"
import { EventSink, type SinkError } from "./event-sink.ts"
import { keepBytes } from "./raw-bytes.ts"
import { bytesOf, type RawEvent } from "./raw-event.ts"
import type { Undecodable } from "./undecodable.ts"

/** The wire shape of one event's answer. `account` and `id` as far as they could be read. */
export interface EventResult {
  readonly index: number
  readonly account?: string
  readonly id?: string
  readonly fate: "accepted" | "duplicate" | "conflict" | "rejected" | "queued"
  /** An ISO 8601 duration, when a new event came more than a day after it occurred: see `lateBy`. */
  readonly late_by?: string
  readonly differs?: ReadonlyArray<FieldDifference>
  readonly refund?: { readonly id: string; readonly credits: string }
  readonly note?: string
  readonly errors?: ReadonlyArray<FieldError>
  /** Of a preview. */
  readonly changes?: ReadonlyArray<CellChange>
}

/** In one cell of a rollup, the sum of a type would grow by this. */
export interface CellChange {
  readonly rollup: string
  readonly key: Readonly<Record<string, string>>
  readonly type: TransactionType
  readonly credits: string
  readonly entries: number
}

export class Intake extends Context.Service<
  Intake,
  {
    /**
     * One result for each event, in their order. What is rejected is kept for review before this
     * answers; what is admitted has gone to the `EventSink`. A bad event never sinks its neighbours.
     * `waitSeconds`: how long to wait for the fates of what went into a log; no time unless given.
     * `only`: the accounts that the sender may send for; null, or left out, is all.
     */
    readonly submit: (
      items: ReadonlyArray<RawEvent>,
      waitSeconds?: number,
      only?: ReadonlyArray<string> | null,
    ) => Effect.Effect<ReadonlyArray<EventResult>, SinkError>
  }
>()("ingest/Intake") {
  static readonly layer = Layer.effect(
    Intake,
    Effect.gen(function* () {
      const sink = yield* EventSink
      const encoder = yield* EventEncoder
      const rejections = yield* RejectionStore
      return Intake.of({
        submit: Effect.fn("Intake.submit")(function* (items, waitSeconds = 0, only = null) {
          const receivedAt = yield* Clock.currentTimeMillis
          const rows = encoder.rows({ receivedAt, log: null }, items.length * ROW_BYTES_EXPECTED)
          const refused = yield* decodeAll(items, rows, only)
          if (refused.size > 0)
            yield* rejections.record(
              Array.from(refused, ([index, why]) =>
                rejectionOf(unclaimed(why, only), items[index] as RawEvent, receivedAt),
              ),
            )
          const fates = rows.count > 0 ? yield* sink.send(rows, waitSeconds) : []
          return resultsOf({ count: items.length, rows }, refused, fates)
        }),
      })
    }),
  )
}

/** Decoding a large request takes a while: other requests get their turn in between. */
const SLICE = 1000
const ROW_BYTES_EXPECTED = 256

/** Adds the events to the rows; gives those that cannot be, by their place among the items. */
export const decodeAll = Effect.fnUntraced(function* (
  items: ReadonlyArray<RawEvent>,
  rows: EventRows,
  only: ReadonlyArray<string> | null,
) {
  const refused = new Map<number, Undecodable>()
  const add = only === null ? addRaw : addFor(new Set(only))
  for (const [index, item] of items.entries()) {
    if (index % SLICE === 0 && items.length > SLICE) yield* ownTurn
    const why = add(rows, item)
    if (why !== undefined) refused.set(index, why)
  }
  return refused
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

/** Whether figures change by it, as far as anybody knows yet. */
const isNew = ({ fate }: Pick<EventResult, "fate">) => fate === "accepted" || fate === "queued"

/** Fates of the rows, in their order; those that are no rows have their reasons. */
export const resultsOf = (
  { count, rows }: { readonly count: number; readonly rows: EventRows },
  refused: ReadonlyMap<number, Undecodable>,
  fates: ReadonlyArray<Pick<EventResult, "fate" | "differs" | "errors" | "changes">>,
): ReadonlyArray<EventResult> => {
  let row = 0
  return Array.from({ length: count }, (_, index): EventResult => {
    const why = refused.get(index)
    if (why !== undefined) {
      const { account, id, errors } = why
      return {
        index,
        ...(account !== null && { account }),
        ...(id !== null && { id }),
        fate: "rejected",
        errors,
      }
    }
    const fate = fates[row]
    if (fate === undefined) throw new Error("the event sink answered fewer fates than events")
    const [account, id] = rows.idOf(row)
    const late = isNew(fate) ? lateBy(rows.occurredAtOf(row), rows.origin.receivedAt) : undefined
    row++
    return { index, account, id, ...fate, ...(late !== undefined && { late_by: late }) }
  })
}
