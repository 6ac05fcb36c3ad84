import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type Day, dayOf, type Interval, intervalOfDays } from "./domain/calendar.ts"
import { edgesOf, type SegmentTotals, totalsIn } from "./domain/segments.ts"
import { type LedgerEntry, netOf, type Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { ALL_TIME, readLifetime, readSegments } from "./usage-sums.ts"

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
  {
    readonly page: (query: LedgerPageQuery) => Effect.Effect<LedgerPage, WarehouseError>
    /** The entry at a place, with the balance after it; null when there is none. */
    readonly entry: (
      account: string,
      place: LedgerKey,
    ) => Effect.Effect<LedgerEntry | null, WarehouseError>
  }
>()("warehouse/LedgerReader") {
  static readonly layer = Layer.effect(
    LedgerReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      return LedgerReader.of({
        page: Effect.fn("LedgerReader.page")(
          (query) => gate.reading(readPage(query)),
          Effect.provideService(ClickHouse, clickhouse),
        ),
        entry: Effect.fn("LedgerReader.entry")(
          (account, place) => gate.reading(readEntry(account, place)),
          Effect.provideService(ClickHouse, clickhouse),
        ),
      })
    }),
  )
}

const older = sqlQuery("ledger-older")
const newer = sqlQuery("ledger-newer")
const behind = sqlQuery("ledger-behind")

const readPage = Effect.fnUntraced(function* (query: LedgerPageQuery) {
  const { account, cursor, limit } = query
  const interval = query.interval ?? ALL_TIME
  const found = yield* readRows(query, interval)
  // One row more than asked for says whether there is another page.
  const rows = found.slice(0, limit)
  const newestFirst = cursor?.direction === "newer" ? rows.reverse() : rows
  const more = found.length > limit
  const [hasNewer, hasOlder] =
    cursor?.direction === "newer" ? [more, true] : [cursor !== null, more]
  const lifetime = yield* readLifetime(account)
  const newest = cursor === null && query.interval === null
  const passed = newest ? NOTHING_BEHIND : yield* readBehind(account, newestFirst[0], interval)
  const entries = withBalances(netOf(lifetime.totals) - passed.net, newestFirst)
  const { totals, days } = yield* readSums(query, entries)
  return {
    entries,
    hasNewer,
    hasOlder,
    offset: passed.entries,
    totals: totals ?? lifetime.totals,
    days,
  } satisfies LedgerPage
})

/** Rows newest first, and the balance after the newest. */
const withBalances = (newest: bigint, rows: ReadonlyArray<Row>): ReadonlyArray<LedgerEntry> => {
  let balance = newest
  return rows.map((row) => {
    const entry = toEntry(row, balance)
    balance -= entry.credits
    return entry
  })
}

const readRows = Effect.fnUntraced(function* (query: LedgerPageQuery, interval: Interval) {
  const clickhouse = yield* ClickHouse
  const { account, cursor } = query
  const limit = query.limit + 1
  if (cursor?.direction === "newer") {
    const place = { at: cursor.occurredAt, id: cursor.id }
    return yield* clickhouse.query(newer, { account, ...place, to: interval.to, limit }, Row)
  }
  // Without a cursor the page begins at the end of the interval, which is not in it.
  const place = { at: cursor?.occurredAt ?? interval.to, id: cursor?.id ?? "" }
  return yield* clickhouse.query(older, { account, ...place, from: interval.from, limit }, Row)
})

/** The first entry before the place right behind it: no id lies between two that differ by one U+0001. */
const readEntry = Effect.fnUntraced(function* (account: string, { occurredAt, id }: LedgerKey) {
  const clickhouse = yield* ClickHouse
  const [row] = yield* clickhouse.query(
    older,
    { account, at: occurredAt, id: `${id}\u0001`, from: ALL_TIME.from, limit: 1 },
    Row,
  )
  if (row?.id !== id) return null
  const lifetime = yield* readLifetime(account)
  const passed = yield* readBehind(account, row, ALL_TIME)
  return toEntry(row, netOf(lifetime.totals) - passed.net)
})

const Behind = Schema.Struct({ net: Schema.String, entries: Schema.String })
const NOTHING_BEHIND = { net: 0n, entries: 0 }

const readBehind = Effect.fnUntraced(function* (
  account: string,
  first: Row | undefined,
  { to }: Interval,
) {
  if (first === undefined) return NOTHING_BEHIND
  const clickhouse = yield* ClickHouse
  const parameters = { account, at: Number(first.at), id: first.id, to }
  const [row] = yield* clickhouse.query(behind, parameters, Behind)
  return row === undefined
    ? NOTHING_BEHIND
    : { net: storedDecimal(row.net), entries: Number(row.entries) }
})

/** Sums of the interval, if there is one, and of each day on the page, in one pass. */
const readSums = Effect.fnUntraced(function* (
  { account, timeZone, interval }: LedgerPageQuery,
  entries: ReadonlyArray<LedgerEntry>,
) {
  const days = [...new Set(entries.map(({ occurredAt }) => dayOf(occurredAt, timeZone)))]
  const intervals = days.map((day) => ({ day, ...intervalOfDays(day, day, timeZone) }))
  const edges = edgesOf(interval === null ? intervals : [...intervals, interval])
  const segments = edges.length === 0 ? NO_SEGMENTS : yield* readSegments(account, edges)
  return {
    totals: interval === null ? null : totalsIn(segments, interval),
    days: intervals.map((day) => ({ day: day.day, totals: totalsIn(segments, day) })),
  }
})
const NO_SEGMENTS: SegmentTotals = new Map()

const Row = Schema.Struct({
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
})

type Row = typeof Row.Type

const orNull = (text: string): string | null => (text === "" ? null : text)
const decimalOrNull = (text: string | null) => (text === null ? null : storedDecimal(text))

const toEntry = (row: Row, balanceAfter: bigint): LedgerEntry => ({
  id: row.id,
  type: row.type,
  operation: row.operation,
  description: row.description,
  category: row.category,
  credits: storedDecimal(row.delta),
  balanceAfter,
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
