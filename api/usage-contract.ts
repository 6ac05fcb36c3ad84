/** The wire of everything that is summed up over time: series, breakdowns, statements, balances. */
import { Schema } from "effect"
import { GRAINS } from "#warehouse/domain/buckets.ts"
import { COMPARISONS, MATCHES } from "#warehouse/domain/comparison.ts"
import { MEASURES } from "#warehouse/domain/dimensions.ts"
import { STATEMENT_SPANS } from "#warehouse/domain/statement.ts"
import { SOURCE_TABLES } from "#warehouse/usage-sources.ts"
import { Day, Decimal, Instant, JointTransaction, Meta, Totals, totalsFields } from "./contract.ts"

/**
 * `source`: the tables that the figures came from. `ledger_rows`: how many transactions were counted
 * through for it; null where rollups had everything.
 */
export const UsageMeta = Schema.Struct({
  ...Meta.fields,
  source: Schema.Array(Schema.Literals(SOURCE_TABLES)),
  ledger_rows: Schema.NullOr(Schema.Int),
}).annotate({ identifier: "UsageMeta" })
export type UsageMeta = typeof UsageMeta.Type

/**
 * `compared_until`: where the last day compared with ends early, at the quarter of an hour of that day that today
 * has come to, because the range ends today; null where it is whole, or nothing is compared.
 */
export const ComparedMeta = Schema.Struct({
  ...UsageMeta.fields,
  compared_until: Schema.NullOr(Instant),
}).annotate({ identifier: "ComparedMeta" })

const Change = Schema.NullOr(Schema.Finite).annotate({
  description: "A fraction of what it is compared with; null where that is zero",
})

/** `value`: by the measure. `share`: a fraction of the total's value. The last two only with `compare`. */
const groupFields = {
  value: Decimal,
  share: Schema.Finite,
  ...totalsFields,
  previous: Schema.optionalKey(Decimal),
  change: Schema.optionalKey(Change),
}

/** `key`: its name in `values`. An empty text stands for transactions that sent none. */
export const UsageGroup = Schema.Struct({
  key: Schema.String,
  category: Schema.optionalKey(Schema.String),
  operation: Schema.optionalKey(Schema.String),
  type: Schema.optionalKey(Schema.String),
  account: Schema.optionalKey(Schema.String),
  actor: Schema.optionalKey(Schema.String),
  properties: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  ...groupFields,
}).annotate({ identifier: "UsageGroup" })
export type UsageGroup = typeof UsageGroup.Type

/** All groups that are not listed, and how many they are. */
export const OtherGroups = Schema.Struct({ groups: Schema.Int, ...groupFields }).annotate({
  identifier: "OtherGroups",
})

const splitFields = {
  values: Schema.optionalKey(Schema.Record(Schema.String, Decimal)),
  other: Schema.optionalKey(Decimal),
}

/**
 * `balance`: of the account, or of all accounts asked for, at the bucket's end, whatever the filters.
 * `complete`: the bucket is over. By day and without filters, `usual` is the median use of the same
 * weekday in the eight weeks before, and `flagged` marks a high-usage day. `values`: by the measure, for
 * each listed group that is not zero there, by its key; `other` for the groups that are not listed.
 */
export const UsageBucket = Schema.Struct({
  bucket: Schema.String,
  from: Instant,
  to: Instant,
  ...totalsFields,
  balance: Decimal,
  complete: Schema.Boolean,
  usual: Schema.NullOr(Decimal),
  flagged: Schema.Boolean,
  ...splitFields,
}).annotate({ identifier: "UsageBucket" })
export type UsageBucket = typeof UsageBucket.Type

const comparedFields = {
  compare: Schema.Literals(COMPARISONS),
  match: Schema.Literals(MATCHES),
  first_day: Day,
  last_day: Day,
  from: Instant,
  to: Instant,
}

/** `against`: the bucket of the series that this one stands behind, null where it has none. */
export const UsageComparison = Schema.Struct({
  ...comparedFields,
  days: Schema.Int,
  series: Schema.Array(
    Schema.Struct({
      bucket: Schema.String,
      against: Schema.NullOr(Schema.String),
      from: Instant,
      to: Instant,
      ...totalsFields,
      ...splitFields,
    }),
  ),
  total: Schema.Struct(totalsFields),
  average_per_day: Decimal,
  change: Change,
}).annotate({ identifier: "UsageComparison" })
export type UsageComparison = typeof UsageComparison.Type

/**
 * `average_per_day` and `highest` are about the measure, over the calendar days of the range. `groups`
 * and `other` are what the whole range is split into; with `by` only.
 */
export const Usage = Schema.Struct({
  grain: Schema.Literals(GRAINS),
  first_day: Day,
  last_day: Day,
  days: Schema.Int,
  opening_balance: Decimal,
  measure: Schema.Literals(MEASURES),
  series: Schema.Array(UsageBucket),
  total: Schema.Struct(totalsFields),
  average_per_day: Decimal,
  highest: Schema.NullOr(Schema.Struct({ bucket: Schema.String, spend: Decimal, value: Decimal })),
  by: Schema.Array(Schema.String),
  groups: Schema.optionalKey(Schema.Array(UsageGroup)),
  other: Schema.optionalKey(Schema.NullOr(OtherGroups)),
  comparison: Schema.NullOr(UsageComparison),
  meta: ComparedMeta,
}).annotate({ identifier: "Usage" })
export type Usage = typeof Usage.Type

/** Listed in the order of `sort`; `other` holds what `limit` left out. */
export const Breakdown = Schema.Struct({
  by: Schema.Array(Schema.String),
  measure: Schema.Literals(MEASURES),
  first_day: Day,
  last_day: Day,
  values: Schema.Array(UsageGroup),
  other: Schema.NullOr(OtherGroups),
  total: OtherGroups,
  comparison: Schema.NullOr(Schema.Struct(comparedFields)),
  meta: ComparedMeta,
}).annotate({ identifier: "Breakdown" })
export type Breakdown = typeof Breakdown.Type

/** `opening` + `purchased` + `bonus` + `refunded` − `spent` = `closing`. */
const statementFields = {
  opening: Decimal,
  purchased: Decimal,
  bonus: Decimal,
  refunded: Decimal,
  spent: Decimal,
  closing: Decimal,
  count: Schema.Int,
}

/** `bucket`: the month, or the first day of the billing period. Spans are whole, the open one so far. */
export const StatementRow = Schema.Struct({
  bucket: Schema.String,
  first_day: Day,
  last_day: Day,
  from: Instant,
  to: Instant,
  ...statementFields,
  complete: Schema.Boolean,
}).annotate({ identifier: "StatementRow" })

/** Oldest first; each opens with what the one before closed with. `total`: over all of them. */
export const Statement = Schema.Struct({
  per: Schema.Literals(STATEMENT_SPANS),
  first_day: Day,
  last_day: Day,
  statement: Schema.Array(StatementRow),
  total: Schema.Struct(statementFields),
  meta: UsageMeta,
}).annotate({ identifier: "Statement" })
export type Statement = typeof Statement.Type

/** `balance`: at the bucket's end. `change`: what the bucket added to it. */
export const BalanceHistory = Schema.Struct({
  grain: Schema.Literals(GRAINS),
  first_day: Day,
  last_day: Day,
  opening_balance: Decimal,
  balances: Schema.Array(
    Schema.Struct({
      bucket: Schema.String,
      from: Instant,
      to: Instant,
      balance: Decimal,
      change: Decimal,
      count: Schema.Int,
      complete: Schema.Boolean,
    }),
  ),
  closing_balance: Decimal,
  meta: UsageMeta,
}).annotate({ identifier: "BalanceHistory" })
export type BalanceHistory = typeof BalanceHistory.Type

/**
 * Newest first unless sorted otherwise; equal ones by account and id. `next` goes on in that order, `prev` back.
 * `count` and `sum`: of everything that range and filters let through, counted.
 */
export const JointTransactions = Schema.Struct({
  transactions: Schema.Array(JointTransaction),
  next: Schema.NullOr(Schema.String),
  prev: Schema.NullOr(Schema.String),
  offset: Schema.Int,
  count: Schema.Int,
  sum: Totals,
  meta: UsageMeta,
}).annotate({ identifier: "JointTransactions" })
export type JointTransactions = typeof JointTransactions.Type

/** After the `count` transactions that occurred before `at`; null: after all there are. */
const balanceFields = {
  at: Schema.NullOr(Instant),
  balance: Decimal,
  count: Schema.Int,
  meta: UsageMeta,
}
export const Balance = Schema.Struct({ account: Schema.String, ...balanceFields }).annotate({
  identifier: "Balance",
})
export type Balance = typeof Balance.Type

/** The same of all accounts together. */
export const BalanceOfAll = Schema.Struct(balanceFields).annotate({ identifier: "BalanceOfAll" })
export type BalanceOfAll = typeof BalanceOfAll.Type
