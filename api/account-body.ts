/** The body of `PUT /v1/accounts/{a}`: the whole account; what is left out takes its default. */
import { Effect, Result, Schema, SchemaIssue } from "effect"
import { type Account, unnamedAccount } from "#warehouse/domain/account.ts"
import { isTimeZone } from "#warehouse/domain/calendar.ts"
import { MILLIONTHS_MAX, parseDecimal } from "#warehouse/domain/decimal.ts"
import { bodyBytes, checkEncoding, mediaType, parseJson } from "./body.ts"
import type { FieldError } from "./contract.ts"
import { fieldsRefused, refused } from "./problem.ts"
import { pointerOf } from "./query.ts"

const ACCOUNT_BYTES_MAX = 64 * 1024
const CONTROL = /\p{Cc}/u

const text = (lengthMax: number) =>
  Schema.String.check(
    Schema.makeFilter((text) => text !== "" && text.length <= lengthMax && !CONTROL.test(text)),
  ).annotate({ message: `must be text of 1 to ${lengthMax} characters without control characters` })

const decimal = (accepts: (millionths: bigint) => boolean, message: string) =>
  Schema.String.check(
    Schema.makeFilter((text) => {
      const millionths = parseDecimal(text)
      return millionths !== undefined && accepts(millionths)
    }),
  ).annotate({ message })

const withinRange = (millionths: bigint) =>
  millionths <= MILLIONTHS_MAX && millionths >= -MILLIONTHS_MAX

const allowance = decimal(
  (millionths) => millionths >= 0n && withinRange(millionths),
  "must be a decimal string of at least 0 with at most 6 decimal places",
)
const mark = decimal(withinRange, "must be a decimal string with at most 6 decimal places")

export const AccountBody = Schema.Struct({
  account: Schema.optionalKey(Schema.String),
  name: text(256),
  time_zone: Schema.optionalKey(
    Schema.String.check(Schema.makeFilter(isTimeZone)).annotate({
      message: "must be an IANA time zone, such as Europe/Berlin",
    }),
  ),
  plan: Schema.optionalKey(Schema.NullOr(text(128))),
  allowance: Schema.optionalKey(Schema.NullOr(allowance)),
  period_anchor_day: Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 31 })).annotate({
      message: "must be a day of the month, 1 to 31",
    }),
  ),
  low_balance_mark: Schema.optionalKey(Schema.NullOr(mark)),
  about: Schema.optionalKey(Schema.NullOr(text(1_024))),
}).annotate({ identifier: "AccountBody" })

const decodeBody = Schema.decodeUnknownEffect(AccountBody, {
  errors: "all",
  onExcessProperty: "error",
})
const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()

export const readAccountBody = Effect.fnUntraced(function* (request: Request, name: string) {
  if (mediaType(request) !== "application/json")
    return yield* refused("unsupportedBody", "An account is accepted as application/json.")
  yield* checkEncoding(request)
  const value = yield* Effect.flatMap(bodyBytes(request, ACCOUNT_BYTES_MAX), parseJson)
  const decoded = yield* Effect.result(decodeBody(value))
  const errors = [
    ...(Result.isFailure(decoded) ? fieldErrors(decoded.failure.issue) : []),
    ...pathErrors(value, name),
  ]
  if (Result.isFailure(decoded) || errors.length > 0)
    return yield* fieldsRefused("invalidBody", errors)
  return accountOf(name, decoded.success)
})

const fieldErrors = (issue: SchemaIssue.Issue): FieldError[] =>
  formatIssues(issue).issues.map(({ path = [], message }) => ({
    pointer: path.map((key) => pointerOf(String(key))).join(""),
    code: "invalid_value",
    message,
  }))

/** What GET answers can be sent back, so the account may be stated; it has to be this one. */
const pathErrors = (value: unknown, name: string): FieldError[] => {
  const stated = typeof value === "object" && value !== null && "account" in value
  return stated && typeof value.account === "string" && value.account !== name
    ? [{ pointer: "/account", code: "invalid_value", message: "must be the account of the path" }]
    : []
}

const millionthsOf = (text: string | null | undefined) =>
  text === null || text === undefined ? null : (parseDecimal(text) ?? null)

const accountOf = (name: string, body: typeof AccountBody.Type): Account => {
  const defaults = unnamedAccount(name)
  return {
    account: name,
    name: body.name,
    timeZone: body.time_zone ?? defaults.timeZone,
    plan: body.plan ?? null,
    allowance: millionthsOf(body.allowance),
    periodAnchorDay: body.period_anchor_day ?? defaults.periodAnchorDay,
    lowBalanceMark: millionthsOf(body.low_balance_mark),
    about: body.about ?? null,
  }
}
