/** From what the warehouse returns to what travels: bigint to decimal string, instant to RFC 3339. */
import type { AccountSummary } from "#warehouse/account-store.ts"
import type { Account } from "#warehouse/domain/account.ts"
import { dayOf, formatInstant } from "#warehouse/domain/calendar.ts"
import { divideRounded, formatDecimal, ratio } from "#warehouse/domain/decimal.ts"
import type { Overview } from "#warehouse/domain/overview.ts"
import {
  addTotals,
  type LedgerEntry,
  NO_TOTALS,
  type Totals,
} from "#warehouse/domain/transaction.ts"
import type { CategoryUsage, Series, SeriesBucket } from "#warehouse/usage-reader.ts"
import type * as Contract from "./contract.ts"

const orNull = <A, B>(value: A | null, format: (value: A) => B): B | null =>
  value === null ? null : format(value)

export const wireTotals = (totals: Totals): Contract.Totals => ({
  spend: formatDecimal(totals.spend),
  purchase: formatDecimal(totals.purchase),
  refund: formatDecimal(totals.refund),
  bonus: formatDecimal(totals.bonus),
  count: totals.count,
})

export const wireAccount = (account: Account): Contract.Account => ({
  account: account.account,
  name: account.name,
  time_zone: account.timeZone,
  plan: account.plan,
  allowance: orNull(account.allowance, formatDecimal),
  period_anchor_day: account.periodAnchorDay,
  low_balance_mark: orNull(account.lowBalanceMark, formatDecimal),
  about: account.about,
})

export const wireAccountSummary = (summary: AccountSummary): Contract.AccountSummary => ({
  ...wireAccount(summary),
  balance: formatDecimal(summary.balance),
  used_30d: formatDecimal(summary.used30d),
  last_activity: orNull(summary.lastActivity, formatInstant),
})

export const wireOverview = (
  account: string,
  overview: Overview,
): Omit<Contract.Overview, "meta"> => {
  const { period, previous, today } = overview.spans
  const { totals, firstAt, lastAt } = overview.lifetime
  return {
    account,
    balance: formatDecimal(overview.balance),
    available: formatDecimal(overview.balance),
    period: {
      from: formatInstant(period.from),
      to: formatInstant(period.to),
      first_day: period.firstDay,
      last_day: period.lastDay,
      today,
      days: overview.days,
      days_elapsed: overview.daysElapsed,
      elapsed: overview.elapsed,
    },
    used: formatDecimal(overview.used),
    refunded: formatDecimal(overview.refunded),
    previous: {
      from: formatInstant(previous.from),
      to: formatInstant(previous.to),
      first_day: previous.firstDay,
      last_day: previous.lastDay,
      used: formatDecimal(overview.usedPrevious),
    },
    average_per_day: formatDecimal(overview.averagePerDay),
    allowance: formatDecimal(overview.allowance),
    allowance_from: overview.allowanceFrom,
    usage_rate: overview.usageRate,
    pace: overview.pace,
    lifetime: {
      spent: formatDecimal(totals.spend),
      purchased: formatDecimal(totals.purchase),
      refunded: formatDecimal(totals.refund),
      bonus: formatDecimal(totals.bonus),
      count: totals.count,
      first_at: orNull(firstAt, formatInstant),
      last_at: orNull(lastAt, formatInstant),
    },
    runway_days: overview.runwayDays,
    low: overview.low,
  }
}

export const wireEntry = (entry: LedgerEntry, tz: string): Contract.Transaction => ({
  id: entry.id,
  type: entry.type,
  operation: entry.operation,
  description: entry.description,
  category: entry.category,
  credits: formatDecimal(entry.credits),
  balance_after: formatDecimal(entry.balanceAfter),
  occurred_at: formatInstant(entry.occurredAt),
  day: dayOf(entry.occurredAt, tz),
  quantity: orNull(entry.quantity, formatDecimal),
  unit: entry.unit,
  reference: entry.reference,
  refers_to: entry.refersTo,
  amount: orNull(entry.amount, formatDecimal),
  currency: entry.currency,
  actor: entry.actor,
  properties: entry.properties,
})

const wireBucket = (bucket: SeriesBucket, byCategory: boolean): Contract.UsageBucket => ({
  bucket: bucket.key,
  from: formatInstant(bucket.from),
  to: formatInstant(bucket.to),
  ...wireTotals(bucket.totals),
  balance: formatDecimal(bucket.balance),
  complete: bucket.complete,
  usual: orNull(bucket.usual, formatDecimal),
  flagged: bucket.flagged,
  ...(byCategory
    ? {
        values: Object.fromEntries(
          bucket.values.map(({ category, spend }) => [category, formatDecimal(spend)]),
        ),
      }
    : {}),
})

/** `days`: calendar days of the range, what the average is reckoned over. */
export const wireSeries = (series: Series, days: number, byCategory: boolean) => {
  const highest = series.buckets.reduce<SeriesBucket | null>(
    (best, bucket) => (bucket.totals.spend > (best?.totals.spend ?? 0n) ? bucket : best),
    null,
  )
  return {
    opening_balance: formatDecimal(series.openingBalance),
    series: series.buckets.map((bucket) => wireBucket(bucket, byCategory)),
    total: wireTotals(series.totals),
    average_per_day: formatDecimal(divideRounded(series.totals.spend, BigInt(days))),
    highest: orNull(highest, ({ key, totals }) => ({
      bucket: key,
      spend: formatDecimal(totals.spend),
    })),
  }
}

export const wireBreakdown = (usage: ReadonlyArray<CategoryUsage>) => {
  const total = usage.reduce((sum, { totals }) => addTotals(sum, totals), NO_TOTALS)
  return {
    by: ["category" as const],
    values: usage.map(({ category, totals }) => ({
      category,
      share: total.spend === 0n ? 0 : ratio(totals.spend, total.spend),
      ...wireTotals(totals),
    })),
    other: null,
    total: wireTotals(total),
  }
}
