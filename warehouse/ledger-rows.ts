/** Rows of the ledger in any of its orders, from a place on. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type Interval, QUARTER_HOUR_MS } from "./domain/calendar.ts"
import type { Filters } from "./domain/filters.ts"
import {
  isByCredits,
  isDescending,
  type LedgerPlace,
  type LedgerSort,
} from "./domain/ledger-order.ts"
import type { LedgerEntry, LedgerFacts } from "./domain/transaction.ts"
import { withFilters } from "./filter-sql.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { END_OF_TIME } from "./usage-sums.ts"

const newest = sqlQuery("ledger-newest")
const older = sqlQuery("ledger-older")
const newer = sqlQuery("ledger-newer")
const lower = sqlQuery("ledger-lower")
const higher = sqlQuery("ledger-higher")

export interface RowsQuery {
  readonly account: string
  readonly interval: Interval
  readonly filters: Filters
  readonly sort: LedgerSort
  /** Null: from the beginning of the order. `next` goes on behind the place, `prev` back in front of it. */
  readonly from: { readonly direction: "next" | "prev"; readonly place: LedgerPlace } | null
  readonly limit: number
}

/** In the order of the sort; going back, those nearest to the place. */
export const readLedgerRows = Effect.fnUntraced(function* (query: RowsQuery) {
  const { sort, from } = query
  const back = from?.direction === "prev"
  const falling = isDescending(sort) !== back
  const rows = yield* isByCredits(sort) ? byCredits(query, falling) : byTime(query, falling)
  return back ? rows.toReversed() : rows
})

const byTime = Effect.fnUntraced(function* (query: RowsQuery, falling: boolean) {
  const clickhouse = yield* ClickHouse
  const { account, filters, limit } = query
  const { from, to } = query.interval
  // Without a place: from an end of the interval, which ids, never empty, come behind.
  const start = { occurredAt: falling ? to : from, id: "" }
  const { occurredAt: at, id } = query.from?.place ?? start
  if (falling && at === END_OF_TIME && from === 0) {
    const { statement, parameters } = withFilters(newest, filters)
    return yield* clickhouse.query(statement, { account, limit, ...parameters }, Row)
  }
  if (falling) {
    const { statement, parameters } = withFilters(older, filters)
    return yield* clickhouse.query(statement, { account, at, id, from, limit, ...parameters }, Row)
  }
  const { statement, parameters } = withFilters(newer, filters)
  return yield* clickhouse.query(statement, { account, at, id, to, limit, ...parameters }, Row)
})

/** Beyond the credits of any entry. */
const BEYOND = 10n ** 18n

const byCredits = Effect.fnUntraced(function* (query: RowsQuery, falling: boolean) {
  const clickhouse = yield* ClickHouse
  const start = { credits: falling ? BEYOND : -BEYOND, occurredAt: 0, id: "" }
  const { credits, occurredAt, id } = query.from?.place ?? start
  const { statement, parameters } = withFilters(falling ? lower : higher, query.filters)
  const { from, to } = query.interval
  const asked = { account: query.account, credits, at: occurredAt, id, from, to }
  return yield* clickhouse.query(statement, { ...asked, limit: query.limit, ...parameters }, Row)
})

export const ledgerColumns = {
  id: Schema.String,
  type: Schema.Literals(["spend", "purchase", "refund", "bonus"]),
  operation: Schema.String,
  description: Schema.String,
  category: Schema.String,
  delta: Schema.String,
  at: Schema.String,
  quantity: Schema.NullOr(Schema.String),
  unit: Schema.String,
  reference: Schema.String,
  refers_to: Schema.String,
  amount: Schema.NullOr(Schema.String),
  currency: Schema.String,
  actor: Schema.String,
  properties: Schema.Record(Schema.String, Schema.String),
}
const Row = Schema.Struct(ledgerColumns)

export type LedgerRow = typeof Row.Type

/** When the quarter of an hour began that a row lies in. */
export const quarterOf = ({ at }: LedgerRow): number => Number(at) - (Number(at) % QUARTER_HOUR_MS)

export const placeOf = ({ at, id, delta }: LedgerRow): LedgerPlace => ({
  occurredAt: Number(at),
  id,
  credits: storedDecimal(delta),
})

const orNull = (text: string): string | null => (text === "" ? null : text)
const decimalOrNull = (text: string | null) => (text === null ? null : storedDecimal(text))

export const toEntry = (row: LedgerRow, balanceAfter: bigint): LedgerEntry => ({
  ...toFacts(row),
  balanceAfter,
})

export const toFacts = (row: LedgerRow): LedgerFacts => ({
  id: row.id,
  type: row.type,
  operation: row.operation,
  description: row.description,
  category: row.category,
  credits: storedDecimal(row.delta),
  occurredAt: Number(row.at),
  quantity: decimalOrNull(row.quantity),
  unit: orNull(row.unit),
  reference: orNull(row.reference),
  refersTo: orNull(row.refers_to),
  amount: decimalOrNull(row.amount),
  currency: orNull(row.currency),
  actor: orNull(row.actor),
  properties: row.properties,
})
