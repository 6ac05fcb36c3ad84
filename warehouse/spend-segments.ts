/** Spend between neighbouring instants, of some accounts together or of all. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { rangeParameters } from "./usage-sums.ts"

const firstEntry = sqlQuery("first-entry")
const ofAccounts = sqlQuery("spend-by-segment")
const ofAll = sqlQuery("spend-by-segment-of-all")

const FirstRow = Schema.Struct({ first_at: Schema.NumberFromString })
const SegmentRow = Schema.Struct({
  start: Schema.Finite,
  spend: Schema.String,
  entries: Schema.NumberFromString,
})

/** `accounts`: null for all of them. Null when they have no entries. */
export const readFirstEntry = Effect.fnUntraced(function* (accounts: ReadonlyArray<string> | null) {
  const clickhouse = yield* ClickHouse
  const asked = { everyone: accounts === null ? 1 : 0, accounts: accounts ?? [] }
  const [row] = yield* clickhouse.query(firstEntry, asked, FirstRow)
  return row?.first_at ?? null
})

export interface SpendSegment {
  readonly spend: bigint
  /** Of every type. */
  readonly entries: number
}

/** By the edge at which each begins, those without entries missing. `edges` as for `readSegments`. */
export const readSpendSegments = Effect.fnUntraced(function* (
  accounts: ReadonlyArray<string> | null,
  edges: ReadonlyArray<number>,
) {
  const clickhouse = yield* ClickHouse
  const stretch = {
    edges: edges.map((edge) => Math.round(edge / 1000)),
    ...rangeParameters({ from: edges[0] ?? 0, to: edges.at(-1) ?? 0 }),
  }
  const rows =
    accounts === null
      ? yield* clickhouse.query(ofAll, stretch, SegmentRow)
      : yield* clickhouse.query(ofAccounts, { ...stretch, accounts }, SegmentRow)
  return new Map(
    rows.map(({ start, spend, entries }): [number, SpendSegment] => [
      start * 1000,
      { spend: storedDecimal(spend), entries },
    ]),
  )
})
