/** A parsed value to a usage event, or every error that it has. */
import { Result, SchemaAST, type SchemaIssue, SchemaParser } from "effect"
import { HOUR_MS } from "./calendar.ts"
import type { FieldError, UsageEvent } from "./usage-event.ts"
import { type Refusal, refuse } from "./usage-event-refusals.ts"
import { printable, readInstant } from "./usage-event-rules.ts"
import { UsageEventSchema } from "./usage-event-schema.ts"

const AHEAD_MAX_MS = HOUR_MS
const PROPERTIES_MAX = 16
/** A hostile event must not be answered with more than it was sent with. */
const ERRORS_MAX = 50
const POINTER_NAME_MAX = 128

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
  const wire = isObject(value) ? value : {}
  const between = betweenFields(wire, now)
  if (Result.isSuccess(fields) && between.length === 0) return Result.succeed(fields.success)
  const inFields = Result.isFailure(fields) ? errorsOf(fields.failure) : []
  const errors = wire.type === "failure" ? asFailure(inFields) : inFields
  return Result.fail(bounded([...errors, ...between]))
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

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

/** A failure event names a spend and carries no credits of its own. */
const asFailure = (errors: ReadonlyArray<FieldError>): ReadonlyArray<FieldError> => [
  { pointer: "/type", ...refuse("not_supported") },
  ...errors.filter(
    ({ pointer, code }) => pointer !== "/type" && !(pointer === "/credits" && code === "required"),
  ),
]

const bounded = (errors: ReadonlyArray<FieldError>): ReadonlyArray<FieldError> =>
  errors.length <= ERRORS_MAX
    ? errors
    : [
        ...errors.slice(0, ERRORS_MAX),
        { pointer: "", ...refuse("more_errors", errors.length - ERRORS_MAX) },
      ]

/** One reference token of a JSON pointer (RFC 6901), cut when somebody sent a page as a name. */
const pointerName = (name: string): string => {
  const cut = name.length > POINTER_NAME_MAX ? `${name.slice(0, POINTER_NAME_MAX)}…` : name
  return cut.toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1")
}

const errorsOf = (issue: SchemaIssue.Issue, pointer = ""): ReadonlyArray<FieldError> => {
  switch (issue._tag) {
    case "Pointer":
      return errorsOf(
        issue.issue,
        issue.path.reduce<string>((path, name) => `${path}/${pointerName(String(name))}`, pointer),
      )
    case "Composite":
      return issue.issues.flatMap((inner) => errorsOf(inner, pointer))
    case "Filter":
    case "Encoding":
      return errorsOf(issue.issue, pointer)
    case "AnyOf":
      return issue.issues.length === 0
        ? [{ pointer, ...otherType(issue.ast) }]
        : issue.issues.flatMap((inner) => errorsOf(inner, pointer))
    case "MissingKey":
      return [{ pointer, ...refuse("required") }]
    case "UnexpectedKey":
      return [{ pointer, ...refuse("unknown_field") }]
    case "InvalidType":
      return [{ pointer, ...otherType(issue.ast) }]
    default:
      return [{ pointer, ...refusalIn(issue) }]
  }
}

/** The refusal that the schema, or the one alternative of its union that is not null, is annotated with. */
const otherType = (ast: SchemaAST.AST): Refusal => {
  const encoded = SchemaAST.toEncoded(ast)
  const own = encoded.annotations?.refusal
  if (isRefusal(own)) return own
  if (SchemaAST.isUnion(encoded))
    for (const member of encoded.types) {
      const refusal = member.annotations?.refusal
      if (isRefusal(refusal)) return refusal
    }
  return refuse("type", "a value of another type")
}

const refusalIn = (issue: SchemaIssue.Issue): Refusal => {
  const refusal = "annotations" in issue ? issue.annotations : undefined
  return isRefusal(refusal) ? refusal : refuse("type", "a value of another type")
}

const isRefusal = (value: unknown): value is Refusal =>
  isObject(value) && typeof value.code === "string" && typeof value.message === "string"
