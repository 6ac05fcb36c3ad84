import { Context, Effect, Layer } from "effect"
import { BatchPreparation } from "./batch-preparation.ts"
import type { Fate } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { EventEncoder } from "./event-encoder.ts"
import type { EventRows } from "./event-rows.ts"
import { type RollupChange, rollupChanges } from "./rollup-changes.ts"

export interface PreviewedFate {
  readonly fate: Fate
  /** Empty unless it would be accepted. */
  readonly changes: ReadonlyArray<RollupChange>
}

/** What the writer would make of events, if it had them now. */
export class FatePreview extends Context.Service<
  FatePreview,
  {
    /** One for each row, in their order. Writes nothing, and nothing of it is remembered. */
    readonly preview: (
      rows: EventRows,
    ) => Effect.Effect<ReadonlyArray<PreviewedFate>, WarehouseError>
  }
>()("warehouse/FatePreview") {
  static readonly layer = Layer.effect(
    FatePreview,
    Effect.gen(function* () {
      const preparation = yield* BatchPreparation
      const encoder = yield* EventEncoder
      return FatePreview.of({
        preview: Effect.fn("FatePreview.preview")(function* (rows) {
          const { draft, fates, made } = yield* preparation.preview([rows])
          return Array.from({ length: draft.count }, (_, place): PreviewedFate => {
            const fate = fates.at(place)
            if (fate.fate !== "accepted") return { fate, changes: [] }
            const refund = made.get(place)
            const events = [draft.eventAt(place), ...(refund === undefined ? [] : [refund])]
            const changes = events.flatMap((event) =>
              rollupChanges(event, encoder.categoryOf(event)),
            )
            return { fate, changes }
          })
        }),
      })
    }),
  )
}
