/** The shapes of the refund check. */
import { Schema } from "effect"
import { REFUND_STATES } from "#warehouse/domain/refund-check.ts"
import { Decimal, Instant, Meta, TransactionType } from "./contract.ts"

/**
 * `refunded`, `partly`, `over`: the whole spend came back, less, or more. `missing`: it failed, and nothing
 * came back. `waiting`: the spend is not here yet. `not_a_spend`: what was named is something else.
 */
const State = Schema.Literals(REFUND_STATES)

const RefundCase = Schema.Struct({
  /** The id that failures or refunds name; `spend` is what is stored under it. */
  id: Schema.String,
  spend: Schema.NullOr(
    Schema.Struct({
      type: TransactionType,
      operation: Schema.String,
      credits: Decimal,
      occurred_at: Instant,
    }),
  ),
  state: State,
  refunded: Decimal,
  failures: Schema.Array(
    Schema.Struct({ id: Schema.String, reason: Schema.String, occurred_at: Instant }),
  ),
  refunds: Schema.Array(
    Schema.Struct({ id: Schema.String, credits: Decimal, occurred_at: Instant }),
  ),
  /** From the spend to its first refund. */
  seconds: Schema.NullOr(Schema.Finite),
}).annotate({ identifier: "RefundCase" })

/** `failures` and `refunds` of the stretch; other refunds of the same spends count towards a case. */
export const RefundCheck = Schema.Struct({
  failures: Schema.Struct({
    count: Schema.Int,
    refunded: Schema.Int,
    partly: Schema.Int,
    over: Schema.Int,
    missing: Schema.Int,
    waiting: Schema.Int,
    not_a_spend: Schema.Int,
  }),
  refunds: Schema.Struct({
    count: Schema.Int,
    credits: Decimal,
    /** Those that name no spend. */
    unlinked: Schema.Struct({ count: Schema.Int, credits: Decimal }),
  }),
  /** Spends that were refunded, wholly or not, and what they had taken. */
  spends: Schema.Struct({
    count: Schema.Int,
    refunded: Schema.Int,
    partly: Schema.Int,
    over: Schema.Int,
    spent: Decimal,
    credits: Decimal,
  }),
  time_to_refund: Schema.NullOr(
    Schema.Struct({ median_seconds: Schema.Finite, longest_seconds: Schema.Finite }),
  ),
  /** Newest first; of `count` those that `limit` allows. */
  open: Schema.Struct({ count: Schema.Int, cases: Schema.Array(RefundCase) }),
  settled: Schema.Struct({ count: Schema.Int, cases: Schema.Array(RefundCase) }),
  meta: Meta,
}).annotate({ identifier: "RefundCheck" })
export type RefundCheck = typeof RefundCheck.Type
