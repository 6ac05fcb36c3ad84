/** The sums that readers are made of: lifetime, and many intervals at once. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { formatInstant, type Interval } from "./domain/calendar.ts"
import type { Lifetime } from "./domain/overview.ts"
import type { SegmentTotals } from "./domain/segments.ts"
import { NO_TOTALS, type Totals } from "./domain/transaction.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { type AccountScope, scopeParameters } from "./usage-sources.ts"

/** Behind every entry there can be: the end of a range that has none. */
export const END_OF_TIME = Date.UTC(2100, 0, 1)
export const ALL_TIME: Interval = { from: 0, to: END_OF_TIME }

/** Everything from an instant on. */
export const since = (from: number): Interval => ({ from, to: END_OF_TIME })

export const totalsColumns = {
  spend: Schema.String,
  purchase: Schema.String,
  refund: Schema.String,
  bonus: Schema.String,
  entries: Schema.String,
}

type TotalsRow = { readonly [K in keyof typeof totalsColumns]: string }

export const toTotals = (row: TotalsRow): Totals => ({
  spend: storedDecimal(row.spend),
  purchase: storedDecimal(row.purchase),
  refund: storedDecimal(row.refund),
  bonus: storedDecimal(row.bonus),
  count: Number(row.entries),
})

const seconds = (instant: number): number => Math.round(instant / 1000)

/** A whole second as a `DateTime` parameter: sessions are in UTC. */
export const secondText = (instant: number): string =>
  formatInstant(instant).slice(0, "YYYY-MM-DDThh:mm:ss".length).replace("T", " ")

/** Parameters of the statements that read a range. Both ends on quarter hours. */
export const rangeParameters = ({ from, to }: Interval) => ({
  from: seconds(from),
  to: seconds(to),
})

const lifetime = sqlQuery("lifetime")
const LifetimeRow = Schema.Struct({
  ...totalsColumns,
  first_at: Schema.String,
  last_at: Schema.String,
})

export const readLifetime = Effect.fnUntraced(function* (account: string) {
  const clickhouse = yield* ClickHouse
  const [row] = yield* clickhouse.query(lifetime, { account }, LifetimeRow)
  return row === undefined ? NO_LIFETIME : toLifetime(row)
})

const lifetimeOfAccounts = sqlQuery("lifetime-of-accounts")

/** As `readLifetime`, over all accounts of a scope. */
export const readLifetimeOf = Effect.fnUntraced(function* (scope: AccountScope) {
  const [only] = scope
  // In the same words as other readers of one account ask.
  if (scope !== "all" && scope.length === 1 && only !== undefined) return yield* readLifetime(only)
  const clickhouse = yield* ClickHouse
  const [row] = yield* clickhouse.query(lifetimeOfAccounts, scopeParameters(scope), LifetimeRow)
  return row === undefined || row.entries === "0" ? NO_LIFETIME : toLifetime(row)
})

export const NO_LIFETIME: Lifetime = { totals: NO_TOTALS, firstAt: null, lastAt: null }
const toLifetime = (row: typeof LifetimeRow.Type): Lifetime => ({
  totals: toTotals(row),
  firstAt: Number(row.first_at),
  lastAt: Number(row.last_at),
})

const bySegment = sqlQuery("usage-by-segment")
const SegmentRow = Schema.Struct({ start: Schema.Finite, ...totalsColumns })

/** `edges` ascending, on quarter hours, at least two; what lies outside of them is left out. */
export const readSegments = Effect.fnUntraced(function* (
  account: string,
  edges: ReadonlyArray<number>,
) {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(bySegment, segmentParameters(account, edges), SegmentRow)
  const segments: SegmentTotals = new Map(rows.map((row) => [row.start * 1000, toTotals(row)]))
  return segments
})

const segmentParameters = (account: string, edges: ReadonlyArray<number>) => ({
  account,
  edges: edges.map(seconds),
  ...rangeParameters({ from: edges[0] ?? 0, to: edges.at(-1) ?? 0 }),
})

export interface AccountSums {
  readonly lifetime: Lifetime
  readonly segments: SegmentTotals
}

/** Both at once: `readLifetime` and `readSegments`. */
export const readAccountSums = (account: string, edges: ReadonlyArray<number>) =>
  Effect.all(
    { lifetime: readLifetime(account), segments: readSegments(account, edges) },
    { concurrency: 2 },
  )

const lifetimes = sqlQuery("lifetimes")
const NamedLifetimeRow = Schema.Struct({ account: Schema.String, ...LifetimeRow.fields })
const segmentsOfMany = sqlQuery("usage-by-account-and-segment")
const NamedSegmentRow = Schema.Struct({ account: Schema.String, ...SegmentRow.fields })

/** As `readLifetime`, of many accounts; none for one without entries. */
export const readLifetimes = Effect.fnUntraced(function* (accounts: ReadonlyArray<string>) {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(lifetimes, { accounts }, NamedLifetimeRow)
  return new Map(rows.map((row) => [row.account, toLifetime(row)]))
})

/** As `readAccountSums`, for many accounts and the same edges. */
export const readSumsOfAccounts = Effect.fnUntraced(function* (
  accounts: ReadonlyArray<string>,
  edges: ReadonlyArray<number>,
) {
  const clickhouse = yield* ClickHouse
  const { account: _, ...stretch } = segmentParameters("", edges)
  const [lifetimeOf, rows] = yield* Effect.all(
    [
      readLifetimes(accounts),
      clickhouse.query(segmentsOfMany, { accounts, ...stretch }, NamedSegmentRow),
    ],
    { concurrency: 2 },
  )
  const rowsOf = Map.groupBy(rows, ({ account }) => account)
  return new Map(
    accounts.map((account): [string, AccountSums] => [
      account,
      {
        lifetime: lifetimeOf.get(account) ?? NO_LIFETIME,
        segments: new Map(
          (rowsOf.get(account) ?? []).map((row) => [row.start * 1000, toTotals(row)]),
        ),
      },
    ]),
  )
})
