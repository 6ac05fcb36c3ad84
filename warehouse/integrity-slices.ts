/** Cuts the warehouse into slices to compare, by what is in the ledger: a faulty rollup changes no cut. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { QUARTER_HOUR_MS } from "./domain/calendar.ts"
import type { WarehouseError } from "./errors.ts"
import type { Slice } from "./rollup-checks.ts"
import { sqlQuery } from "./sql-files.ts"
import { END_OF_TIME } from "./usage-sums.ts"

/** Entries of the ledger in a slice, about: a comparison of so many is a fifth of a second of one core. */
export const SLICE_ENTRIES = 100_000
// A slice of time reads when every entry of the ledger occurred, so there are not too many of them.
const TIME_SLICES_MAX = 32

/** Behind every account: none is as long. */
const BEHIND_ACCOUNTS = "\u{10FFFF}".repeat(129)
const WHOLE: Slice = { account: "", lastAccount: BEHIND_ACCOUNTS, from: 0, to: END_OF_TIME }

const ledgerSliceEnd = sqlQuery("ledger-slice-end")
const accountSliceEnd = sqlQuery("account-slice-end")
const entriesPerDay = sqlQuery("entries-per-day")

const LedgerEnd = Schema.Struct({ account: Schema.String, at: Schema.Number })
const AccountEnd = Schema.Struct({ last_account: Schema.String })
const DayEntries = Schema.Struct({ at: Schema.Number, entries: Schema.String })

/** All of one account. */
export const sliceOfAccount = (account: string): Slice => ({
  account,
  lastAccount: account,
  from: 0,
  to: END_OF_TIME,
})

/** The slice behind another one, or the first; null when that was the last. */
type NextSlice = (before: Slice | null) => Effect.Effect<Slice | null, WarehouseError, ClickHouse>

const nextInLedger: NextSlice = Effect.fnUntraced(function* (before) {
  if (before?.to === END_OF_TIME) return null
  const clickhouse = yield* ClickHouse
  const begin = before === null ? WHOLE : { ...WHOLE, account: before.lastAccount, from: before.to }
  const { account, from } = begin
  const parameters = { account, from: from / 1000, entries: SLICE_ENTRIES }
  const [end] = yield* clickhouse.query(ledgerSliceEnd, parameters, LedgerEnd)
  if (end === undefined) return begin
  const at = end.at * 1000
  // A quarter of an hour is never cut, however much there is in it.
  const to = end.account === account ? Math.max(at, from + QUARTER_HOUR_MS) : at
  return { account, from, lastAccount: end.account, to }
})

const nextAccounts: NextSlice = Effect.fnUntraced(function* (before) {
  if (before?.lastAccount === BEHIND_ACCOUNTS) return null
  const clickhouse = yield* ClickHouse
  const account = before?.lastAccount ?? ""
  const parameters = { account, entries: SLICE_ENTRIES }
  const [end] = yield* clickhouse.query(accountSliceEnd, parameters, AccountEnd)
  return { ...WHOLE, account, lastAccount: end?.last_account ?? BEHIND_ACCOUNTS }
})

const timeSlices = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const days = yield* clickhouse.query(entriesPerDay, {}, DayEntries)
  const total = days.reduce((sum, { entries }) => sum + Number(entries), 0)
  const wanted = Math.max(SLICE_ENTRIES, total / TIME_SLICES_MAX)
  const edges = [WHOLE.from]
  let gathered = 0
  for (const { at, entries } of days) {
    if (gathered >= wanted) {
      edges.push(at * 1000)
      gathered = 0
    }
    gathered += Number(entries)
  }
  return edges.map((from, i): Slice => ({ ...WHOLE, from, to: edges[i + 1] ?? WHOLE.to }))
})

const each = Effect.fnUntraced(function* <E, R>(
  next: NextSlice,
  use: (slice: Slice) => Effect.Effect<void, E, R>,
) {
  let slice = yield* next(null)
  while (slice !== null) {
    yield* use(slice)
    slice = yield* next(slice)
  }
})

/** Every slice in turn; what comes in meanwhile may move the ends of those to come, and leaves no hole. */
export const eachSlice = {
  ledger: <E, R>(use: (slice: Slice) => Effect.Effect<void, E, R>) => each(nextInLedger, use),
  account: <E, R>(use: (slice: Slice) => Effect.Effect<void, E, R>) => each(nextAccounts, use),
  time: Effect.fnUntraced(function* <E, R>(use: (slice: Slice) => Effect.Effect<void, E, R>) {
    yield* Effect.forEach(yield* timeSlices, use, { discard: true })
  }),
}
