/** The shapes of what is to come: forecast and estimate. */
import { Schema } from "effect"
import { Decimal, Meta } from "./contract.ts"

const Day = Schema.String
const NullableDay = Schema.NullOr(Day)

/** Four of five outcomes lie from `low` to `high`. */
const Band = Schema.Struct({ low: Decimal, expected: Decimal, high: Decimal }).annotate({
  identifier: "Band",
})

export const Estimate = Schema.Struct({
  operation: Schema.String,
  quantity: Decimal,
  /** `entry`: no entry had a quantity, so it counts entries. */
  basis: Schema.Literals(["unit", "entry"]),
  unit: Schema.NullOr(Schema.String),
  /** The newest entries of the operation that it rests on. */
  entries: Schema.Int,
  /** All of it at the price that one of ten entries was at or below; at the average; at or above. */
  credits: Band,
  /** Also at the high price, only at the low one, or not even then. */
  covered: Schema.Literals(["yes", "maybe", "no"]),
}).annotate({ identifier: "Estimate" })

export const Forecast = Schema.Struct({
  /** Anything but `ok` leaves the figures null instead of guessing. */
  status: Schema.Literals(["ok", "not_enough_history", "no_recent_use"]),
  detail: Schema.String,
  /** Complete days that are known, and that are needed. */
  history: Schema.Struct({ days: Schema.Int, needed: Schema.Int }),
  /** The share of outcomes that a band holds. */
  band: Schema.Finite,
  balance: Decimal,
  expected_per_day: Schema.NullOr(Decimal),
  /** Days on which the balance is used up when nothing is added; null for none within `within_days`. */
  run_out: Schema.NullOr(
    Schema.Struct({
      earliest: NullableDay,
      expected: NullableDay,
      latest: NullableDay,
      within_days: Schema.Int,
    }),
  ),
  period: Schema.Struct({
    first_day: Day,
    last_day: Day,
    /** Today counted. */
    days_left: Schema.Int,
    used: Decimal,
    /** From now to the period's end; and of the whole period. */
    rest: Schema.NullOr(Band),
    total: Schema.NullOr(Band),
  }),
  /** Null unless `operation` and `quantity` are given, or when the account never did it. */
  estimate: Schema.NullOr(Estimate),
  meta: Meta,
}).annotate({ identifier: "Forecast" })
export type Forecast = typeof Forecast.Type
