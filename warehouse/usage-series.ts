import { Effect } from "effect"
import { type Bucket, bucketsOf } from "./domain/buckets.ts"
import { addDays, type Interval } from "./domain/calendar.ts"
import { comparedBuckets } from "./domain/comparison.ts"
import { HISTORY_DAYS, usualUse } from "./domain/high-usage.ts"
import { edgesOf, segmentsWithin } from "./domain/segments.ts"
import { addTotals, NO_TOTALS, netOf, type Totals } from "./domain/transaction.ts"
import { extentOf, ledgerRowsOf } from "./usage-breakdown.ts"
import {
  type GroupSegment,
  type GroupsWanted,
  readGroupSegments,
  readGroups,
  readUsageSegments,
  type UsageExtent,
  type UsageSegment,
} from "./usage-groups.ts"
import type { Series, SeriesQuery, SplitSums } from "./usage-reader.ts"
import { type SourceTable, sourceOf, type UsageSource } from "./usage-sources.ts"
import { readLifetimeOf, since } from "./usage-sums.ts"

export const readSeries = Effect.fnUntraced(function* (query: SeriesQuery) {
  const { timeZone, grain, days, compared, split, now } = query
  const extent = extentOf(query)
  const buckets = bucketsOf(grain, days, timeZone)
  const behind = compared === null ? [] : comparedBuckets(grain, { days, compared, timeZone })
  const edges = edgesOf([...buckets, ...behind])

  const plain = yield* readPlain(extent, { buckets, behind, history: historyOf(query) })
  const filteredFrom = extent.filters.length === 0 ? null : sourceOf(extent, [])
  const splitFrom = split === null ? null : sourceOf(extent, split.by)
  const readsLedger = filteredFrom === "transactions" || splitFrom === "transactions"
  const ledgerRows = readsLedger ? yield* ledgerRowsOf(extent, plain.segments) : null
  const totalsOf =
    filteredFrom === null || edges.length === 0
      ? plain.totalsOf
      : totalsFrom(yield* readUsageSegments(filteredFrom, extent, edges))
  const parts =
    split === null || splitFrom === null
      ? UNSPLIT
      : yield* readSplit(splitFrom, extent, { ...split, edges })

  const sumsOf = (bucket: Interval) => ({ totals: totalsOf(bucket), ...parts.sumsOf(bucket) })
  const comparedRows = behind.map((bucket) => ({ ...bucket, ...sumsOf(bucket) }))
  const rows = withBalances(plain, buckets).map((bucket) => ({
    ...bucket,
    ...sumsOf(bucket),
    complete: bucket.to <= now,
  }))
  const usual = usualOf(plain, rows, query)
  const series: Series = {
    openingBalance: plain.opening,
    buckets: rows.map((row, i) => ({ ...row, ...(usual[i] ?? NOT_USUAL) })),
    totals: sumOf(rows),
    groups: parts.groups,
    comparison: compared === null ? null : { buckets: comparedRows, totals: sumOf(comparedRows) },
    sources: [
      ...new Set<SourceTable>([
        "lifetime_totals",
        ...[plain.source, filteredFrom, splitFrom].flatMap((from) => from ?? []),
      ]),
    ],
    ledgerRows,
  }
  return series
})

type Plain = Effect.Success<ReturnType<typeof readPlain>>

/** What no filter narrows: balances, and how much there is. */
const readPlain = Effect.fnUntraced(function* (
  extent: UsageExtent,
  spans: {
    readonly buckets: ReadonlyArray<Bucket>
    readonly behind: ReadonlyArray<Bucket>
    readonly history: ReadonlyArray<Bucket>
  },
) {
  const { scope, interval, compared } = extent
  const source = sourceOf({ scope, filters: [] }, [])
  // What came before the first bucket is everything without what came since.
  const sinceFirst = since(interval.from)
  const stretches = compared === null ? [sinceFirst] : [sinceFirst, compared]
  const edges = edgesOf([...spans.history, ...spans.buckets, ...spans.behind, ...stretches])
  const wide = {
    scope,
    filters: [],
    interval: since(spans.history[0]?.from ?? interval.from),
    compared,
  }
  const [lifetime, segments] = yield* Effect.all(
    [readLifetimeOf(scope), readUsageSegments(source, wide, edges)],
    { concurrency: 2 },
  )
  const totalsOf = totalsFrom(segments)
  const opening = netOf(lifetime.totals) - netOf(totalsOf(sinceFirst))
  return { source, segments, totalsOf, opening, firstAt: lifetime.firstAt, history: spans.history }
})

const UNSPLIT = { groups: null, sumsOf: (): SplitSums => ({ values: [], other: 0n }) }

const readSplit = Effect.fnUntraced(function* (
  source: UsageSource,
  extent: UsageExtent,
  wanted: GroupsWanted & { readonly edges: ReadonlyArray<number> },
) {
  const groups = yield* readGroups(source, extent, wanted)
  if (groups.groups.length === 0) return { ...UNSPLIT, groups }
  const { listed, other } = yield* readGroupSegments(source, extent, { ...wanted, ...groups })
  const [ofOthers, ...ofListed] = [other, ...listed].map(measuredFrom)
  const sumsOf = (bucket: Interval): SplitSums => ({
    values: ofListed.map((of) => of(bucket)),
    other: ofOthers?.(bucket) ?? 0n,
  })
  return { groups, sumsOf }
})

const totalsFrom = (segments: ReadonlyArray<UsageSegment>) => {
  const within = segmentsWithin(segments)
  return (interval: Interval): Totals => sumOf(within(interval))
}

const measuredFrom = (segments: ReadonlyArray<GroupSegment>) => {
  const within = segmentsWithin(segments)
  return (interval: Interval): bigint =>
    within(interval).reduce((sum, { measured }) => sum + measured, 0n)
}

const sumOf = (rows: ReadonlyArray<{ readonly totals: Totals }>): Totals =>
  rows.reduce((sum, { totals }) => addTotals(sum, totals), NO_TOTALS)

const withBalances = ({ opening, totalsOf }: Plain, buckets: ReadonlyArray<Bucket>) => {
  let balance = opening
  return buckets.map((bucket) => {
    balance += netOf(totalsOf(bucket))
    return { ...bucket, balance }
  })
}

const NOT_USUAL = { usual: null, flagged: false }

/** The days before that say what is usual: only of whole days, and of everything that is used. */
const historyOf = ({ grain, filters, days: { first }, timeZone }: SeriesQuery) =>
  grain === "day" && filters.length === 0
    ? bucketsOf("day", { first: addDays(first, -HISTORY_DAYS), last: addDays(first, -1) }, timeZone)
    : []

const usualOf = (
  { history, totalsOf, firstAt }: Plain,
  rows: ReadonlyArray<Bucket & { readonly totals: Totals }>,
  { grain, filters, now }: SeriesQuery,
) => {
  if (grain !== "day" || filters.length > 0) return []
  // Days before the first entry say nothing about what is usual.
  const spendOf = (bucket: Bucket) => ({
    day: bucket.key,
    spend: totalsOf(bucket).spend,
    complete: bucket.to <= now && firstAt !== null && bucket.to > firstAt,
  })
  return usualUse(history.map(spendOf), rows.map(spendOf))
}
