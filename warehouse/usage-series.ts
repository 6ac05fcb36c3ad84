import { Effect } from "effect"
import { type Bucket, bucketsOf } from "./domain/buckets.ts"
import { addDays, type Interval } from "./domain/calendar.ts"
import { comparedBuckets } from "./domain/comparison.ts"
import { measured } from "./domain/dimensions.ts"
import { type HighUsageRule, historyDays, usualUse } from "./domain/high-usage.ts"
import { edgesOf, segmentsWithin } from "./domain/segments.ts"
import { addTotals, NO_TOTALS, netOf, type Totals } from "./domain/transaction.ts"
import { extentOf, ledgerRowsOf } from "./usage-breakdown.ts"
import { type Cell, groupsOfCells, readCells, segmentsOfCells } from "./usage-cells.ts"
import {
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

/** A question, and the rule that says which of its days are of high use. */
interface JudgedQuery extends SeriesQuery {
  readonly rule: HighUsageRule
}

export const readSeries = Effect.fnUntraced(function* (query: JudgedQuery) {
  const { timeZone, grain, days, compared, split, now } = query
  const extent = extentOf(query)
  const buckets = bucketsOf(grain, days, timeZone)
  const behind = compared === null ? [] : comparedBuckets(grain, { days, compared, timeZone })
  const inside = { extent, edges: edgesOf([...buckets, ...behind]) }
  const filteredFrom = extent.filters.length === 0 ? null : sourceOf(extent, [])
  const splitFrom = split === null ? null : sourceOf(extent, split.by)

  const { shared, ...plain } = yield* readPlain(query, inside, splitFrom)
  const readsLedger = filteredFrom === "transactions" || splitFrom === "transactions"
  const ledgerRows = readsLedger ? yield* ledgerRowsOf(extent, plain.segments) : null
  const totalsOf =
    filteredFrom === null || inside.edges.length === 0
      ? plain.totalsOf
      : totalsFrom(yield* readUsageSegments(filteredFrom, extent, inside.edges))
  const parts =
    shared ??
    (split === null || splitFrom === null
      ? UNSPLIT
      : yield* readSplit(splitFrom, extent, { ...inside, split }))

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

/** What is summed, and between which edges. */
interface Stretches {
  readonly extent: UsageExtent
  readonly edges: ReadonlyArray<number>
}

type Plain = Omit<Effect.Success<ReturnType<typeof readPlain>>, "shared">

/**
 * What no filter narrows: balances, what was usual, and how much there is. Where the groups come from the
 * same rows, these are read once, and what all groups add up to is it.
 */
const readPlain = Effect.fnUntraced(function* (
  query: JudgedQuery,
  { extent, edges }: Stretches,
  splitFrom: UsageSource | null,
) {
  const { scope, interval, compared } = extent
  const source = sourceOf({ scope, filters: [] }, [])
  const history = historyOf(query)
  // What came before the first bucket is everything without what came since.
  const sinceFirst = since(interval.from)
  const ends = edgesOf([...history, sinceFirst, ...(compared === null ? [] : [compared])])
  const wide = {
    extent: {
      scope,
      filters: [],
      interval: since(history[0]?.from ?? interval.from),
      compared,
    },
    edges: [...new Set([...edges, ...ends])].sort((a, b) => a - b),
  }
  const sharesRows = query.split !== null && extent.filters.length === 0 && splitFrom === source
  const [lifetime, shared, own] = yield* Effect.all(
    [
      readLifetimeOf(scope),
      sharesRows && query.split !== null
        ? readSplit(source, extent, { ...wide, split: query.split })
        : Effect.succeed(null),
      sharesRows ? Effect.succeed([]) : readUsageSegments(source, wide.extent, wide.edges),
    ],
    { concurrency: 2 },
  )
  const segments = shared?.segments ?? own
  const totalsOf = totalsFrom(segments)
  const opening = netOf(lifetime.totals) - netOf(totalsOf(sinceFirst))
  return { source, segments, totalsOf, opening, firstAt: lifetime.firstAt, history, shared }
})

const UNSPLIT = { groups: null, sumsOf: (): SplitSums => ({ values: [], other: 0n }) }

/** The groups of `counted`, and their sums between the edges of a stretch that holds it. */
const readSplit = Effect.fnUntraced(function* (
  source: UsageSource,
  counted: UsageExtent,
  { extent, edges, split }: Stretches & { readonly split: GroupsWanted },
) {
  const cells = yield* readCells(source, extent, { edges, by: split.by })
  const { groups, listed, other } =
    cells === null
      ? yield* readPicked(source, counted, { extent, edges, split })
      : splitCells(cells, counted, split)
  const ofListed = listed.map(totalsFrom)
  const ofOthers = totalsFrom(other)
  const sumsOf = (bucket: Interval): SplitSums => ({
    values: ofListed.map((of) => measured(of(bucket), split.measure)),
    other: measured(ofOthers(bucket), split.measure),
  })
  return { groups, sumsOf, segments: [...listed.flat(), ...other] }
})

const splitCells = (cells: ReadonlyArray<Cell>, counted: UsageExtent, split: GroupsWanted) => {
  const groups = groupsOfCells(cells, counted, split)
  return { groups, ...segmentsOfCells(cells, split.by, groups.groups) }
}

/** The groups that come first, and then their sums. */
const readPicked = Effect.fnUntraced(function* (
  source: UsageSource,
  counted: UsageExtent,
  { extent, edges, split }: Stretches & { readonly split: GroupsWanted },
) {
  const groups = yield* readGroups(source, counted, split)
  const none = groups.groups.length === 0
  const wanted = { edges, by: none ? [] : split.by, groups: groups.groups }
  const segments =
    edges.length === 0 ? NO_SEGMENTS : yield* readGroupSegments(source, extent, wanted)
  return { groups, ...segments }
})

const NO_SEGMENTS = { listed: [], other: [] }

const totalsFrom = (segments: ReadonlyArray<UsageSegment>) => {
  const within = segmentsWithin(segments)
  return (interval: Interval): Totals => sumOf(within(interval))
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
const historyOf = ({ grain, filters, days: { first }, timeZone, rule }: JudgedQuery) =>
  grain === "day" && filters.length === 0
    ? bucketsOf(
        "day",
        { first: addDays(first, -historyDays(rule)), last: addDays(first, -1) },
        timeZone,
      )
    : []

const usualOf = (
  { history, totalsOf, firstAt }: Plain,
  rows: ReadonlyArray<Bucket & { readonly totals: Totals }>,
  { grain, filters, now, rule }: JudgedQuery,
) => {
  if (grain !== "day" || filters.length > 0) return []
  // Days before the first entry say nothing about what is usual.
  const spendOf = (bucket: Bucket) => ({
    day: bucket.key,
    spend: totalsOf(bucket).spend,
    complete: bucket.to <= now && firstAt !== null && bucket.to > firstAt,
  })
  return usualUse(history.map(spendOf), rows.map(spendOf), rule)
}
