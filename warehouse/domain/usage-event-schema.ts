/**
 * The usage event on the wire in one schema: what is accepted, what it becomes, how it is written.
 * `usage-event-decoder.ts` adds the rules between fields and those that need the clock.
 */
import { Schema, SchemaIssue, SchemaTransformation } from "effect"
import { formatInstant } from "./calendar.ts"
import { formatDecimal, parseDecimal } from "./decimal.ts"
import { EVENT_TYPES } from "./transaction-type.ts"
import { FAILURE_REASONS, type FailureReason, type UsageEvent } from "./usage-event.ts"
import { type Refusal, refuse } from "./usage-event-refusals.ts"
import * as rules from "./usage-event-rules.ts"

type Rule<T> = (value: T) => Refusal | undefined

/** Annotations that the decoder reads: what a value of another type is told, and with which code. */
export const onOtherType = (refusal: Refusal) => ({ refusal })

/** A check whose refusal keeps its code in the issue. */
const check = <T>(rule: Rule<T>) =>
  Schema.makeFilter<T>((value) => {
    const refusal = rule(value)
    return refusal === undefined ? undefined : new SchemaIssue.InvalidValue({ ...refusal })
  })

export const NOT_A_STRING = refuse("type", "a string")
export const textOf = (rule: Rule<string>, description: string) =>
  Schema.String.annotate({ description, ...onOtherType(NOT_A_STRING) }).check(check(rule))
const printable = (max: number) =>
  textOf(rules.printable(max), `1 to ${max} characters, none of them control characters`)

export const NOT_A_DECIMAL = refuse(
  "type",
  'a decimal as a string, such as "12.5", not as a JSON number',
)
const decimalText = (rule: Rule<string>, description: string) =>
  Schema.String.annotate({ description, ...onOtherType(NOT_A_DECIMAL) }).check(check(rule))

const millionths = SchemaTransformation.transform({
  decode: (text: string) => parseDecimal(text) ?? 0n,
  encode: formatDecimal,
})

const credits = decimalText(
  rules.positiveDecimal,
  "A decimal above zero with at most 6 decimal places. The sign follows from the type. A failure has none; all others need it.",
).pipe(Schema.decodeTo(Schema.BigInt, millionths))

const amount = decimalText(
  rules.decimalFromZero,
  "Money paid: a decimal with at most 6 decimal places",
).pipe(Schema.decodeTo(Schema.BigInt, millionths))

const quantity = Schema.Union([
  Schema.String.check(check(rules.decimalFromZero)),
  Schema.Number.check(check(rules.wholeFromZero)),
])
  .annotate({
    description: "A decimal as a string, or a whole number, from zero",
    ...onOtherType(refuse("type", "a decimal as a string, or a whole JSON number")),
  })
  .pipe(
    Schema.decodeTo(
      Schema.BigInt,
      SchemaTransformation.transform<bigint, string | number>({
        decode: (value) => parseDecimal(String(value)) ?? 0n,
        encode: formatDecimal,
      }),
    ),
  )

const occurredAt = Schema.String.annotate({
  description: "RFC 3339 with an offset, to the millisecond, at most one hour ahead",
  ...onOtherType(refuse("type", "an RFC 3339 string")),
})
  .check(
    check((text) => {
      const instant = rules.readInstant(text)
      return typeof instant === "number" ? undefined : instant
    }),
  )
  .pipe(
    Schema.decodeTo(
      Schema.Number,
      SchemaTransformation.transform<number, string>({
        decode: (text) => Number(rules.readInstant(text)),
        encode: formatInstant,
      }),
    ),
  )

/** Null counts as absent. */
export const optional = <S extends Schema.Top>(schema: S) =>
  Schema.optionalKey(Schema.NullOr(schema))

const REASONS = Object.keys(FAILURE_REASONS) as ReadonlyArray<FailureReason>

/** Before decoding: the fields alone, for whoever carries them in another envelope. */
export const WireUsageEvent = Schema.Struct({
  id: printable(128),
  account: printable(128),
  type: Schema.Literals(EVENT_TYPES).annotate({
    description: "A failure moves no credits: it has the spend that it names refunded, once",
    ...onOtherType(refuse("enum", EVENT_TYPES)),
  }),
  operation: optional(
    textOf(
      rules.printable(128),
      "1 to 128 characters, none of them control characters. Only a failure may leave it out.",
    ),
  ),
  credits: optional(credits),
  occurred_at: occurredAt,
  category: optional(printable(128)),
  description: optional(textOf(rules.prose(1000), "1 to 1000 characters")),
  quantity: optional(quantity),
  unit: optional(printable(64)),
  reference: optional(printable(2048)),
  refers_to: optional(
    textOf(
      rules.printable(128),
      "The id of the spend that a refund or a failure is about; a failure needs it",
    ),
  ),
  reason: optional(
    Schema.Literals(REASONS).annotate({
      description: "Why the operation failed. A failure needs it; nothing else has it.",
      ...onOtherType(refuse("enum", REASONS)),
    }),
  ),
  amount: optional(amount),
  currency: optional(textOf(rules.currency, "An ISO 4217 code")),
  actor: optional(printable(128)),
  properties: optional(
    Schema.Record(Schema.String, textOf(rules.prose(256, 0), "0 to 256 characters")).annotate({
      description: "At most 16 dimensions for slicing, with names of 1 to 64 characters",
      ...onOtherType(refuse("type", "a JSON object of strings")),
    }),
  ),
}).annotate(onOtherType(refuse("type", "a JSON object")))

type Wire = typeof WireUsageEvent.Type

const toUsageEvent = (wire: Wire): UsageEvent => ({
  id: wire.id,
  account: wire.account,
  type: wire.type,
  // The rules between fields let only a failure leave these out.
  operation: wire.operation ?? "",
  credits: wire.credits ?? 0n,
  occurredAt: wire.occurred_at,
  ...(wire.category != null && { category: wire.category }),
  ...(wire.description != null && { description: wire.description }),
  ...(wire.quantity != null && { quantity: wire.quantity }),
  ...(wire.unit != null && { unit: wire.unit }),
  ...(wire.reference != null && { reference: wire.reference }),
  ...(wire.refers_to != null && { refersTo: wire.refers_to }),
  ...(wire.reason != null && { reason: wire.reason }),
  ...(wire.amount != null && { amount: wire.amount }),
  ...(wire.currency != null && { currency: wire.currency }),
  ...(wire.actor != null && { actor: wire.actor }),
  ...(wire.properties != null && { properties: wire.properties }),
})

const toWire = ({ occurredAt, refersTo, operation, credits, ...same }: UsageEvent): Wire => ({
  ...same,
  ...(operation !== "" && { operation }),
  ...(same.type !== "failure" && { credits }),
  occurred_at: occurredAt,
  ...(refersTo !== undefined && { refers_to: refersTo }),
})

/** snake_case and decimal strings outside, `UsageEvent` inside. */
export const UsageEventSchema = WireUsageEvent.pipe(
  Schema.decodeTo(
    Schema.Unknown as unknown as Schema.Codec<UsageEvent>,
    SchemaTransformation.transform<UsageEvent, Wire>({ decode: toUsageEvent, encode: toWire }),
  ),
).annotate({ identifier: "UsageEvent" })

/** A usage event as it travels: snake_case, decimal strings, RFC 3339. */
export type UsageEventJson = typeof UsageEventSchema.Encoded

export const encodeUsageEvent: (event: UsageEvent) => UsageEventJson =
  Schema.encodeSync(UsageEventSchema)
