import { Clock, Context, Effect, Layer } from "effect"
import type { WarehouseError } from "./errors.ts"

/** How far one partition of the log is stored. */
export interface PartitionWatermark {
  readonly partition: number
  /** Epoch milliseconds: everything that reached the partition before is in the figures. */
  readonly completeTo: number
  /** Messages in the log that are not stored yet, and how old the oldest of them may be. */
  readonly lag: { readonly messages: number; readonly seconds: number }
}

export class Watermark extends Context.Service<
  Watermark,
  {
    /** Epoch milliseconds: everything that arrived before it is in the figures. */
    readonly completeTo: Effect.Effect<number, WarehouseError>
    /** None where no log stands in front of the warehouse. */
    readonly partitions: Effect.Effect<ReadonlyArray<PartitionWatermark>, WarehouseError>
  }
>()("warehouse/Watermark") {
  /** Where the writer answers only once events are stored, all that was taken is in. */
  static readonly layerNow = Layer.succeed(Watermark, {
    completeTo: Clock.currentTimeMillis,
    partitions: Effect.succeed([]),
  })
}

/** Of all partitions together. */
export const totalLag = (partitions: ReadonlyArray<PartitionWatermark>) => ({
  messages: partitions.reduce((sum, { lag }) => sum + lag.messages, 0),
  seconds: Math.max(0, ...partitions.map(({ lag }) => lag.seconds)),
})
