import { Context, type Effect } from "effect"
import type { Account } from "./domain/account.ts"
import type { WarehouseError } from "./errors.ts"

export interface AccountSummary extends Account {
  readonly balance: bigint
  /** Spend of the last 30 days, today included, in the account's zone. */
  readonly used30d: bigint
  readonly lastActivity: number | null
}

export interface AccountListQuery {
  /** Part of the account's id or name, case-insensitive; `""` for all. */
  readonly text: string
  /** Only these accounts; null for all. */
  readonly only: ReadonlyArray<string> | null
  /** The list goes on behind this account id; `""` from the start. Sorted by account id. */
  readonly after: string
  readonly limit: number
  readonly now: number
}

export class AccountStore extends Context.Service<
  AccountStore,
  {
    /** Null when neither an event nor a `PUT` has named the account. */
    readonly get: (account: string) => Effect.Effect<Account | null, WarehouseError>
    readonly list: (
      query: AccountListQuery,
    ) => Effect.Effect<ReadonlyArray<AccountSummary>, WarehouseError>
    readonly put: (account: Account) => Effect.Effect<void, WarehouseError>
  }
>()("warehouse/AccountStore") {}
