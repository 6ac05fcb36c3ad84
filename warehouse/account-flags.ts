/** The rule for high-usage days, account by account: a day that is high for one may be none in the sum. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { bucketsOf } from "./domain/buckets.ts"
import { addDays, type Day, dayOf } from "./domain/calendar.ts"
import type { Filters } from "./domain/filters.ts"
import {
  type Expectation,
  type HighUsageRule,
  historyDays,
  judgeDays,
} from "./domain/high-usage.ts"
import { edgesOf } from "./domain/segments.ts"
import { withFilters } from "./filter-sql.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { rangeParameters } from "./usage-sums.ts"

/** Accounts that are judged on their own: those with the largest single days. */
export const ACCOUNTS_JUDGED_MAX = 100

export interface AccountFlagsQuery {
  /** Those that may be judged; null for all. */
  readonly accounts: ReadonlyArray<string> | null
  readonly timeZone: string
  /** By account, type and category: what a rollup has of each account. */
  readonly filters: Filters
  readonly days: { readonly first: Day; readonly last: Day }
  readonly rule: HighUsageRule
  readonly now: number
}

export interface AccountFlag {
  readonly account: string
  readonly day: Day
  readonly spend: bigint
  readonly expectation: Expectation
}

export interface AccountFlags {
  readonly judged: number
  /** Accounts with a day that reaches the rule's floor. */
  readonly accounts: number
  /** Largest excess first. */
  readonly flags: ReadonlyArray<AccountFlag>
}

const largestDays = sqlQuery("largest-days")
const spendByAccount = sqlQuery("spend-by-account-and-segment")
const firstEntries = sqlQuery("first-entries")

const LargestRow = Schema.Struct({ account: Schema.String, in_all: Schema.NumberFromString })
const SpendRow = Schema.Struct({
  account: Schema.String,
  start: Schema.Finite,
  spend: Schema.String,
})
const FirstRow = Schema.Struct({ account: Schema.String, first: Schema.NumberFromString })

const stretchOf = (edges: ReadonlyArray<number>) => ({
  edges: edges.map((edge) => edge / 1000),
  ...rangeParameters({ from: edges[0] ?? 0, to: edges.at(-1) ?? 0 }),
})

export const readAccountFlags = Effect.fnUntraced(function* (query: AccountFlagsQuery) {
  const { timeZone, days, rule } = query
  const clickhouse = yield* ClickHouse
  const asked = bucketsOf("day", days, timeZone)
  const most = withFilters(largestDays, query.filters)
  const largest = yield* clickhouse.query(
    most.statement,
    {
      ...most.parameters,
      ...stretchOf(edgesOf(asked)),
      everyone: query.accounts === null ? 1 : 0,
      accounts: query.accounts ?? [],
      floor: rule.floor,
      limit: ACCOUNTS_JUDGED_MAX,
    },
    LargestRow,
  )
  const accounts = largest.map(({ account }) => account)
  if (accounts.length === 0) return { judged: 0, accounts: 0, flags: [] } satisfies AccountFlags
  const first = addDays(days.first, -historyDays(rule))
  const buckets = bucketsOf("day", { first, last: days.last }, timeZone)
  const each = withFilters(spendByAccount, query.filters)
  const segments = { ...each.parameters, ...stretchOf(edgesOf(buckets)), accounts }
  const rows = yield* clickhouse.query(each.statement, segments, SpendRow)
  const firsts = yield* clickhouse.query(firstEntries, { accounts }, FirstRow)
  const firstAt = new Map(firsts.map(({ account, first }) => [account, first]))
  const spends = new Map(rows.map((row) => [`${row.start} ${row.account}`, row.spend]))

  const flags = accounts.flatMap((account) => {
    const firstKnown = dayOf(firstAt.get(account) ?? query.now, timeZone)
    const known = buckets
      .filter(({ key }) => key >= firstKnown)
      .map(({ key, from, to }) => ({
        day: key,
        spend: storedDecimal(spends.get(`${from / 1000} ${account}`) ?? "0"),
        complete: to <= query.now,
      }))
    const inRange = known.filter(({ day }) => day >= days.first)
    const judged = judgeDays(known.slice(0, known.length - inRange.length), inRange, rule)
    return inRange.flatMap(({ day, spend }, i): ReadonlyArray<AccountFlag> => {
      const { expectation = null, flagged = false } = judged[i] ?? {}
      return flagged && expectation !== null ? [{ account, day, spend, expectation }] : []
    })
  })
  return {
    judged: accounts.length,
    accounts: largest[0]?.in_all ?? 0,
    flags: flags.sort(byExcess),
  } satisfies AccountFlags
})

const byExcess = (a: AccountFlag, b: AccountFlag): number => {
  const difference = b.spend - b.expectation.usual - (a.spend - a.expectation.usual)
  if (difference !== 0n) return difference > 0n ? 1 : -1
  return `${a.day} ${a.account}` < `${b.day} ${b.account}` ? -1 : 1
}
