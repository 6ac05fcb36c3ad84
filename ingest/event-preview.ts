/** What would become of events, without taking them. */
import { Clock, Context, Effect, Layer } from "effect"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import type { WarehouseError } from "#warehouse/errors.ts"
import { EventEncoder } from "#warehouse/event-encoder.ts"
import { FatePreview, type PreviewedFate } from "#warehouse/fate-preview.ts"
import { type CellChange, decodeAll, type EventResult, resultsOf } from "./intake.ts"
import type { RawEvent } from "./raw-event.ts"

export class Preview extends Context.Service<
  Preview,
  {
    /** One result for each event, in their order, as if they were stored now by a sender for these accounts. Writes nothing, nowhere. */
    readonly preview: (
      items: ReadonlyArray<RawEvent>,
      only?: ReadonlyArray<string> | null,
    ) => Effect.Effect<ReadonlyArray<EventResult>, WarehouseError>
  }
>()("ingest/Preview") {
  static readonly layer = Layer.effect(
    Preview,
    Effect.gen(function* () {
      const encoder = yield* EventEncoder
      const fates = yield* FatePreview
      return Preview.of({
        preview: Effect.fn("Preview.preview")(function* (items, only = null) {
          const rows = encoder.rows({ receivedAt: yield* Clock.currentTimeMillis, log: null })
          const refused = yield* decodeAll(items, rows, only)
          const previewed = rows.count > 0 ? yield* fates.preview(rows) : []
          return resultsOf({ count: items.length, rows }, refused, previewed.map(wireFate))
        }),
      })
    }),
  )
}

const wireFate = ({ fate, changes }: PreviewedFate) => ({
  ...fate,
  ...(fate.fate === "accepted" && {
    changes: changes.map(
      (change): CellChange => ({ ...change, credits: formatDecimal(change.credits), entries: 1 }),
    ),
  }),
})
