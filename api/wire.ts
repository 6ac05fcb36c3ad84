/** From what the warehouse returns to what travels: bigint to decimal string, instant to RFC 3339. */
import type { AccountSummary } from "#warehouse/account-store.ts"
import type { Account } from "#warehouse/domain/account.ts"
import { dayOf, formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import type { Overview } from "#warehouse/domain/overview.ts"
import type { LedgerEntry, LedgerFacts, Totals } from "#warehouse/domain/transaction.ts"
import type * as Contract from "./contract.ts"

export const orNull = <A, B>(value: A | null, format: (value: A) => B): B | null =>
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
  ...wireFacts(entry, tz),
  balance_after: formatDecimal(entry.balanceAfter),
})

export const wireFacts = (entry: LedgerFacts, tz: string) => ({
  id: entry.id,
  type: entry.type,
  operation: entry.operation,
  description: entry.description,
  category: entry.category,
  credits: formatDecimal(entry.credits),
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
