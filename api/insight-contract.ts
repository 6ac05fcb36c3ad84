/** The shapes of high-usage days. */
import { Schema } from "effect"
import { Decimal, Meta } from "./contract.ts"

const Day = Schema.String
const Ratio = Schema.NullOr(Schema.Finite)

/** The rule's constants, as they were used. `scale` turns a median absolute deviation into a deviation. */
export const HighUsageRule = Schema.Struct({
  deviations: Decimal,
  scale: Decimal,
  ratio: Decimal,
  floor: Decimal,
  weeks: Schema.Int,
  samples: Schema.Int,
  recent_days: Schema.Int,
}).annotate({ identifier: "HighUsageRule" })

const use = {
  used: Decimal,
  expected: Decimal,
  /** Negative where less was used than expected. */
  excess: Decimal,
}

/** Of the day's excess. Above 1 where others fell behind. */
const cause = { ...use, share: Ratio, entries: Schema.Int }

/** Excesses of `values` and `others` add up to the day's. `value` is null for entries that name none. */
export const Causes = Schema.Struct({
  values: Schema.Array(Schema.Struct({ value: Schema.NullOr(Schema.String), ...cause })),
  others: Schema.NullOr(Schema.Struct(cause)),
}).annotate({ identifier: "Causes" })

/** `basis`: measured by the same weekday of the weeks before, or by all recent days. */
const expectation = {
  basis: Schema.Literals(["weekday", "recent"]),
  /** The median of `history`, and its median absolute deviation. */
  expected: Decimal,
  deviation: Decimal,
  /** The usual range, and what a day has to exceed to be flagged. */
  low: Decimal,
  high: Decimal,
  line: Decimal,
}

export const HighUsageDay = Schema.Struct({
  day: Day,
  /** 1 is Monday. */
  weekday: Schema.Int,
  ...use,
  ...expectation,
  /** `used` by `expected`; null when nothing was expected. */
  ratio: Ratio,
  history: Schema.Array(Schema.Struct({ day: Day, used: Decimal })),
  /** Null behind the limit of ledger rows: ask for that day alone. */
  causes: Schema.NullOr(
    Schema.Struct({
      account: Schema.optionalKey(Causes),
      operation: Schema.optionalKey(Causes),
      category: Schema.optionalKey(Causes),
      actor: Schema.optionalKey(Causes),
    }),
  ),
}).annotate({ identifier: "HighUsageDay" })
export type HighUsageDay = typeof HighUsageDay.Type

/** Newest first. `count` is how many there are in all; `days` are all days from the first entry's on. */
export const HighUsageDays = Schema.Struct({
  rule: HighUsageRule,
  first_day: Day,
  last_day: Day,
  count: Schema.Int,
  high_usage_days: Schema.Array(HighUsageDay),
  days: Schema.Array(
    Schema.Struct({
      day: Day,
      used: Decimal,
      complete: Schema.Boolean,
      flagged: Schema.Boolean,
      expectation: Schema.NullOr(Schema.Struct(expectation)),
    }),
  ),
  meta: Meta,
}).annotate({ identifier: "HighUsageDays" })
export type HighUsageDays = typeof HighUsageDays.Type

const Flagged = Schema.Struct({ day: Day, ...use, ratio: Ratio })

/** Oldest first. `added` and `removed`: against the rule in force. */
export const HighUsagePreview = Schema.Struct({
  rule: HighUsageRule,
  first_day: Day,
  last_day: Day,
  /** Days that were looked at: fewer than 90 when the first entry is younger. */
  days: Schema.Int,
  count: Schema.Int,
  high_usage_days: Schema.Array(Flagged),
  in_force: Schema.Struct({ rule: HighUsageRule, count: Schema.Int }),
  added: Schema.Array(Day),
  removed: Schema.Array(Day),
  /** All that were looked at. */
  series: Schema.Array(Schema.Struct({ day: Day, used: Decimal })),
  meta: Meta,
}).annotate({ identifier: "HighUsagePreview" })
export type HighUsagePreview = typeof HighUsagePreview.Type

/** Largest excess first. Of `accounts` with a day that reaches the floor, those with the largest are judged. */
export const HighUsageAccounts = Schema.Struct({
  rule: HighUsageRule,
  first_day: Day,
  last_day: Day,
  judged: Schema.Int,
  accounts: Schema.Int,
  count: Schema.Int,
  high_usage_days: Schema.Array(
    Schema.Struct({
      account: Schema.String,
      day: Day,
      basis: expectation.basis,
      ...use,
      ratio: Ratio,
    }),
  ),
  meta: Meta,
}).annotate({ identifier: "HighUsageAccounts" })
export type HighUsageAccounts = typeof HighUsageAccounts.Type
