/** From rows to fates: everything about a batch that happens before it is stored. */
import { setImmediate } from "node:timers/promises"
import { Context, Effect, Layer } from "effect"
import { BatchDraft } from "./batch-draft.ts"
import { type BatchFates, resolve } from "./batch-fates.ts"
import type { WarehouseError } from "./errors.ts"
import type { EventRows } from "./event-rows.ts"
import { JournalInserter } from "./journal-inserter.ts"
import { type OwnStretch, openKnownIds } from "./known-ids.ts"
import { RejectionStore, rejectionOfConflict } from "./rejection-store.ts"

/** Rows handled between two looks at other work, so that requests are answered meanwhile. */
const SLICE_ROWS = 2_000

export interface PreparedBatch {
  readonly draft: BatchDraft
  readonly fates: BatchFates
  /** The accepted rows, encoded, in pieces. */
  readonly rows: ReadonlyArray<Uint8Array>
  /** Call it once the batch is stored, or given up: until then its ids are known from here. */
  readonly release: () => void
}

export class BatchPreparation extends Context.Service<
  BatchPreparation,
  {
    /**
     * The fate of each row; conflicts are kept for review. Rows that stand in `own` already are those
     * of this batch itself, from an attempt that was cut off. Batches that may hold the same account
     * are prepared one after another.
     */
    readonly prepare: (
      parts: ReadonlyArray<EventRows>,
      own: OwnStretch | null,
    ) => Effect.Effect<PreparedBatch, WarehouseError>
    /** The fate that each row would have now. Nothing is kept, and nothing remembered. */
    readonly preview: (
      parts: ReadonlyArray<EventRows>,
    ) => Effect.Effect<Pick<PreparedBatch, "draft" | "fates">, WarehouseError>
  }
>()("warehouse/BatchPreparation") {
  static readonly layer = Layer.effect(
    BatchPreparation,
    Effect.gen(function* () {
      // What an earlier process left in the journal is stored by now, and so is known.
      yield* JournalInserter
      const known = yield* openKnownIds
      const rejections = yield* RejectionStore
      return BatchPreparation.of({
        preview: Effect.fn("BatchPreparation.preview")(function* (parts) {
          const draft = new BatchDraft(parts)
          yield* inSlices(draft)
          return { draft, fates: resolve(draft, yield* known.lookUp(draft, null)) }
        }),
        prepare: Effect.fn("BatchPreparation.prepare")(function* (parts, own) {
          const draft = new BatchDraft(parts)
          yield* inSlices(draft)
          const fates = resolve(draft, yield* known.lookUp(draft, own))
          yield* rejections.record(
            Array.from(fates.conflicts, ([place, differs]) =>
              rejectionOfConflict(draft.eventAt(place), draft.arrivalAt(place), differs),
            ),
          )
          const release = known.remember(draft, fates)
          return { draft, fates, rows: draft.pieces((place) => fates.isAccepted(place)), release }
        }),
      })
    }),
  )
}

const inSlices = Effect.fnUntraced(function* (draft: BatchDraft) {
  for (let from = 0; from < draft.count; from += SLICE_ROWS) {
    if (from > 0) yield* Effect.promise(() => setImmediate())
    draft.compare(from, Math.min(from + SLICE_ROWS, draft.count))
  }
})
