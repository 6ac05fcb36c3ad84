/** The wire shapes of `POST /v1/events`: what became, or would become, of each event. */
import { Schema } from "effect"
import { Decimal, FieldError, LateBy, TransactionType } from "./contract.ts"

export const FieldDifference = Schema.Struct({
  field: Schema.String,
  stored: Schema.NullOr(Schema.String),
  sent: Schema.NullOr(Schema.String),
}).annotate({ identifier: "FieldDifference" })

/** In one cell of a rollup, the sum of a type would grow by `credits` and its count by `entries`. */
export const RollupChange = Schema.Struct({
  rollup: Schema.String,
  key: Schema.Record(Schema.String, Schema.String),
  type: TransactionType,
  credits: Decimal,
  entries: Schema.Int,
}).annotate({ identifier: "RollupChange" })

/** What became of one event. `queued`: it is in the log and gets its final fate there. */
export const EventResult = Schema.Struct({
  index: Schema.Int,
  account: Schema.optionalKey(Schema.String),
  id: Schema.optionalKey(Schema.String),
  fate: Schema.Literals(["accepted", "duplicate", "conflict", "rejected", "queued"]),
  late_by: Schema.optionalKey(LateBy),
  differs: Schema.optionalKey(Schema.Array(FieldDifference)),
  errors: Schema.optionalKey(Schema.Array(FieldError)),
  refund: Schema.optionalKey(Schema.Struct({ id: Schema.String, credits: Decimal })).annotate({
    description: "The refund that it completed: a failure, or a spend that a failure had come for",
  }),
  note: Schema.optionalKey(Schema.String).annotate({
    description: "Why no refund came of it, or not yet",
  }),
  balance_after: Schema.optionalKey(Decimal).annotate({
    description: "Of an accepted event, with `balance=true`",
  }),
  changes: Schema.optionalKey(Schema.Array(RollupChange)).annotate({
    description: "The rollup cells that an accepted event would change, with `dry_run=true`",
  }),
}).annotate({ identifier: "EventResult" })
export type EventResult = typeof EventResult.Type

export const EventResults = Schema.Struct({
  accepted: Schema.Int,
  duplicate: Schema.Int,
  conflict: Schema.Int,
  rejected: Schema.Int,
  queued: Schema.Int,
  dry_run: Schema.optionalKey(Schema.Literal(true)).annotate({
    description: "Nothing was written: this is what would become of the events",
  }),
  results: Schema.Array(EventResult),
}).annotate({ identifier: "EventResults" })
export type EventResults = typeof EventResults.Type
