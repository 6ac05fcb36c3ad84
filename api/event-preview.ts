import { Context, type Effect } from "effect"
import type { WarehouseError } from "#warehouse/errors.ts"
import type { EventResult } from "./event-contract.ts"
import type { RawEvent } from "./event-intake.ts"

export class EventPreview extends Context.Service<
  EventPreview,
  {
    /**
     * What would become of each event if it were stored now, in their order, and which rollup cells that
     * would change. Writes nothing, nowhere.
     */
    readonly preview: (
      items: ReadonlyArray<RawEvent>,
    ) => Effect.Effect<ReadonlyArray<EventResult>, WarehouseError>
  }
>()("api/EventPreview") {}
