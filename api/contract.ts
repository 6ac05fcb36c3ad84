/**
 * The wire: one schema per shape validates, types the dashboard's client and renders `/openapi.json`.
 * JSON is snake_case, credits and amounts are decimal strings, times RFC 3339 in UTC with milliseconds.
 */
import { Schema } from "effect"
import { SCOPES } from "#warehouse/domain/access-scope.ts"

export const Decimal = Schema.String.annotate({
  identifier: "Decimal",
  description: "An exact decimal with at most 6 fractional digits",
})
export const Instant = Schema.String.annotate({
  identifier: "Instant",
  description: "RFC 3339 with milliseconds, in UTC",
})
export const Day = Schema.String.annotate({
  identifier: "Day",
  description: "A calendar day, YYYY-MM-DD, in the answer's zone",
})
export const TransactionType = Schema.Literals(["spend", "purchase", "refund", "bonus"])

/** What the log holds and the figures do not: nothing where no log stands in front of the warehouse. */
export const Lag = Schema.Struct({ messages: Schema.Int, seconds: Schema.Number }).annotate({
  identifier: "Lag",
})

/** `complete_to`: everything that arrived before it is in the figures. */
export const Meta = Schema.Struct({
  complete_to: Instant,
  lag: Lag,
  generated_at: Instant,
  tz: Schema.String,
  from: Schema.NullOr(Instant),
  to: Schema.NullOr(Instant),
}).annotate({ identifier: "Meta" })
export type Meta = typeof Meta.Type

/** Positive sums per type, and the number of transactions in them. */
export const totalsFields = {
  spend: Decimal,
  purchase: Decimal,
  refund: Decimal,
  bonus: Decimal,
  count: Schema.Int,
}
export const Totals = Schema.Struct(totalsFields).annotate({ identifier: "Totals" })
export type Totals = typeof Totals.Type

const account = {
  account: Schema.String,
  name: Schema.String,
  time_zone: Schema.String,
  plan: Schema.NullOr(Schema.String),
  allowance: Schema.NullOr(Decimal),
  period_anchor_day: Schema.Int,
  low_balance_mark: Schema.NullOr(Decimal),
  about: Schema.NullOr(Schema.String),
}
export const Account = Schema.Struct(account).annotate({ identifier: "Account" })
export type Account = typeof Account.Type

export const AccountAnswer = Schema.Struct({ ...account, meta: Meta })
export type AccountAnswer = typeof AccountAnswer.Type

export const AccountSummary = Schema.Struct({
  ...account,
  balance: Decimal,
  used_30d: Decimal,
  last_activity: Schema.NullOr(Instant),
}).annotate({ identifier: "AccountSummary" })
export type AccountSummary = typeof AccountSummary.Type

export const Accounts = Schema.Struct({
  accounts: Schema.Array(AccountSummary),
  next: Schema.NullOr(Schema.String),
  meta: Meta,
}).annotate({ identifier: "Accounts" })
export type Accounts = typeof Accounts.Type

/** `usage_rate` is a percentage, `pace` percentage points ahead of the period, `elapsed` a fraction. */
export const Overview = Schema.Struct({
  account: Schema.String,
  balance: Decimal,
  available: Decimal,
  period: Schema.Struct({
    from: Instant,
    to: Instant,
    first_day: Day,
    last_day: Day,
    today: Day,
    days: Schema.Int,
    days_elapsed: Schema.Int,
    elapsed: Schema.Finite,
  }),
  used: Decimal,
  refunded: Decimal,
  /** Use in the previous period up to the same share of days, for a fair comparison. */
  previous: Schema.Struct({
    from: Instant,
    to: Instant,
    first_day: Day,
    last_day: Day,
    used: Decimal,
  }),
  average_per_day: Decimal,
  allowance: Decimal,
  allowance_from: Schema.Literals(["plan", "balance"]),
  usage_rate: Schema.NullOr(Schema.Finite),
  pace: Schema.NullOr(Schema.Finite),
  lifetime: Schema.Struct({
    spent: Decimal,
    purchased: Decimal,
    refunded: Decimal,
    bonus: Decimal,
    count: Schema.Int,
    first_at: Schema.NullOr(Instant),
    last_at: Schema.NullOr(Instant),
  }),
  /** Whole days at the mean use of the last 14 complete days; null with fewer than 3 days of use. */
  runway_days: Schema.NullOr(Schema.Int),
  low: Schema.Boolean,
  meta: Meta,
}).annotate({ identifier: "Overview" })
export type Overview = typeof Overview.Type

const transactionFields = {
  id: Schema.String,
  type: TransactionType,
  operation: Schema.String,
  description: Schema.String,
  category: Schema.String,
  credits: Decimal,
  occurred_at: Instant,
  day: Day,
  quantity: Schema.NullOr(Decimal),
  unit: Schema.NullOr(Schema.String),
  reference: Schema.NullOr(Schema.String),
  refers_to: Schema.NullOr(Schema.String),
  amount: Schema.NullOr(Decimal),
  currency: Schema.NullOr(Schema.String),
  actor: Schema.NullOr(Schema.String),
  properties: Schema.Record(Schema.String, Schema.String),
}

/** `credits` are signed. `reference` is a link only when it is an https URL. */
export const Transaction = Schema.Struct({
  ...transactionFields,
  balance_after: Decimal,
}).annotate({ identifier: "Transaction" })
export type Transaction = typeof Transaction.Type

/** Without a balance: one after it runs in its own account, where `/v1/accounts/{account}/transactions/{id}` tells it. */
export const JointTransaction = Schema.Struct({
  account: Schema.String,
  ...transactionFields,
}).annotate({ identifier: "JointTransaction" })

/**
 * Newest first unless sorted otherwise. `next` goes on in that order, `prev` back. `count` and `sum` are of
 * everything that range and filters let through: exact, or an `estimate` where more than 10,000 of more
 * than 100,000 entries match what no rollup holds. `days`: whole-day sums of each day on the page,
 * whatever the filters.
 */
export const Transactions = Schema.Struct({
  transactions: Schema.Array(Transaction),
  days: Schema.Array(Schema.Struct({ day: Day, ...totalsFields })),
  next: Schema.NullOr(Schema.String),
  prev: Schema.NullOr(Schema.String),
  /** Entries in front of the first one of this page: "51–100 of 1,284". */
  offset: Schema.Int,
  count: Schema.Int,
  count_is: Schema.Literals(["exact", "estimate"]).annotate({
    description:
      "Whether count and sum were counted. An estimate has three digits, and comes when more than 10,000 of more than 100,000 entries match: ask for fewer days, or filter by type and category alone, for exact figures",
  }),
  sum: Totals,
  meta: Meta,
}).annotate({ identifier: "Transactions" })
export type Transactions = typeof Transactions.Type

/** These shapes are in files of their own; whoever types against the wire finds them here too. */
export type { ApiKeyShown as ApiKey, Audit, CreatedKey, Keys } from "./access-contract.ts"
export type { CheckBody, Checked, ExportJob, Manifest, ReportName } from "./export-contract.ts"
export type { Forecast } from "./forecast-contract.ts"
export type { LiveEnd, LiveWatermark } from "./live-contract.ts"
export type { Proof } from "./proof-contract.ts"
export type { RefundCheck } from "./refund-contract.ts"
export type { Breakdown, Statement, Usage, UsageBucket } from "./usage-contract.ts"

export const FieldError = Schema.Struct({
  pointer: Schema.String,
  code: Schema.String,
  message: Schema.String,
}).annotate({ identifier: "FieldError" })
export type FieldError = typeof FieldError.Type

export const LateBy = Schema.String.annotate({
  identifier: "LateBy",
  description:
    "How long after it occurred an event was received, when that is more than 24 hours: an ISO 8601 duration such as P3DT4H5M6S. Its own day and every balance behind it have changed.",
})

/** RFC 9457: `type` is stable and for machines, `detail` is for people; `errors` name every bad field. */
export const Problem = Schema.Struct({
  type: Schema.String,
  title: Schema.String,
  status: Schema.Int,
  detail: Schema.String,
  errors: Schema.optionalKey(Schema.Array(FieldError)),
}).annotate({ identifier: "Problem" })
export type Problem = typeof Problem.Type

export const Session = Schema.Struct({
  /** What this session may read: every account, or a list. */
  accounts: Schema.NullOr(Schema.Array(Schema.String)),
  admin: Schema.Boolean,
  scopes: Schema.Array(Schema.Literals(SCOPES)),
  /** `admin`, `key:ID` or `token:ACCOUNT`. */
  holder: Schema.String,
  /** When what it was exchanged for is over; null: when it is revoked. */
  expires_at: Schema.NullOr(Instant),
}).annotate({ identifier: "Session" })
export type Session = typeof Session.Type
