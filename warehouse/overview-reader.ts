import { Context, type Effect } from "effect"
import type { Account } from "./domain/account.ts"
import type { Overview } from "./domain/overview.ts"
import type { WarehouseError } from "./errors.ts"

export class OverviewReader extends Context.Service<
  OverviewReader,
  {
    readonly overview: (account: Account, now: number) => Effect.Effect<Overview, WarehouseError>
  }
>()("warehouse/OverviewReader") {}
