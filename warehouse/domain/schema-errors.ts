/** What a schema found wrong with a value, as errors of single fields. */
import { SchemaAST, type SchemaIssue } from "effect"
import type { FieldError } from "./usage-event.ts"
import { type Refusal, refuse } from "./usage-event-refusals.ts"

/** A hostile event must not be answered with more than it was sent with. */
const ERRORS_MAX = 50
const POINTER_NAME_MAX = 128

export const boundedErrors = (errors: ReadonlyArray<FieldError>): ReadonlyArray<FieldError> =>
  errors.length <= ERRORS_MAX
    ? errors
    : [
        ...errors.slice(0, ERRORS_MAX),
        { pointer: "", ...refuse("more_errors", errors.length - ERRORS_MAX) },
      ]

/** One reference token of a JSON pointer (RFC 6901), cut when somebody sent a page as a name. */
export const pointerName = (name: string): string => {
  const cut = name.length > POINTER_NAME_MAX ? `${name.slice(0, POINTER_NAME_MAX)}…` : name
  return cut.toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1")
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const errorsOf = (issue: SchemaIssue.Issue, pointer = ""): ReadonlyArray<FieldError> => {
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
