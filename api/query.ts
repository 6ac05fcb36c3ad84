/** Reads a query string, refuses it with every bad parameter named at once. */
import { Result, Schema, SchemaIssue } from "effect"
import type { MiddlewareHandler } from "hono"
import { isDay } from "#warehouse/domain/calendar.ts"
import type { Filters } from "#warehouse/domain/filters.ts"
import type { FieldError } from "./contract.ts"
import type { ApiEnv } from "./environment.ts"
import { FILTER_WORD, FILTER_WORD_ALL, readFilters } from "./filters.ts"
import { intervalOfInstants } from "./moments.ts"
import { fieldsRefused } from "./problem.ts"
import type { Query, QueryWords, SentQuery } from "./query-words.ts"

/** Middleware: `c.req.valid("query")` holds the decoded words. */
export const query = <W extends QueryWords>(words: W) => {
  const validate: MiddlewareHandler<
    ApiEnv,
    string,
    { in: { query: SentQuery<W> }; out: { query: Query<W> } }
  > = async (c, next) => {
    c.req.addValidatedData("query", readQuery(words, c.req.queries()))
    await next()
  }
  return validate
}

export const readQuery = <W extends QueryWords>(
  words: W,
  sent: Readonly<Record<string, ReadonlyArray<string>>>,
): Query<W> => {
  const errors: FieldError[] = []
  const decoded: Record<string, string | Filters> = {}
  for (const [name, values] of Object.entries(sent)) {
    if (name === "filter" && isFilterWord(words[name])) {
      const read = readFilters(values, { account: words[name] === FILTER_WORD_ALL })
      decoded[name] = read.filters
      errors.push(...read.errors)
      continue
    }
    const error = errorOf(words, name, values)
    if (error === null) decoded[name] = values[0] ?? ""
    else errors.push({ pointer: pointerOf(name), ...error })
  }
  if (Object.hasOwn(words, "range")) errors.push(...togetherErrors(sent, decoded))
  if (errors.length > 0) throw fieldsRefused("invalidQuery", errors)
  return decoded as Query<W>
}

const isFilterWord = (word: QueryWords[string] | undefined) =>
  word === FILTER_WORD || word === FILTER_WORD_ALL

const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()

const NAME_SHOWN_MAX = 64
/** A JSON pointer to a member. */
export const pointerOf = (name: string) =>
  `/${name.slice(0, NAME_SHOWN_MAX).replaceAll("~", "~0").replaceAll("/", "~1")}`

const errorOf = (words: QueryWords, name: string, values: ReadonlyArray<string>) => {
  const word = Object.hasOwn(words, name) ? words[name] : undefined
  if (word === undefined) {
    const known = Object.keys(words).join(", ")
    return {
      code: "unknown_parameter",
      message: known === "" ? "no parameter is known here" : `unknown; known here: ${known}`,
    }
  }
  if (values.length > 1) return { code: "repeated_parameter", message: "must be given once" }
  const result = Schema.decodeUnknownResult(word)(values[0])
  if (Result.isSuccess(result)) return null
  const [issue] = formatIssues(result.failure.issue).issues
  return { code: "invalid_value", message: issue?.message ?? "cannot be used" }
}

/** What single words cannot tell: `range` excludes `from` and `to`, which need each other, in order. */
const togetherErrors = (
  sent: Readonly<Record<string, unknown>>,
  decoded: Readonly<Record<string, unknown>>,
): FieldError[] => {
  const named = (names: ReadonlyArray<string>, code: string, message: string) =>
    names.map((name) => ({ pointer: pointerOf(name), code, message }))
  const [hasFrom, hasTo] = [Object.hasOwn(sent, "from"), Object.hasOwn(sent, "to")]
  if (Object.hasOwn(sent, "range") && (hasFrom || hasTo))
    return named(["range"], "exclusive", "cannot be used together with from and to")
  if (hasFrom && !hasTo) return named(["to"], "missing", "is needed when from is given")
  if (hasTo && !hasFrom) return named(["from"], "missing", "is needed when to is given")
  const { from, to } = decoded
  if (typeof from !== "string" || typeof to !== "string") return []
  if (isDay(from) !== isDay(to))
    return named(["from", "to"], "mixed", "from and to must both be days, or both instants")
  const instants = intervalOfInstants(from, to)
  if (instants !== null && instants.from >= instants.to)
    return named(["from", "to"], "order", "from must come before to")
  if (instants === null && from > to)
    return named(["from", "to"], "order", "from must not come after to")
  return []
}
