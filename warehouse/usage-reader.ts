import { Context, Effect, Layer } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Bucket, Grain } from "./domain/buckets.ts"
import type { ComparedBucket, ComparedStretch } from "./domain/comparison.ts"
import type { Filters } from "./domain/filters.ts"
import type { DayRange } from "./domain/range.ts"
import type { Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { HighUsageRules } from "./high-usage-rules.ts"
import { rememberedReads } from "./remembered-reads.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { readBreakdown } from "./usage-breakdown.ts"
import type { GroupsWanted, UsageGroups } from "./usage-groups.ts"
import { readSeries } from "./usage-series.ts"
import type { AccountScope, SourceTable, TooManyRows } from "./usage-sources.ts"

export interface UsageQuestion {
  readonly scope: AccountScope
  readonly timeZone: string
  readonly days: DayRange
  readonly compared: ComparedStretch | null
  readonly filters: Filters
}

export interface SeriesQuery extends UsageQuestion {
  readonly grain: Grain
  /** Null: not split. */
  readonly split: GroupsWanted | null
  readonly now: number
}

export interface BreakdownQuery extends UsageQuestion {
  readonly split: GroupsWanted
}

/** Where an answer came from. */
export interface Provenance {
  readonly sources: ReadonlyArray<SourceTable>
  /** Transactions of the ledger that were counted through; null where rollups had everything. */
  readonly ledgerRows: number | null
}

/** By the measure: one sum for each group, in their order, and one for all the others. */
export interface SplitSums {
  readonly values: ReadonlyArray<bigint>
  readonly other: bigint
}

export interface SeriesBucket extends Bucket, SplitSums {
  readonly totals: Totals
  /** Of the accounts at the bucket's end, whatever the filters. */
  readonly balance: bigint
  readonly complete: boolean
  /** By day and without filters: the median of the same weekday before. */
  readonly usual: bigint | null
  readonly flagged: boolean
}

export interface ComparedSums extends ComparedBucket, SplitSums {
  readonly totals: Totals
}

export interface Series extends Provenance {
  readonly openingBalance: bigint
  readonly buckets: ReadonlyArray<SeriesBucket>
  readonly totals: Totals
  /** The groups of the whole range; null where it is not split. */
  readonly groups: UsageGroups | null
  readonly comparison: {
    readonly buckets: ReadonlyArray<ComparedSums>
    readonly totals: Totals
  } | null
}

export interface Breakdown extends Provenance, UsageGroups {}

export class UsageReader extends Context.Service<
  UsageReader,
  {
    readonly series: (query: SeriesQuery) => Effect.Effect<Series, WarehouseError | TooManyRows>
    readonly breakdown: (
      query: BreakdownQuery,
    ) => Effect.Effect<Breakdown, WarehouseError | TooManyRows>
  }
>()("warehouse/UsageReader") {
  static readonly layer = Layer.effect(
    UsageReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      const rules = yield* HighUsageRules
      const here = Effect.provideService(ClickHouse, rememberedReads(clickhouse, gate))
      return UsageReader.of({
        series: Effect.fn("UsageReader.series")(function* (query) {
          const { rule } = yield* rules.current
          return yield* gate.reading(readSeries({ ...query, rule }))
        }, here),
        breakdown: Effect.fn("UsageReader.breakdown")(
          (query) => gate.reading(readBreakdown(query)),
          here,
        ),
      })
    }),
  )
}
