import { Context, type Effect } from "effect"
import type { WarehouseError } from "#warehouse/errors.ts"
import type { EventResult } from "./event-contract.ts"
import type { RawEvent } from "./event-intake.ts"

export class EventPreview extends Context.Service<
  EventPreview,
  {
    /**
     * What would become of each event if it were stored now, in their order, and which rollup cells that
     * would change. `only`: the accounts that the sender may send for; null, or left out, is all. Writes
     * nothing, nowhere.
     */
    readonly preview: (
      items: ReadonlyArray<RawEvent>,
      only?: ReadonlyArray<string> | null,
    ) => Effect.Effect<ReadonlyArray<EventResult>, WarehouseError>
  }
>()("api/EventPreview") {}
