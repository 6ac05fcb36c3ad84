/**
 * Count and sums of what a ledger's filters let through: exact from the rollup where it has the columns,
 * exact from the ledger up to a limit, and else estimated from a sample, which the answer says.
 */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type Interval, QUARTER_HOUR_MS } from "./domain/calendar.ts"
import { askOnly, type Filters } from "./domain/filters.ts"
import { estimateTotals, type Sample, sampleQuarters } from "./domain/ledger-estimate.ts"
import {
  isByCredits,
  isDescending,
  type LedgerPlace,
  type LedgerSort,
} from "./domain/ledger-order.ts"
import type { Lifetime } from "./domain/overview.ts"
import { addTotals, NO_TOTALS, type Totals } from "./domain/transaction.ts"
import { withFilters } from "./filter-sql.ts"
import { sqlQuery } from "./sql-files.ts"
import { rangeParameters, secondText, toTotals, totalsColumns } from "./usage-sums.ts"

/** So many matching entries are counted one by one. */
export const COUNTED_MAX = 10_000
/** And so many entries are looked through for it, whatever matches: more are sampled. */
const LOOKED_THROUGH_MAX = 100_000

export interface MatchingTotals {
  readonly totals: Totals
  readonly exact: boolean
  /** Matching entries in front of the page; null when they were not counted. */
  readonly passed: number | null
}

export interface TotalsQuery {
  readonly account: string
  readonly interval: Interval
  readonly filters: Filters
  readonly sort: LedgerSort
  /** Where the page's first entry stands; null at the beginning of the list. */
  readonly place: LedgerPlace | null
  readonly lifetime: Lifetime
}

export const readMatchingTotals = Effect.fnUntraced(function* (query: TotalsQuery) {
  const { account, interval, filters } = query
  if (askOnly(filters, ["type", "category"])) {
    const totals = yield* readRangeTotals(account, interval, filters)
    // What is exact anyway needs no look at the ledger, but for the number of the page's first entry.
    const look = query.place !== null && totals.count <= COUNTED_MAX
    const passed = look ? (yield* readMatching(query, COUNTED_MAX)).passed : null
    return { totals, exact: true, passed } satisfies MatchingTotals
  }
  const all = yield* readRangeTotals(account, interval, [])
  const few = all.count <= LOOKED_THROUGH_MAX
  const matching = yield* readMatching(query, few ? LOOKED_THROUGH_MAX : COUNTED_MAX + 1)
  if (few || matching.totals.count <= COUNTED_MAX)
    return { ...matching, exact: true } satisfies MatchingTotals
  const sample = yield* readSample(query, all.count)
  const totals = estimateTotals(all.count, sample, matching.totals)
  return { totals, exact: false, passed: null } satisfies MatchingTotals
})

const ofRange = sqlQuery("ledger-totals")
const atEnds = sqlQuery("ledger-totals-at-ends")
const Sums = Schema.Struct(totalsColumns)

const floorOf = (instant: number): number => instant - (instant % QUARTER_HOUR_MS)

/** Of any stretch: whole quarter hours from the rollup, what is left at its ends from the ledger. */
const readRangeTotals = Effect.fnUntraced(function* (
  account: string,
  { from, to }: Interval,
  filters: Filters,
) {
  const clickhouse = yield* ClickHouse
  const firstWhole = Math.min(floorOf(from + QUARTER_HOUR_MS - 1), to)
  const lastWhole = Math.max(floorOf(to), firstWhole)
  const { statement, parameters } = withFilters(ofRange, filters)
  const range = rangeParameters({ from: firstWhole, to: lastWhole })
  const [whole] = yield* clickhouse.query(statement, { account, ...range, ...parameters }, Sums)
  const totals = whole === undefined ? NO_TOTALS : toTotals(whole)
  if (from === firstWhole && to === lastWhole) return totals
  const ends = withFilters(atEnds, filters)
  const [rest] = yield* clickhouse.query(
    ends.statement,
    { account, from, first_whole: firstWhole, last_whole: lastWhole, to, ...ends.parameters },
    Sums,
  )
  return rest === undefined ? totals : addTotals(totals, toTotals(rest))
})

const matching = sqlQuery("ledger-matching")
const Matching = Schema.Struct({ ...totalsColumns, passed: Schema.String })
const NOWHERE: LedgerPlace = { credits: 0n, occurredAt: 0, id: "" }

const readMatching = Effect.fnUntraced(function* (query: TotalsQuery, limit: number) {
  const clickhouse = yield* ClickHouse
  const { account, interval, filters, sort } = query
  const { credits, occurredAt, id } = query.place ?? NOWHERE
  const { statement, parameters } = withFilters(matching, filters)
  const order = {
    placed: query.place === null ? 0 : 1,
    by_credits: isByCredits(sort) ? 1 : 0,
    descending: isDescending(sort) ? 1 : 0,
  }
  const [row] = yield* clickhouse.query(
    statement,
    { account, ...interval, ...order, credits, at: occurredAt, id, limit, ...parameters },
    Matching,
  )
  if (row === undefined) return { totals: NO_TOTALS, passed: 0 }
  return { totals: toTotals(row), passed: Number(row.passed) }
})

const sampled = sqlQuery("ledger-sample")
const Sampled = Schema.Struct({ ...totalsColumns, sampled: Schema.String })

const readSample = Effect.fnUntraced(function* (query: TotalsQuery, entries: number) {
  const clickhouse = yield* ClickHouse
  const { account, filters, lifetime } = query
  const { from, to } = query.interval
  const lived = {
    from: Math.max(from, lifetime.firstAt ?? from),
    to: Math.min(to, (lifetime.lastAt ?? to) + QUARTER_HOUR_MS),
  }
  const quarters = sampleQuarters(lived, entries).map(secondText)
  const { statement, parameters } = withFilters(sampled, filters)
  const asked = { account, quarters, ...parameters }
  const [row] = yield* clickhouse.query(statement, asked, Sampled)
  const none: Sample = { entries: 0, totals: NO_TOTALS }
  return row === undefined ? none : { entries: Number(row.sampled), totals: toTotals(row) }
})
