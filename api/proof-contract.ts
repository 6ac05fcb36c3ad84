/** Shapes of what proves that figures are right. */
import { Schema } from "effect"
import { Decimal, Instant, Meta, Totals } from "./contract.ts"

const Figures = Schema.Record(Schema.String, Schema.String)

/** `key` by the columns of the rollup's key; `stored` is in the rollup, `counted` is in the ledger. */
const differingKey = { key: Figures, stored: Figures, counted: Figures }
export const DifferingKey = Schema.Struct(differingKey).annotate({ identifier: "DifferingKey" })
export type DifferingKey = typeof DifferingKey.Type

const drift = Decimal.annotate({
  description: "Credits by which the differing keys differ, without their signs, added up",
})
const more = Schema.Int.annotate({ description: "Keys that differ and are not listed" })

export const Sums = Schema.Struct({ ...Totals.fields, balance: Decimal }).annotate({
  identifier: "ProofSums",
})

export const Proof = Schema.Struct({
  account: Schema.String,
  balance: Decimal.annotate({ description: "As the overview shows it" }),
  lifetime: Sums,
  daily: Schema.Struct({
    ...Sums.fields,
    days: Schema.Int.annotate({ description: "Days, in the answer's zone, that were added up" }),
  }),
  quarter_hours: Sums,
  ledger: Sums.annotate({ description: "From the entries themselves" }),
  /** Keys of the account's rollups, each compared with a recount. */
  groups: Schema.Int,
  drift,
  differing: Schema.Array(Schema.Struct({ rollup: Schema.String, ...differingKey })),
  more,
  meta: Meta,
}).annotate({ identifier: "Proof" })
export type Proof = typeof Proof.Type

export const IntegrityRollup = Schema.Struct({
  rollup: Schema.String,
  groups: Schema.Int,
  drift,
  differing: Schema.Array(DifferingKey),
  more,
}).annotate({ identifier: "IntegrityRollup" })

export const Integrity = Schema.Struct({
  running: Schema.NullOr(Schema.Struct({ started_at: Instant, slices: Schema.Int })).annotate({
    description: "The run under way, and how many slices it has compared",
  }),
  last: Schema.NullOr(
    Schema.Struct({
      started_at: Instant,
      finished_at: Instant,
      slices: Schema.Int,
      groups: Schema.Int,
      differing: Schema.Int,
      rollups: Schema.Array(IntegrityRollup),
      refunds: Schema.Struct({
        failures: Schema.Int.annotate({ description: "Failures that were looked at" }),
        missing: Schema.Int.annotate({
          description: "Refunds that they called for and had not got",
        }),
        made: Schema.Int.annotate({ description: "Of these, those that were made then" }),
      }),
    }),
  ).annotate({ description: "The last run that came to its end, in whichever process" }),
  failure: Schema.NullOr(Schema.Struct({ at: Instant, reason: Schema.String })).annotate({
    description: "Why the newest run came to no end",
  }),
  next_at: Schema.NullOr(Instant).annotate({
    description:
      "When the next run begins by itself; null while one is under way, or without an interval",
  }),
  meta: Meta,
}).annotate({ identifier: "Integrity" })
export type Integrity = typeof Integrity.Type

export const Rollups = Schema.Struct({
  rollups: Schema.Array(
    Schema.Struct({
      rollup: Schema.String,
      running: Schema.NullOr(Schema.Struct({ started_at: Instant, slices: Schema.Int })).annotate({
        description: "The rebuild under way, and how many slices of the ledger it has counted",
      }),
      last: Schema.NullOr(
        Schema.Struct({
          started_at: Instant,
          finished_at: Instant,
          entries: Schema.Int,
          failure: Schema.NullOr(Schema.String).annotate({
            description: "Why the rollup was left as it was",
          }),
        }),
      ).annotate({ description: "The last rebuild since this process began" }),
    }),
  ),
  meta: Meta,
}).annotate({ identifier: "Rollups" })
export type Rollups = typeof Rollups.Type
