/** A parsed value to a usage event, or every error that it has. */
import { Result, SchemaParser } from "effect"
import { HOUR_MS } from "./calendar.ts"
import { boundedErrors, errorsOf, isObject, pointerName } from "./schema-errors.ts"
import type { FieldError, UsageEvent } from "./usage-event.ts"
import { type Refusal, refuse } from "./usage-event-refusals.ts"
import { printable, readInstant } from "./usage-event-rules.ts"
import { NOT_A_DECIMAL, NOT_A_STRING, UsageEventSchema } from "./usage-event-schema.ts"

const AHEAD_MAX_MS = HOUR_MS
const PROPERTIES_MAX = 16

const decodeFields = SchemaParser.decodeUnknownResult(UsageEventSchema, {
  errors: "all",
  onExcessProperty: "error",
})
const propertyName = printable(64)

/** `now` is epoch milliseconds: events may lie at most one hour after it. */
export const decodeUsageEvent = (
  value: unknown,
  now: number,
): Result.Result<UsageEvent, ReadonlyArray<FieldError>> => {
  const fields = decodeFields(value)
  const between = isObject(value) ? betweenFields(value, now) : []
  if (Result.isSuccess(fields) && between.length === 0) return Result.succeed(fields.success)
  const inFields = Result.isFailure(fields) ? errorsOf(fields.failure) : []
  return Result.fail(boundedErrors([...inFields, ...between]))
}

/** What no single field shows, read from the wire so that it is found beside other errors. */
const betweenFields = (
  wire: Readonly<Record<string, unknown>>,
  now: number,
): ReadonlyArray<FieldError> => {
  const errors: Array<FieldError> = []
  const add = (pointer: string, refusal: Refusal) => errors.push({ pointer, ...refusal })
  const { amount, currency, type, refers_to, occurred_at, properties } = wire
  if (amount == null && currency != null) add("/amount", refuse("with_currency"))
  if (amount != null && currency == null) add("/currency", refuse("with_amount"))
  if (refers_to != null && (type === "spend" || type === "purchase" || type === "bonus"))
    add("/refers_to", refuse("only_with_refund"))
  const ofType = type === "failure" ? asFailure(wire) : asTransaction(wire)
  for (const [field, refusal] of ofType) add(`/${field}`, refusal)
  if (typeof occurred_at === "string") {
    const instant = readInstant(occurred_at)
    if (typeof instant === "number" && instant > now + AHEAD_MAX_MS)
      add("/occurred_at", refuse("in_future"))
  }
  if (isObject(properties)) {
    const names = Object.keys(properties)
    if (names.length > PROPERTIES_MAX)
      add("/properties", refuse("too_many", PROPERTIES_MAX, names.length))
    for (const name of names) {
      const refusal = name === "__proto__" ? refuse("reserved_name") : propertyName(name)
      if (refusal !== undefined) add(`/properties/${pointerName(name)}`, refusal)
    }
  }
  return errors
}

type Refused = ReadonlyArray<readonly [field: string, refusal: Refusal]>
type Wire = Readonly<Record<string, unknown>>

/** A failure names a spend, and all that its refund is follows from that. */
const asFailure = (wire: Wire): Refused => [
  ...["refers_to", "reason"]
    .filter((field) => wire[field] == null)
    .map((field) => [field, refuse("required")] as const),
  ...["credits", "category", "quantity", "unit", "reference", "amount", "currency"]
    .filter((field) => wire[field] != null)
    .map((field) => [field, refuse("not_with_failure")] as const),
]

/** Null counts as absent only where a field may be absent. */
const asTransaction = (wire: Wire): Refused => {
  const errors: Array<readonly [string, Refusal]> = []
  const { operation, credits, reason } = wire
  if (operation === undefined) errors.push(["operation", refuse("required")])
  if (operation === null) errors.push(["operation", NOT_A_STRING])
  if (credits === undefined) errors.push(["credits", refuse("required")])
  if (credits === null) errors.push(["credits", NOT_A_DECIMAL])
  if (reason != null) errors.push(["reason", refuse("only_with_failure")])
  return errors
}
