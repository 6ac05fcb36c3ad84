/** The wire of `/v1/live`: what the data of each server-sent event is. */
import { Schema } from "effect"
import {
  Day,
  Decimal,
  Instant,
  Lag,
  Meta,
  Overview,
  Transaction,
  totalsFields,
} from "./contract.ts"

const Subject = Schema.NullOr(Schema.String).annotate({
  description:
    "The account; null where everything that the credential may read is followed together",
})

export const LiveGap = Schema.Struct({
  reason: Schema.Literals(["unknown_id", "not_kept"]).annotate({
    description:
      "`unknown_id`: the Last-Event-ID is none of this ledger. `not_kept`: it is too old, or of before this process began",
  }),
  since: Schema.String.annotate({ description: "The Last-Event-ID that was sent" }),
}).annotate({ identifier: "LiveGap" })

export const LiveEntry = Schema.Struct({
  account: Subject,
  added: Schema.NullOr(Schema.Int).annotate({
    description: "Entries since the last event with an id; null where that cannot be known",
  }),
  count: Schema.Int.annotate({ description: "All entries there are now" }),
  transactions: Schema.Array(Transaction).annotate({
    description:
      "Those that were added and are among the 20 newest, newest first. None while more than 20 a second are added: ask for the ledger then",
  }),
  gap: Schema.NullOr(LiveGap).annotate({
    description:
      "Why what was missed cannot be told one by one; the figures are whole all the same",
  }),
}).annotate({ identifier: "LiveEntry" })
export type LiveEntry = typeof LiveEntry.Type

/** Of everything together; of one account it is its `Overview`. */
export const LiveBalance = Schema.Struct({
  account: Schema.Null,
  balance: Decimal,
  lifetime: Overview.fields.lifetime,
  meta: Meta,
}).annotate({ identifier: "LiveBalance" })
export type LiveBalance = typeof LiveBalance.Type

export const LiveDay = Schema.Struct({
  account: Subject,
  tz: Schema.String,
  bucket: Day,
  from: Instant,
  to: Instant,
  ...totalsFields,
}).annotate({ identifier: "LiveDay", description: "Today, as a bucket of a daily series" })
export type LiveDay = typeof LiveDay.Type

export const LiveWatermark = Schema.Struct({
  complete_to: Instant,
  lag: Lag,
  generated_at: Instant,
}).annotate({ identifier: "LiveWatermark" })
export type LiveWatermark = typeof LiveWatermark.Type

export const LIVE_ENDS = ["credential_over", "too_slow", "stopping"] as const
export const LiveEnd = Schema.Struct({
  reason: Schema.Literals(LIVE_ENDS),
  detail: Schema.String,
}).annotate({ identifier: "LiveEnd" })
export type LiveEnd = typeof LiveEnd.Type

/** By the name of the event. */
export const LIVE_EVENTS = {
  entry: LiveEntry,
  balance: Schema.Union([Overview, LiveBalance]),
  day: LiveDay,
  watermark: LiveWatermark,
  end: LiveEnd,
} as const

export const EVENT_STREAM = "text/event-stream"
