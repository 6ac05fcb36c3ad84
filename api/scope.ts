/** From the words of a query to the days and instants that it asks for. */
import { Clock, Effect } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import type { Account } from "#warehouse/domain/account.ts"
import type { Grain } from "#warehouse/domain/buckets.ts"
import {
  countDays,
  HOUR_MS,
  type Interval,
  intervalOfDays,
  weekdayOf,
} from "#warehouse/domain/calendar.ts"
import { type DayRange, type Range, resolveRange } from "#warehouse/domain/range.ts"
import { StatementReader } from "#warehouse/statement-reader.ts"
import type { AccountScope } from "#warehouse/usage-sources.ts"
import type { Credential } from "./access.ts"
import { mayRead } from "./credential.ts"
import { fieldsRefused, noSuchAccount } from "./problem.ts"

/**
 * The account, if the credential may read it. An account of somebody else is not looked up: whether it
 * exists changes neither the answer nor the time that it takes.
 */
export const readableAccount = Effect.fnUntraced(function* (credential: Credential, name: string) {
  if (!mayRead(credential, name)) return yield* noSuchAccount()
  const accounts = yield* AccountStore
  return (yield* accounts.get(name)) ?? (yield* noSuchAccount())
})

/** Who a question is about, and how their days are counted unless it says. */
export interface Subject extends Pick<Account, "timeZone" | "periodAnchorDay"> {
  readonly accounts: AccountScope
}

export const subjectOf = (account: Account): Subject => ({
  accounts: [account.account],
  timeZone: account.timeZone,
  periodAnchorDay: account.periodAnchorDay,
})

/** Everything that the credential may read: accounts have days of their own, so together they have UTC's. */
export const everyoneReadable = (credential: Pick<Credential, "accounts">): Subject => ({
  accounts: credential.accounts ?? "all",
  timeZone: "UTC",
  periodAnchorDay: 1,
})

/** One account, if the credential may read it; without a name all that it may. */
export const readableSubject = (credential: Credential, account: string | undefined) =>
  account === undefined
    ? Effect.succeed(everyoneReadable(credential))
    : Effect.map(readableAccount(credential, account), subjectOf)

interface RangeWords {
  readonly range?: Range
  readonly from?: string
  readonly to?: string
  readonly tz?: string
}

export interface Scope {
  readonly tz: string
  readonly now: number
  readonly days: DayRange
  readonly interval: Interval
}

/** The days of a query about one account; without words for them, those of `otherwise`. */
export const scopeOf = (account: Account, words: RangeWords, otherwise: Range) =>
  subjectScopeOf(subjectOf(account), words, otherwise)

export const subjectScopeOf = Effect.fnUntraced(function* (
  subject: Subject,
  words: RangeWords,
  otherwise: Range,
) {
  const now = yield* Clock.currentTimeMillis
  const tz = words.tz ?? subject.timeZone
  const days = yield* daysOf(subject, words, { otherwise, now, tz })
  const scope: Scope = { tz, now, days, interval: intervalOfDays(days.first, days.last, tz) }
  return scope
})

const NO_ENTRIES = { firstAt: null, lastAt: null }

const daysOf = Effect.fnUntraced(function* (
  { accounts, periodAnchorDay }: Subject,
  words: RangeWords,
  { otherwise, now, tz }: { otherwise: Range; now: number; tz: string },
) {
  if (words.from !== undefined && words.to !== undefined)
    return { first: words.from, last: words.to }
  const range = words.range ?? otherwise
  // Only `all` depends on the ledger; the others cost nothing to resolve.
  const { firstAt, lastAt } =
    range === "all" ? yield* (yield* StatementReader).lifetime(accounts) : NO_ENTRIES
  return resolveRange(range, { now, timeZone: tz, periodAnchorDay, firstAt, lastAt })
})

const BUCKETS_MAX = 400
const DAYS_MAX = 3_660

const bucketCount: Record<Grain, (scope: Scope) => number> = {
  hour: ({ interval }) => Math.ceil((interval.to - interval.from) / HOUR_MS),
  day: ({ days }) => countDays(days.first, days.last),
  week: ({ days }) => Math.ceil((countDays(days.first, days.last) + weekdayOf(days.first) - 1) / 7),
  month: ({ days }) => monthOf(days.last) - monthOf(days.first) + 1,
  quarter: ({ days }) => quarterOf(days.last) - quarterOf(days.first) + 1,
}
const coarser: Record<Grain, string> = {
  hour: "ask for fewer days, or for grain=day",
  day: "ask for fewer days, or for grain=week",
  week: "ask for fewer days, or for grain=month",
  month: "ask for fewer days, or for grain=quarter",
  quarter: "ask for fewer days",
}
/** Counted on from year 0. */
const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
const quarterOf = (day: string) => Math.floor(monthOf(day) / 3)

/** A series is bounded: longer ones are refused with the limit, never cut short. */
export const checkBuckets = Effect.fnUntraced(function* (grain: Grain, scope: Scope) {
  const [count, max] = [bucketCount[grain](scope), grain === "day" ? DAYS_MAX : BUCKETS_MAX]
  if (count <= max) return
  const message = `${scope.days.first} to ${scope.days.last} would be ${count} buckets, and at most ${max} are served: ${coarser[grain]}`
  return yield* fieldsRefused("invalidQuery", [
    { pointer: "/grain", code: "too_many_buckets", message },
  ])
})

/** Groups times buckets, those that it is compared with included. */
const CELLS_MAX = 400_000

export const checkCells = Effect.fnUntraced(function* (
  grain: Grain,
  scope: Scope,
  groups: { readonly limit: number; readonly compared: boolean },
) {
  const count = bucketCount[grain](scope) * (groups.compared ? 2 : 1) * (groups.limit + 1)
  if (count <= CELLS_MAX) return
  const message = `${groups.limit} groups would make up to ${count} figures, and at most ${CELLS_MAX} are served: list fewer groups, or ${coarser[grain]}`
  return yield* fieldsRefused("invalidQuery", [
    { pointer: "/limit", code: "too_many_cells", message },
  ])
})
