import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type Day, dayOf, type Interval, intervalOfDays } from "./domain/calendar.ts"
import { edgesOf, type SegmentTotals, totalsIn } from "./domain/segments.ts"
import type { LedgerEntry, Totals } from "./domain/transaction.ts"
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
const entriesBehind = sqlQuery("entries-behind")

const readPage = Effect.fnUntraced(function* (query: LedgerPageQuery) {
  const { account, cursor, limit } = query
  const interval = query.interval ?? ALL_TIME
  const found = yield* readRows(query, interval)
  // One row more than asked for says whether there is another page.
  const page = found.slice(0, limit)
  const entries = cursor?.direction === "newer" ? page.reverse() : page
  const more = found.length > limit
  const [hasNewer, hasOlder] =
    cursor?.direction === "newer" ? [more, true] : [cursor !== null, more]
  // Nothing of the interval is newer than its newest page.
  const offset = cursor === null ? 0 : yield* countBehind(account, entries[0], interval)
  const { totals, days } = yield* readSums(query, entries)
  return { entries, hasNewer, hasOlder, offset, totals, days } satisfies LedgerPage
})

const readRows = Effect.fnUntraced(function* (query: LedgerPageQuery, interval: Interval) {
  const clickhouse = yield* ClickHouse
  const { account, cursor } = query
  const limit = query.limit + 1
  const rows =
    cursor?.direction === "newer"
      ? yield* clickhouse.query(
          newer,
          { account, at: cursor.occurredAt, id: cursor.id, to: interval.to, limit },
          Row,
        )
      : yield* clickhouse.query(
          older,
          // Without a cursor the page begins at the end of the interval, which is not in it.
          {
            account,
            at: cursor?.occurredAt ?? interval.to,
            id: cursor?.id ?? "",
            from: interval.from,
            limit,
          },
          Row,
        )
  return rows.map(toEntry)
})

/** The first entry before the place right behind it: no id lies between two that differ by one U+0001. */
const readEntry = Effect.fnUntraced(function* (account: string, { occurredAt, id }: LedgerKey) {
  const clickhouse = yield* ClickHouse
  const [row] = yield* clickhouse.query(
    older,
    { account, at: occurredAt, id: `${id}\u0001`, from: ALL_TIME.from, limit: 1 },
    Row,
  )
  return row?.id === id ? toEntry(row) : null
})

const Count = Schema.Struct({ entries: Schema.String })

const countBehind = Effect.fnUntraced(function* (
  account: string,
  first: LedgerEntry | undefined,
  { to }: Interval,
) {
  if (first === undefined) return 0
  const clickhouse = yield* ClickHouse
  const parameters = { account, at: first.occurredAt, id: first.id, to }
  const [row] = yield* clickhouse.query(entriesBehind, parameters, Count)
  return Number(row?.entries ?? 0)
})

/** Sums of the whole interval and of each day on the page, in one pass over the days. */
const readSums = Effect.fnUntraced(function* (
  { account, timeZone, interval }: LedgerPageQuery,
  entries: ReadonlyArray<LedgerEntry>,
) {
  const days = [...new Set(entries.map(({ occurredAt }) => dayOf(occurredAt, timeZone)))]
  const intervals = days.map((day) => ({ day, ...intervalOfDays(day, day, timeZone) }))
  const edges = edgesOf(interval === null ? intervals : [...intervals, interval])
  const segments = edges.length === 0 ? NO_SEGMENTS : yield* readSegments(account, edges)
  return {
    totals:
      interval === null ? (yield* readLifetime(account)).totals : totalsIn(segments, interval),
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
  credits: Schema.String,
  balance_after: Schema.String,
  occurred_at: Schema.String,
  quantity: Schema.NullOr(Schema.String),
  unit: Schema.String,
  reference: Schema.String,
  refers_to: Schema.String,
  amount: Schema.NullOr(Schema.String),
  currency: Schema.String,
  actor: Schema.String,
  properties: Schema.Record(Schema.String, Schema.String),
})

const orNull = (text: string): string | null => (text === "" ? null : text)
const decimalOrNull = (text: string | null) => (text === null ? null : storedDecimal(text))

const toEntry = (row: typeof Row.Type): LedgerEntry => ({
  id: row.id,
  type: row.type,
  operation: row.operation,
  description: row.description,
  category: row.category,
  credits: storedDecimal(row.credits),
  balanceAfter: storedDecimal(row.balance_after),
  occurredAt: Number(row.occurred_at),
  quantity: decimalOrNull(row.quantity),
  unit: orNull(row.unit),
  reference: orNull(row.reference),
  refersTo: orNull(row.refers_to),
  amount: decimalOrNull(row.amount),
  currency: orNull(row.currency),
  actor: orNull(row.actor),
  properties: row.properties,
})
