import { Context, type Effect } from "effect"
import type { Day, Interval } from "./domain/calendar.ts"
import type { LedgerEntry, Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"

/** A place in an account's ledger: entries are ordered by (occurred at, id in byte order). */
export interface LedgerKey {
  readonly occurredAt: number
  readonly id: string
}

export interface LedgerPageQuery {
  readonly account: string
  readonly timeZone: string
  /** Whole days as instants, or null for the whole ledger. */
  readonly interval: Interval | null
  /** `older`: the entries behind the key; `newer`: those in front of it; null: the newest page. */
  readonly cursor: ({ readonly direction: "older" | "newer" } & LedgerKey) | null
  readonly limit: number
}

export interface LedgerPage {
  /** Newest first, with exact balances. */
  readonly entries: ReadonlyArray<LedgerEntry>
  readonly hasNewer: boolean
  readonly hasOlder: boolean
  /** Entries of the interval that are newer than this page. */
  readonly offset: number
  /** Everything in the interval, not only on this page. */
  readonly totals: Totals
  /** Whole-day sums of each day on the page, newest first. */
  readonly days: ReadonlyArray<{ readonly day: Day; readonly totals: Totals }>
}

export class LedgerReader extends Context.Service<
  LedgerReader,
  { readonly page: (query: LedgerPageQuery) => Effect.Effect<LedgerPage, WarehouseError> }
>()("warehouse/LedgerReader") {}
