import { Context, type Effect } from "effect"
import type { WarehouseError } from "./errors.ts"

export class Watermark extends Context.Service<
  Watermark,
  {
    /** Epoch milliseconds: everything that arrived before it is in the figures. */
    readonly completeTo: Effect.Effect<number, WarehouseError>
  }
>()("warehouse/Watermark") {}
