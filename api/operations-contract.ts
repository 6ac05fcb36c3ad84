/** The wire of what operations look at: the rule in force, notes on days, hours of the week, arrivals. */
import { Schema } from "effect"
import { Day, Decimal, Instant, Lag, Meta } from "./contract.ts"
import { HighUsageRule } from "./insight-contract.ts"

/** `set`: when and by whom; null while nobody has, so that `rule` is the program's own, `default`. */
export const RuleInForce = Schema.Struct({
  rule: HighUsageRule,
  set: Schema.NullOr(Schema.Struct({ at: Instant, by: Schema.String })),
  default: HighUsageRule,
  meta: Meta,
}).annotate({ identifier: "RuleInForce" })
export type RuleInForce = typeof RuleInForce.Type

const dayNote = {
  /** Null: over all accounts. */
  account: Schema.NullOr(Schema.String),
  day: Day,
  text: Schema.String,
  at: Instant,
  /** `admin`, or `key:ID`. */
  by: Schema.String,
}
export const DayNote = Schema.Struct(dayNote).annotate({ identifier: "DayNote" })
export type DayNote = typeof DayNote.Type

/** Newest day first. `count`: how many there are in all. */
export const DayNotes = Schema.Struct({
  notes: Schema.Array(DayNote),
  count: Schema.Int,
  first_day: Day,
  last_day: Day,
  meta: Meta,
}).annotate({ identifier: "DayNotes" })
export type DayNotes = typeof DayNotes.Type

export const DayNoteAnswer = Schema.Struct({ ...dayNote, meta: Meta }).annotate({
  identifier: "DayNoteAnswer",
})
export type DayNoteAnswer = typeof DayNoteAnswer.Type

/** All 168 hours of the week, Monday's first hour first; together they are `total`. */
export const WeekHours = Schema.Struct({
  first_day: Day,
  last_day: Day,
  hours: Schema.Array(
    Schema.Struct({
      /** 1 is Monday. */
      weekday: Schema.Int,
      /** 0 to 23, by the clock of the zone. */
      hour: Schema.Int,
      spend: Decimal,
      count: Schema.Int,
      /** The day that has most of it; null where nothing was spent. */
      highest: Schema.NullOr(Schema.Struct({ day: Day, spend: Decimal })),
    }),
  ),
  total: Schema.Struct({ spend: Decimal, count: Schema.Int }),
  meta: Meta,
}).annotate({ identifier: "WeekHours" })
export type WeekHours = typeof WeekHours.Type

/** What became of the events that arrived; `arrived` is their sum. */
const fates = {
  accepted: Schema.Int,
  /** The same id with the same content: counted once. */
  duplicate: Schema.Int,
  /** The same id with another content: kept for review. */
  conflict: Schema.Int,
  rejected: Schema.Int,
  /** No event at all: kept with its bytes. */
  unreadable: Schema.Int,
}

/** `counted_since`: the quarter of an hour in which counting began; null before the first event. */
export const Pipeline = Schema.Struct({
  first_day: Day,
  last_day: Day,
  fates: Schema.Struct(fates),
  arrived: Schema.Int,
  counted_since: Schema.NullOr(Instant),
  /** Of the log; none where no log stands in front of the warehouse. */
  partitions: Schema.Array(
    Schema.Struct({ partition: Schema.Int, complete_to: Instant, lag: Lag }),
  ),
  meta: Meta,
}).annotate({ identifier: "Pipeline" })
export type Pipeline = typeof Pipeline.Type
