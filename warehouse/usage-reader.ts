import { Context, type Effect } from "effect"
import type { Bucket, Grain } from "./domain/buckets.ts"
import type { Day, Interval } from "./domain/calendar.ts"
import type { Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"

export interface SeriesQuery {
  readonly account: string
  readonly timeZone: string
  readonly grain: Grain
  readonly days: { readonly first: Day; readonly last: Day }
  readonly byCategory: boolean
  readonly now: number
}

export interface SeriesBucket extends Bucket {
  readonly totals: Totals
  /** At the bucket's end. */
  readonly balance: bigint
  readonly complete: boolean
  readonly usual: bigint | null
  readonly flagged: boolean
  /** Spend per category, highest first; empty unless asked for. */
  readonly values: ReadonlyArray<{ readonly category: string; readonly spend: bigint }>
}

export interface Series {
  readonly openingBalance: bigint
  readonly buckets: ReadonlyArray<SeriesBucket>
  readonly totals: Totals
}

export interface BreakdownQuery {
  readonly account: string
  readonly interval: Interval
}

export interface CategoryUsage {
  readonly category: string
  readonly totals: Totals
}

export class UsageReader extends Context.Service<
  UsageReader,
  {
    readonly series: (query: SeriesQuery) => Effect.Effect<Series, WarehouseError>
    /** Highest spend first. */
    readonly breakdown: (
      query: BreakdownQuery,
    ) => Effect.Effect<ReadonlyArray<CategoryUsage>, WarehouseError>
  }
>()("warehouse/UsageReader") {}
