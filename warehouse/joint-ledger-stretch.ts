/** How much a list of several accounts' transactions is about, and how little of it has to be read for a page. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type Interval, QUARTER_HOUR_MS } from "./domain/calendar.ts"
import type { Filters } from "./domain/filters.ts"
import { addTotals, NO_TOTALS, type Totals } from "./domain/transaction.ts"
import { withFilters } from "./filter-sql.ts"
import { sqlQuery } from "./sql-files.ts"
import { readUsageSegments, type UsageSegment } from "./usage-groups.ts"
import {
  type AccountScope,
  LEDGER_ROWS_MAX,
  type SourceTable,
  scopeParameters,
  sourceOf,
  TooManyRows,
  type UsageSource,
} from "./usage-sources.ts"
import { toTotals, totalsColumns } from "./usage-sums.ts"

export interface JointStretch {
  readonly scope: AccountScope
  readonly filters: Filters
  /** Not empty, within what the accounts have lived. */
  readonly interval: Interval
  /** The first table that has every filtered field. */
  readonly source: UsageSource
  /** Whether a page is read out of the whole interval: in another order than time's. */
  readonly readsAll: boolean
}

const floorOf = (instant: number): number => instant - (instant % QUARTER_HOUR_MS)
const ceilOf = (instant: number): number => floorOf(instant + QUARTER_HOUR_MS - 1)

const sumOf = (segments: ReadonlyArray<UsageSegment>): Totals =>
  segments.reduce((sum, { totals }) => addTotals(sum, totals), NO_TOTALS)

/** Between neighbouring edges, ascending, on quarter hours, at least two. */
const segmentsOf = (
  source: UsageSource,
  { scope, filters }: Pick<JointStretch, "scope" | "filters">,
  edges: ReadonlyArray<number>,
) => {
  const interval = { from: edges[0] ?? 0, to: edges.at(-1) ?? 0 }
  return readUsageSegments(source, { scope, filters, interval, compared: null }, edges)
}

/**
 * Count and sums of the interval, exact: from a rollup that has the filtered fields, and the ledger for the
 * quarter hours that the interval's ends cut; else from the ledger, as far as that may be counted through.
 */
export const readJointTotals = Effect.fnUntraced(function* (stretch: JointStretch) {
  const { source, interval } = stretch
  const fromLedger = source === "transactions"
  const counted = fromLedger || stretch.readsAll ? yield* ledgerRowsOf(stretch) : null
  const { rows = null, source: counter } = counted ?? {}
  const sources: ReadonlyArray<SourceTable> = [
    ...new Set<SourceTable>(["lifetime_totals", ...(counter === undefined ? [] : [counter])]),
    ...(counter === source ? [] : [source]),
    ...(fromLedger ? [] : (["transactions"] as const)),
  ]
  const totals = fromLedger ? yield* readSums(stretch, interval) : yield* readWhole(stretch)
  return { totals, ledgerRows: rows, sources }
})

/** How many transactions the interval's quarter hours hold, whatever the filters. Fails when they are too many. */
const ledgerRowsOf = Effect.fnUntraced(function* ({ scope, interval }: JointStretch) {
  const source = sourceOf({ scope, filters: [] }, [])
  const edges = [floorOf(interval.from), ceilOf(interval.to)]
  const rows = sumOf(yield* segmentsOf(source, { scope, filters: [] }, edges)).count
  if (rows > LEDGER_ROWS_MAX) return yield* new TooManyRows({ rows, rowsMax: LEDGER_ROWS_MAX })
  return { rows, source }
})

const readWhole = Effect.fnUntraced(function* (stretch: JointStretch) {
  const { from, to } = stretch.interval
  const [firstWhole, lastWhole] = [ceilOf(from), floorOf(to)]
  if (firstWhole >= lastWhole) return yield* readSums(stretch, stretch.interval)
  const ends = [
    { from, to: firstWhole },
    { from: lastWhole, to },
  ].filter((end) => end.from < end.to)
  const [whole, ...rest] = yield* Effect.all(
    [
      Effect.map(segmentsOf(stretch.source, stretch, [firstWhole, lastWhole]), sumOf),
      ...ends.map((end) => readSums(stretch, end)),
    ],
    { concurrency: 2 },
  )
  return rest.reduce<Totals>(addTotals, whole ?? NO_TOTALS)
})

const sums = sqlQuery("joint-ledger-sums")
const Sums = Schema.Struct(totalsColumns)

/** Of the ledger, between two instants. */
export const readSums = Effect.fnUntraced(function* (
  { scope, filters }: Pick<JointStretch, "scope" | "filters">,
  interval: Interval,
) {
  const clickhouse = yield* ClickHouse
  const { statement, parameters } = withFilters(sums, filters)
  const asked = { ...interval, ...scopeParameters(scope), ...parameters }
  const [row] = yield* clickhouse.query(statement, asked, Sums)
  return row === undefined ? NO_TOTALS : toTotals(row)
})

/**
 * As much of the interval as surely holds `limit` entries behind a place, in the order of time: a rollup counts
 * stretches that double in length. All that is left of it, where the ledger alone can tell what matches.
 */
export const readWindow = Effect.fnUntraced(function* (
  stretch: JointStretch,
  {
    falling,
    place,
    limit,
  }: { readonly falling: boolean; readonly place: number | null; readonly limit: number },
) {
  const { from, to } = stretch.interval
  const rest = falling
    ? { from, to: place === null ? to : Math.min(to, place + 1) }
    : { from: place === null ? from : Math.max(from, place), to }
  if (stretch.source === "transactions" || rest.from >= rest.to) return rest
  const edges = doublingEdges(rest, falling)
  const segments = yield* segmentsOf(stretch.source, stretch, falling ? edges.toReversed() : edges)
  const countOf = (start: number) =>
    segments.find((segment) => segment.start === start)?.totals.count ?? 0
  // The first quarter of an hour may lie in front of the place: nothing in it counts.
  let counted = 0
  for (let i = 2; i < edges.length - 1; i++) {
    const [before, edge] = [edges[i - 1] as number, edges[i] as number]
    counted += countOf(falling ? edge : before)
    if (counted >= limit)
      return falling ? { from: edge, to: rest.to } : { from: rest.from, to: edge }
  }
  return rest
})

/** From one end of an interval to the other, on quarter hours, each stretch as long as all before it. */
const doublingEdges = ({ from, to }: Interval, falling: boolean): ReadonlyArray<number> => {
  const [first, last] = falling ? [ceilOf(to), floorOf(from)] : [floorOf(from), ceilOf(to)]
  const edges = [first]
  const sign = falling ? -1 : 1
  for (let length = QUARTER_HOUR_MS; length < Math.abs(last - first); length *= 2)
    edges.push(first + sign * length)
  return [...edges, last]
}
