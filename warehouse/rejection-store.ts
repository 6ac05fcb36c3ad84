import { Context, Effect, Layer, Metric } from "effect"
import type { Arrival } from "./batch-draft.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { FieldDifference, FieldError, LogPosition, UsageEvent } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { hashOf } from "./event-hash.ts"
import { rawBytes } from "./raw-source.ts"
import type { RowBinaryWriter } from "./row-binary.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

export const REJECTION_REASONS = ["conflict", "rejected", "unreadable"] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

/** Something that arrived and was not counted. `account` and `eventId` as far as they could be read. */
export interface Rejection {
  readonly account: string | null
  readonly eventId: string | null
  readonly reason: RejectionReason
  readonly errors: ReadonlyArray<FieldError>
  readonly differs: ReadonlyArray<FieldDifference>
  readonly raw: Uint8Array
  readonly position: LogPosition | null
  readonly receivedAt: number
}

export class RejectionStore extends Context.Service<
  RejectionStore,
  {
    /** Keeps them for review. The same thing sent again is kept once. */
    readonly record: (rejections: ReadonlyArray<Rejection>) => Effect.Effect<void, WarehouseError>
  }
>()("warehouse/RejectionStore") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      RejectionStore,
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        yield* Effect.forEach(REJECTION_REASONS, (reason) => Metric.update(kept(reason), 0))
        const insert = { folder, statement: sqlQuery("insert-rejections"), structure: STRUCTURE }
        return RejectionStore.of({
          record: (rejections) =>
            rejections.length === 0
              ? Effect.void
              : insertScratchRows(insert, rejections, writeRow).pipe(
                  Effect.provideService(ClickHouse, clickhouse),
                  Effect.andThen(
                    Effect.forEach(rejections, ({ reason }) => Metric.update(kept(reason), 1), {
                      discard: true,
                    }),
                  ),
                ),
        })
      }),
    )
}

const kept = (reason: Rejection["reason"]) =>
  Metric.counter("tidemark_rejections_total", {
    description: "What was kept for review: conflicts, events that are wrong, bytes that are none",
    incremental: true,
    attributes: { reason },
  })

const counted = (reason: RejectionReason) =>
  Effect.map(Metric.value(kept(reason)), ({ count }) => count)

/** Since the process began. */
export const countedRejections = Effect.all({
  conflict: counted("conflict"),
  rejected: counted("rejected"),
  unreadable: counted("unreadable"),
})

const STRUCTURE = [
  "account String",
  "id UInt64",
  "event_id String",
  "reason Enum8('conflict' = 1, 'rejected' = 2, 'unreadable' = 3)",
  "errors String",
  "differs String",
  "raw String",
  "topic String",
  "partition UInt16",
  "offset UInt64",
  "received_at DateTime64(3, 'UTC')",
].join(", ")

const writeRow = (out: RowBinaryWriter, rejection: Rejection): void => {
  const { account, eventId, reason, errors, differs, raw, position, receivedAt } = rejection
  const place =
    position === null ? "" : `${position.topic}/${position.partition}/${position.offset}`
  out.string(account ?? "")
  out.uint64(hashOf(`${reason}\0${place}\0${Buffer.from(raw).toString("latin1")}`))
  out.string(eventId ?? "")
  out.uint8(REJECTION_REASONS.indexOf(reason) + 1)
  out.string(JSON.stringify(errors))
  out.string(JSON.stringify(differs))
  out.blob(raw)
  out.string(position?.topic ?? "")
  out.uint16(position?.partition ?? 0)
  out.uint64(position?.offset ?? 0n)
  out.int64FromNumber(receivedAt)
}

/** An event that cannot be counted beside what is stored, as a rejection. */
export const rejectionOfEvent = (
  { account, id }: UsageEvent,
  { raw, position, receivedAt }: Arrival,
  errors: ReadonlyArray<FieldError>,
): Rejection => ({
  account,
  eventId: id,
  reason: "rejected",
  errors,
  differs: [],
  raw: rawBytes(raw),
  position,
  receivedAt,
})

/** An event whose id is taken by another content, as a rejection. */
export const rejectionOfConflict = (
  { account, id }: UsageEvent,
  { raw, position, receivedAt }: Arrival,
  differs: ReadonlyArray<FieldDifference>,
): Rejection => ({
  account,
  eventId: id,
  reason: "conflict",
  errors: [],
  differs,
  raw: rawBytes(raw),
  position,
  receivedAt,
})
