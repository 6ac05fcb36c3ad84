import { Clock, Context, type Effect, Layer } from "effect"
import type { WarehouseError } from "./errors.ts"

export class Watermark extends Context.Service<
  Watermark,
  {
    /** Epoch milliseconds: everything that arrived before it is in the figures. */
    readonly completeTo: Effect.Effect<number, WarehouseError>
  }
>()("warehouse/Watermark") {
  /** Where the writer answers only once events are stored, all that was taken is in. */
  static readonly layerNow = Layer.succeed(Watermark, { completeTo: Clock.currentTimeMillis })
}
