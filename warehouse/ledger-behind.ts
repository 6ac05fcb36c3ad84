/** What an account's ledger holds behind a page's newest row: it gives the row's balance and number. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Interval } from "./domain/calendar.ts"
import type { LedgerKey } from "./domain/ledger-order.ts"
import { type SegmentTotals, totalsIn } from "./domain/segments.ts"
import { netOf } from "./domain/transaction.ts"
import { type LedgerRow, quarterOf } from "./ledger-rows.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { END_OF_TIME, since } from "./usage-sums.ts"

export interface Behind {
  readonly net: bigint
  /** Those before the interval's end. */
  readonly entries: number
}

export const NOTHING_BEHIND: Behind = { net: 0n, entries: 0 }

const behind = sqlQuery("ledger-behind")
const BehindRow = Schema.Struct({ net: Schema.String, entries: Schema.String })

/** Of any place. */
export const readBehind = Effect.fnUntraced(function* (
  account: string,
  { occurredAt, id }: LedgerKey,
  { to }: Interval,
) {
  const clickhouse = yield* ClickHouse
  const [row] = yield* clickhouse.query(behind, { account, at: occurredAt, id, to }, BehindRow)
  const found: Behind =
    row === undefined
      ? NOTHING_BEHIND
      : { net: storedDecimal(row.net), entries: Number(row.entries) }
  return found
})

/** A quarter of an hour that begins between two rows of a page, and the rows since. */
export interface QuarterBetween {
  readonly from: number
  readonly newer: ReadonlyArray<LedgerRow>
}

/** Newest first, no others between them. Null where all of them lie in one quarter. */
export const quarterBetween = (rows: ReadonlyArray<LedgerRow>): QuarterBetween | null => {
  const [first] = rows
  if (first === undefined) return null
  const from = quarterOf(first)
  const older = rows.findIndex((row) => quarterOf(row) < from)
  return older === -1 ? null : { from, newer: rows.slice(0, older) }
}

/** Where the segments have to be cut for `behindFrom`. */
export const edgesBehind = (between: QuarterBetween | null, { to }: Interval) =>
  between === null ? [] : [between.from, to, END_OF_TIME]

/** All since the quarter's beginning but the page's own rows: so the rollup is enough. */
export const behindFrom = (
  { from, newer }: QuarterBetween,
  segments: SegmentTotals,
  { to }: Interval,
): Behind => ({
  net: newer.reduce(
    (net, { delta }) => net - storedDecimal(delta),
    netOf(totalsIn(segments, since(from))),
  ),
  entries: totalsIn(segments, { from, to }).count - newer.length,
})
