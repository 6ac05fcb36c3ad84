/**
 * The balance after each row of a page. Neighbours in the ledger add up from one of them; rows that stand
 * apart (filtered, or in another order) start from the quarter of an hour that each lies in.
 */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { SegmentTotals } from "./domain/segments.ts"
import { type LedgerEntry, netOf } from "./domain/transaction.ts"
import { type LedgerRow, quarterOf, toEntry } from "./ledger-rows.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { END_OF_TIME, secondText } from "./usage-sums.ts"

/** Rows newest first that have no others between them, and the balance after the newest. */
export const runningBalances = (
  newest: bigint,
  rows: ReadonlyArray<LedgerRow>,
): ReadonlyArray<LedgerEntry> => {
  let balance = newest
  return rows.map((row) => {
    const entry = toEntry(row, balance)
    balance -= entry.credits
    return entry
  })
}

/** The edges at which the segments for `scatteredBalances` have to be cut; the last is behind all entries. */
export const edgesBetween = (rows: ReadonlyArray<LedgerRow>): ReadonlyArray<number> =>
  rows.length === 0 ? [] : [...new Set(rows.map(quarterOf)), END_OF_TIME]

const within = sqlQuery("ledger-within-quarters")
const Gained = Schema.Struct({ id: Schema.String, gained: Schema.String })

/** By id, what the balance gained from the beginning of each row's quarter up to it. */
export const readGained = Effect.fnUntraced(function* (
  account: string,
  rows: ReadonlyArray<LedgerRow>,
) {
  if (rows.length === 0) return NOTHING_GAINED
  const clickhouse = yield* ClickHouse
  const asked = {
    account,
    quarters: quartersOf(rows).map(secondText),
    ids: rows.map(({ id }) => id),
  }
  const found = yield* clickhouse.query(within, asked, Gained)
  const gained: ReadonlyMap<string, bigint> = new Map(
    found.map(({ id, gained }) => [id, storedDecimal(gained)]),
  )
  return gained
})
const NOTHING_GAINED: ReadonlyMap<string, bigint> = new Map()

/** `balance`: the account's, after all there is. `segments`: all of the account's, from the first edge on. */
export const scatteredBalances = (
  rows: ReadonlyArray<LedgerRow>,
  {
    balance,
    segments,
    gained,
  }: {
    readonly balance: bigint
    readonly segments: SegmentTotals
    readonly gained: ReadonlyMap<string, bigint>
  },
): ReadonlyArray<LedgerEntry> => {
  const before = balancesBefore(quartersOf(rows), balance, segments)
  return rows.map((row) => {
    const [start, gain] = [before.get(quarterOf(row)), gained.get(row.id)]
    if (start === undefined || gain === undefined)
      throw new Error("an entry of a page is missing from its own quarter of an hour")
    return toEntry(row, start + gain)
  })
}

/** Newest first. */
const quartersOf = (rows: ReadonlyArray<LedgerRow>): ReadonlyArray<number> =>
  [...new Set(rows.map(quarterOf))].sort((a, b) => b - a)

/** The balance at the beginning of each quarter: all there is, less what came since. Newest first. */
const balancesBefore = (
  quarters: ReadonlyArray<number>,
  balance: bigint,
  segments: SegmentTotals,
): ReadonlyMap<number, bigint> => {
  const newestFirst = [...segments].sort(([a], [b]) => b - a)
  const before = new Map<number, bigint>()
  let [rest, passed] = [balance, 0]
  for (const quarter of quarters) {
    for (; (newestFirst[passed]?.[0] ?? -1) >= quarter; passed++)
      rest -= netOf((newestFirst[passed] as (typeof newestFirst)[number])[1])
    before.set(quarter, rest)
  }
  return before
}
