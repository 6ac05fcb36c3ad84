import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type Bucket, bucketsOf, type Grain } from "./domain/buckets.ts"
import { addDays, type Day, type Interval } from "./domain/calendar.ts"
import { HISTORY_DAYS, usualUse } from "./domain/high-usage.ts"
import { edgesOf, type SegmentTotals, totalsIn } from "./domain/segments.ts"
import { addTotals, NO_TOTALS, netOf, type Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import {
  type CategorySegment,
  overCategories,
  rangeParameters,
  readCategorySegments,
  readLifetime,
  readSegments,
  since,
  toTotals,
  totalsColumns,
} from "./usage-sums.ts"

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
>()("warehouse/UsageReader") {
  static readonly layer = Layer.effect(
    UsageReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      const here = Effect.provideService(ClickHouse, clickhouse)
      return UsageReader.of({
        series: Effect.fn("UsageReader.series")((query) => gate.reading(readSeries(query)), here),
        breakdown: Effect.fn("UsageReader.breakdown")(
          (query) => gate.reading(readBreakdown(query)),
          here,
        ),
      })
    }),
  )
}

const readSeries = Effect.fnUntraced(function* (query: SeriesQuery) {
  const { account, timeZone, grain, days, now } = query
  const buckets = bucketsOf(grain, days, timeZone)
  const history = grain === "day" ? historyOf(days.first, timeZone) : []
  const lifetime = yield* readLifetime(account)
  // What came before the first bucket is everything without what came since.
  const sinceFirst = since(buckets[0]?.from ?? 0)
  const edges = edgesOf([...history, ...buckets, sinceFirst])
  const categories = query.byCategory ? yield* readCategorySegments(account, edges) : []
  const segments = query.byCategory
    ? overCategories(categories)
    : yield* readSegments(account, edges)
  const openingBalance = netOf(lifetime.totals) - netOf(totalsIn(segments, sinceFirst))

  // Days before the first entry say nothing about what is usual.
  const spendOf = (bucket: Bucket) => ({
    day: bucket.key,
    spend: totalsIn(segments, bucket).spend,
    complete: bucket.to <= now && lifetime.firstAt !== null && bucket.to > lifetime.firstAt,
  })
  const usual = grain === "day" ? usualUse(history.map(spendOf), buckets.map(spendOf)) : []
  const rows = withBalances(openingBalance, buckets, segments).map((row, i) => ({
    ...row,
    complete: row.to <= now,
    usual: usual[i]?.usual ?? null,
    flagged: usual[i]?.flagged ?? false,
    values: valuesIn(categories, row),
  }))
  const totals = rows.reduce((sum, row) => addTotals(sum, row.totals), NO_TOTALS)
  return { openingBalance, buckets: rows, totals } satisfies Series
})

const historyOf = (first: Day, timeZone: string): ReadonlyArray<Bucket> =>
  bucketsOf("day", { first: addDays(first, -HISTORY_DAYS), last: addDays(first, -1) }, timeZone)

const withBalances = (opening: bigint, buckets: ReadonlyArray<Bucket>, segments: SegmentTotals) => {
  let balance = opening
  return buckets.map((bucket) => {
    const totals = totalsIn(segments, bucket)
    balance += netOf(totals)
    return { ...bucket, totals, balance }
  })
}

const valuesIn = (categories: ReadonlyArray<CategorySegment>, { from, to }: Interval) =>
  categories
    .filter(({ start, totals }) => start >= from && start < to && totals.spend > 0n)
    .map(({ category, totals }) => ({ category, spend: totals.spend }))
    .sort((a, b) =>
      a.spend === b.spend ? (a.category < b.category ? -1 : 1) : a.spend > b.spend ? -1 : 1,
    )

const breakdownQuery = sqlQuery("usage-by-category")
const CategoryTotals = Schema.Struct({ category: Schema.String, ...totalsColumns })

const readBreakdown = Effect.fnUntraced(function* ({ account, interval }: BreakdownQuery) {
  const clickhouse = yield* ClickHouse
  const parameters = { account, ...rangeParameters(interval) }
  const rows = yield* clickhouse.query(breakdownQuery, parameters, CategoryTotals)
  return rows.map((row): CategoryUsage => ({ category: row.category, totals: toTotals(row) }))
})
