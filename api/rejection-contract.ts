/** The wire shapes of what was not counted, and of one event's story. */
import { Schema } from "effect"
import { RESOLUTION_ACTIONS } from "#warehouse/rejection-rows.ts"
import { REJECTION_REASONS } from "#warehouse/rejection-store.ts"
import {
  Decimal,
  FieldError,
  Instant,
  LateBy,
  Meta,
  Transaction,
  TransactionType,
} from "./contract.ts"
import { EventResult, FieldDifference } from "./event-contract.ts"

/** A place in the log; an offset has 64 bits, so it travels as text. */
const LogPlace = Schema.Struct({
  topic: Schema.String,
  partition: Schema.Int,
  offset: Schema.String,
}).annotate({ identifier: "LogPlace" })

const Resolution = Schema.Struct({
  action: Schema.Literals(RESOLUTION_ACTIONS),
  at: Instant,
  fate: Schema.NullOr(Schema.String).annotate({
    description: "What became of the event that was sent; null when dismissed",
  }),
  event: Schema.NullOr(Schema.Struct({ account: Schema.String, id: Schema.String })),
  note: Schema.NullOr(Schema.String),
}).annotate({ identifier: "Resolution" })

export const Rejection = Schema.Struct({
  id: Schema.String.annotate({
    description: "16 hex digits, made of the reason, the place and the bytes: a replay keeps it",
  }),
  reason: Schema.Literals(REJECTION_REASONS),
  account: Schema.NullOr(Schema.String),
  event_id: Schema.NullOr(Schema.String),
  received_at: Instant,
  /** Null: it did not come through the log. */
  place: Schema.NullOr(LogPlace),
  errors: Schema.Array(FieldError),
  differs: Schema.Array(FieldDifference),
  raw: Schema.Struct({
    encoding: Schema.Literals(["utf-8", "base64"]),
    data: Schema.String,
    kept: Schema.Int.annotate({ description: "How many bytes are kept" }),
    whole: Schema.Boolean.annotate({ description: "`data` is all that arrived" }),
  }),
  state: Schema.Literals(["open", "retried", "resolved"]).annotate({
    description: "retried: its event is in the log and its fate is not known yet",
  }),
  resolution: Schema.NullOr(Resolution),
}).annotate({ identifier: "Rejection" })
export type Rejection = typeof Rejection.Type

export const RejectionAnswer = Schema.Struct({ rejection: Rejection, meta: Meta })
export type RejectionAnswer = typeof RejectionAnswer.Type

/** Newest first. `next` leads to older ones. */
export const Rejections = Schema.Struct({
  rejections: Schema.Array(Rejection),
  next: Schema.NullOr(Schema.String),
  meta: Meta,
}).annotate({ identifier: "Rejections" })
export type Rejections = typeof Rejections.Type

/** `result`: the fate of the event that was sent, null for a dismissal. */
export const Resolved = Schema.Struct({
  rejection: Rejection,
  result: Schema.NullOr(EventResult),
}).annotate({ identifier: "Resolved" })
export type Resolved = typeof Resolved.Type

const LinkedEvent = Schema.Struct({
  id: Schema.String,
  type: TransactionType,
  operation: Schema.String,
  credits: Decimal,
  occurred_at: Instant,
}).annotate({ identifier: "LinkedEvent" })

const FailureReason = Schema.Literals(["generation_failure", "server_error", "timeout"])

/** `refunded`: by the refund that was made for it. Otherwise the note says why there is none of its own. */
const FailureTold = Schema.Struct({
  refers_to: Schema.String,
  reason: FailureReason,
  operation: Schema.NullOr(Schema.String),
  description: Schema.NullOr(Schema.String),
  occurred_at: Instant,
  state: Schema.Literals(["refunded", "waiting", "none"]),
  refund: Schema.NullOr(Schema.Struct({ id: Schema.String, credits: Decimal })),
  note: Schema.NullOr(Schema.String),
}).annotate({ identifier: "FailureTold" })

const links = {
  refers_to: Schema.NullOr(LinkedEvent).annotate({
    description: "The event that the transaction's own refers_to names, when it is stored",
  }),
  referred_by: Schema.Array(LinkedEvent).annotate({
    description: "What names it, its refunds for instance, oldest first; at most 100",
  }),
  referred_by_count: Schema.Int,
  failures: Schema.Array(
    Schema.Struct({ id: Schema.String, reason: FailureReason, occurred_at: Instant }),
  ).annotate({
    description: "The failures that name this spend; of a refund that a failure made, that failure",
  }),
}

export const TransactionAnswer = Schema.Struct({
  transaction: Transaction,
  ...links,
  meta: Meta,
}).annotate({ identifier: "TransactionAnswer" })
export type TransactionAnswer = typeof TransactionAnswer.Type

/**
 * `referred_by`, `conflicts` and `rejections` hold at most 100 each, with how many there are beside
 * them; conflicts and rejections newest first, what refers to the event oldest first.
 */
export const EventStory = Schema.Struct({
  account: Schema.String,
  id: Schema.String,
  fate: Schema.Literals(["accepted", "conflict", "rejected"]).annotate({
    description: "conflict, rejected: nothing is stored under this id, only refused",
  }),
  transaction: Schema.NullOr(Transaction),
  failure: Schema.NullOr(FailureTold).annotate({
    description: "When the event is a failure, which is no transaction",
  }),
  source: Schema.NullOr(
    Schema.Struct({
      via: Schema.Literals(["http", "kafka"]),
      /** Null: it did not come through the log. */
      place: Schema.NullOr(LogPlace),
      batch: Schema.String,
      received_at: Instant,
      late_by: Schema.NullOr(LateBy),
    }),
  ),
  ...links,
  conflicts: Schema.Array(Rejection),
  conflict_count: Schema.Int,
  rejections: Schema.Array(Rejection),
  rejection_count: Schema.Int,
  meta: Meta,
}).annotate({ identifier: "EventStory" })
export type EventStory = typeof EventStory.Type
