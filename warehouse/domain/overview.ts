/** The figures of the Usage page's head: pure arithmetic over sums of the ledger. */
import type { Account } from "./account.ts"
import {
  addDays,
  asFarInto,
  type BillingPeriod,
  billingPeriod,
  countDays,
  type Day,
  dayOf,
  type Interval,
  intervalOfDays,
  previousBillingPeriod,
} from "./calendar.ts"
import { divideRounded, ratio } from "./decimal.ts"
import { netOf, type Totals } from "./transaction.ts"

export const RUNWAY_DAYS = 14
export const RUNWAY_USE_DAYS_MIN = 3

export interface Lifetime {
  readonly totals: Totals
  readonly firstAt: number | null
  readonly lastAt: number | null
}

/** The spans whose sums an overview is made of. All of them are made of whole days of the account's zone. */
export interface OverviewSpans {
  readonly today: Day
  readonly period: BillingPeriod
  /** The period's days up to today, so that "used" is what a chart of them adds up to. */
  readonly soFar: Interval
  /**
   * The previous period from its first day up to the day that has the same number as today in this one, and in
   * that as far as today has come; whole, where it has no such day.
   */
  readonly previous: Interval & { readonly firstDay: Day; readonly lastDay: Day }
  /** The complete days the runway is reckoned from, oldest first. */
  readonly recent: ReadonlyArray<Interval>
}

export interface OverviewSums {
  readonly lifetime: Lifetime
  /** Everything from the period's start on, also behind its end. */
  readonly sincePeriodStart: Totals
  readonly soFar: Totals
  readonly previous: Totals
  /** Spend of each of `recent`, in its order. */
  readonly recentSpend: ReadonlyArray<bigint>
}

export interface Overview {
  readonly balance: bigint
  readonly spans: OverviewSpans
  readonly days: number
  readonly daysElapsed: number
  /** The share of the period that is over, by the clock, 0–1. */
  readonly elapsed: number
  readonly used: bigint
  readonly refunded: bigint
  readonly usedPrevious: bigint
  /** Use of this period divided by its calendar days so far, today included. */
  readonly averagePerDay: bigint
  readonly allowance: bigint
  readonly allowanceFrom: "plan" | "balance"
  /** Percent; null when there is no allowance to divide by. */
  readonly usageRate: number | null
  /** Percentage points ahead of the elapsed share; negative is under it. */
  readonly pace: number | null
  readonly lifetime: Lifetime
  readonly runwayDays: number | null
  readonly low: boolean
}

export const overviewSpans = (account: Account, now: number): OverviewSpans => {
  const zone = account.timeZone
  const today = dayOf(now, zone)
  const period = billingPeriod(now, account.periodAnchorDay, zone)
  const before = previousBillingPeriod(period, account.periodAnchorDay, zone)
  const sameDay = addDays(before.firstDay, countDays(period.firstDay, today) - 1)
  const lastDay = sameDay < before.lastDay ? sameDay : before.lastDay
  const recent = Array.from({ length: RUNWAY_DAYS }, (_, i) => {
    const day = addDays(today, i - RUNWAY_DAYS)
    return intervalOfDays(day, day, zone)
  })
  const previous = {
    firstDay: before.firstDay,
    lastDay,
    ...intervalOfDays(before.firstDay, lastDay, zone),
    ...(lastDay === sameDay && { to: asFarInto(lastDay, now, zone) }),
  }
  const soFar = intervalOfDays(period.firstDay, today, zone)
  return { today, period, soFar, previous, recent }
}

export const overviewOf = (
  account: Account,
  now: number,
  spans: OverviewSpans,
  sums: OverviewSums,
): Overview => {
  const { period, today } = spans
  const balance = netOf(sums.lifetime.totals)
  const used = sums.soFar.spend
  const days = countDays(period.firstDay, period.lastDay)
  const daysElapsed = countDays(period.firstDay, today)
  const elapsed = ratio(BigInt(now - period.from), BigInt(period.to - period.from))
  const opening = balance - netOf(sums.sincePeriodStart)
  const added = sums.soFar.purchase + sums.soFar.bonus + sums.soFar.refund
  const allowance = account.allowance ?? opening + added
  const usageRate = allowance > 0n ? ratio(used * 100n, allowance) : null
  return {
    balance,
    spans,
    days,
    daysElapsed,
    elapsed,
    used,
    refunded: sums.soFar.refund,
    usedPrevious: sums.previous.spend,
    averagePerDay: divideRounded(used, BigInt(daysElapsed)),
    allowance,
    allowanceFrom: account.allowance === null ? "balance" : "plan",
    usageRate,
    pace: usageRate === null ? null : Math.round((usageRate - elapsed * 100) * 1e6) / 1e6,
    lifetime: sums.lifetime,
    runwayDays: runway(balance, sums.recentSpend),
    low: account.lowBalanceMark !== null && balance <= account.lowBalanceMark,
  }
}

const runway = (balance: bigint, recentSpend: ReadonlyArray<bigint>): number | null => {
  const total = recentSpend.reduce((sum, spend) => sum + spend, 0n)
  if (recentSpend.filter((spend) => spend > 0n).length < RUNWAY_USE_DAYS_MIN) return null
  if (balance <= 0n) return 0
  return Number((balance * BigInt(recentSpend.length)) / total)
}
