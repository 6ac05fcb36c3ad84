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
import { OverviewReader } from "#warehouse/overview-reader.ts"
import type { Credential } from "./access.ts"
import { fieldsRefused, noSuchAccount } from "./problem.ts"

/**
 * The account, if the credential may read it. An account of somebody else is looked up too, so that it
 * answers as a missing one does, in the same time.
 */
export const readableAccount = Effect.fnUntraced(function* (credential: Credential, name: string) {
  const accounts = yield* AccountStore
  const account = yield* accounts.get(name)
  const allowed = credential.accounts === null || credential.accounts.includes(name)
  if (account === null || !allowed) return yield* noSuchAccount()
  return account
})

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

/** The days of a query; without words for them, those of `otherwise`. */
export const scopeOf = Effect.fnUntraced(function* (
  account: Account,
  words: RangeWords,
  otherwise: Range,
) {
  const now = yield* Clock.currentTimeMillis
  const tz = words.tz ?? account.timeZone
  const days = yield* daysOf(account, words, { otherwise, now, tz })
  const scope: Scope = { tz, now, days, interval: intervalOfDays(days.first, days.last, tz) }
  return scope
})

const daysOf = Effect.fnUntraced(function* (
  account: Account,
  words: RangeWords,
  { otherwise, now, tz }: { otherwise: Range; now: number; tz: string },
) {
  if (words.from !== undefined && words.to !== undefined)
    return { first: words.from, last: words.to }
  const range = words.range ?? otherwise
  // Only `all` depends on the ledger; the others cost nothing to resolve.
  const lifetime =
    range === "all"
      ? (yield* (yield* OverviewReader).overview(account, now)).lifetime
      : { firstAt: null, lastAt: null }
  return resolveRange(range, {
    now,
    timeZone: tz,
    periodAnchorDay: account.periodAnchorDay,
    firstAt: lifetime.firstAt,
    lastAt: lifetime.lastAt,
  })
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
