/** From rows to fates: everything about a batch that happens before it is stored. */
import { Context, Effect, Layer } from "effect"
import { BatchDraft } from "./batch-draft.ts"
import { type BatchFates, resolve } from "./batch-fates.ts"
import { type SettledBatch, settleBatch } from "./batch-refunds.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import type { EventRows } from "./event-rows.ts"
import { encodeFailures, insertFailures } from "./failure-rows.ts"
import { beginFates } from "./fate-metrics.ts"
import { JournalInserter } from "./journal-inserter.ts"
import { openKnownIds } from "./known-ids.ts"
import { ownTurn } from "./loop-turns.ts"
import type { OwnStretch } from "./own-stretch.ts"
import { RejectionStore, rejectionOfConflict, rejectionOfEvent } from "./rejection-store.ts"

/** Rows handled between two looks at other work, so that requests are answered meanwhile. */
const SLICE_ROWS = 2_000

export interface PreparedBatch {
  readonly draft: BatchDraft
  readonly fates: BatchFates
  /** Puts the batch's number into every row. */
  readonly stamp: (batch: bigint) => void
  /** The accepted transactions, encoded, in pieces: last the refunds that the batch makes itself. */
  readonly rows: ReadonlyArray<Uint8Array>
  /**
   * Keeps conflicts and what is rejected for review, before anybody is told. Without a log only once the
   * rows are safe: what they conflict with may be among these.
   */
  readonly keepRefused: Effect.Effect<void, WarehouseError>
  /** The accepted failures, encoded with the batch's number; null when there are none. */
  readonly failureRows: (batch: bigint) => Uint8Array | null
  /**
   * Stores the accepted failures. Only once the rows are safe: a failure that is known and whose refund
   * is lost would never be refunded. And before anybody is told.
   */
  readonly storeFailures: (batch: bigint) => Effect.Effect<void, WarehouseError>
  /** Call it once the batch is stored, or given up: until then its ids are known from here. */
  readonly release: () => void
}

export class BatchPreparation extends Context.Service<
  BatchPreparation,
  {
    /**
     * The fate of each row. Rows that stand in `own` already are those of this batch itself, from an
     * attempt that was cut off. Batches that may hold the same account are prepared one after another.
     */
    readonly prepare: (
      parts: ReadonlyArray<EventRows>,
      own: OwnStretch | null,
    ) => Effect.Effect<PreparedBatch, WarehouseError>
    /** The fate that each row would have now. Nothing is kept, and nothing remembered. */
    readonly preview: (
      parts: ReadonlyArray<EventRows>,
    ) => Effect.Effect<SettledBatch, WarehouseError>
  }
>()("warehouse/BatchPreparation") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      BatchPreparation,
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        // What an earlier process left in the journal is stored by now, and so is known.
        yield* JournalInserter
        const known = yield* openKnownIds
        const rejections = yield* RejectionStore
        yield* beginFates
        const settle = Effect.fnUntraced(
          function* (parts: ReadonlyArray<EventRows>, own: OwnStretch | null) {
            const draft = new BatchDraft(parts)
            yield* inSlices(draft)
            const stored = yield* known.lookUp(draft, own)
            const fates = resolve(draft, stored)
            return yield* settleBatch(known, { draft, fates, named: stored.named }, own)
          },
          Effect.provideService(ClickHouse, clickhouse),
        )
        return BatchPreparation.of({
          preview: Effect.fn("BatchPreparation.preview")((parts) => settle(parts, null)),
          prepare: Effect.fn("BatchPreparation.prepare")(function* (parts, own) {
            const settled = yield* settle(parts, own)
            const isLong = settled.draft.count > SLICE_ROWS
            if (isLong) yield* ownTurn
            const { draft, fates, failures, refunds } = settled
            const releases = [settled, ...(refunds === null ? [] : [refunds])].map(known.remember)
            if (isLong) yield* ownTurn
            return {
              draft,
              fates,
              stamp: (batch: bigint) => {
                for (const part of [...parts, ...(refunds?.draft.parts ?? [])]) part.stamp(batch)
              },
              rows: rowsOf(settled),
              keepRefused: rejections.record(refusedOf(settled)),
              failureRows: (batch: bigint) => encodeFailures({ draft, places: failures }, batch),
              storeFailures: (batch: bigint) =>
                Effect.provideService(
                  insertFailures(folder, { draft, places: failures }, batch),
                  ClickHouse,
                  clickhouse,
                ),
              release: () => {
                for (const release of releases) release()
              },
            }
          }),
        })
      }),
    )
}

const rowsOf = ({ draft, fates, failures, refunds }: SettledBatch): ReadonlyArray<Uint8Array> => {
  const apart = new Set(failures)
  return [
    ...draft.pieces((place) => fates.isAccepted(place) && !apart.has(place)),
    ...(refunds?.draft.pieces(() => true) ?? []),
  ]
}

const refusedOf = ({ draft, fates }: SettledBatch) => [
  ...Array.from(fates.conflicts, ([place, differs]) =>
    rejectionOfConflict(draft.eventAt(place), draft.arrivalAt(place), differs),
  ),
  ...Array.from(fates.rejected, ([place, errors]) =>
    rejectionOfEvent(draft.eventAt(place), draft.arrivalAt(place), errors),
  ),
]

const inSlices = Effect.fnUntraced(function* (draft: BatchDraft) {
  for (let from = 0; from < draft.count; from += SLICE_ROWS) {
    if (from > 0) yield* ownTurn
    draft.compare(from, Math.min(from + SLICE_ROWS, draft.count))
  }
})
