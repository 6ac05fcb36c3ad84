/** The body of `POST /v1/rejections/{id}/resolve`: what to do, with the corrected event or a note. */
import { Effect, Result, Schema, SchemaIssue } from "effect"
import { UsageEventSchema } from "#warehouse/domain/usage-event-schema.ts"
import { bodyBytes, checkEncoding, mediaType, parseJson } from "./body.ts"
import { fieldsRefused, refused } from "./problem.ts"
import { pointerOf } from "./query.ts"

/** A kept event and the words around it. */
const RESOLVE_BYTES_MAX = 128 * 1024
const NOTE_LENGTH_MAX = 1_024
const CONTROL = /[^\P{Cc}\n\t]/u

const Note = Schema.String.check(
  Schema.makeFilter(
    (text) => text.trim() !== "" && text.length <= NOTE_LENGTH_MAX && !CONTROL.test(text),
  ),
).annotate({ message: `must be text of 1 to ${NOTE_LENGTH_MAX} characters` })

const Retry = Schema.Struct({
  action: Schema.Literal("retry"),
  /** Checked where every event is: what is wrong with it is its fate, not a bad body. */
  event: Schema.optionalKey(Schema.Unknown),
})
const Dismiss = Schema.Struct({ action: Schema.Literal("dismiss"), note: Note })
const Action = Schema.Struct({
  action: Schema.Literals(["retry", "dismiss"]).annotate({
    message: "must be retry or dismiss",
  }),
})

/** For the document: the event is what `POST /v1/events` takes. */
export const ResolveDocument = Schema.Union([
  Schema.Struct({ ...Retry.fields, event: Schema.optionalKey(UsageEventSchema) }),
  Dismiss,
]).annotate({ identifier: "ResolveBody" })

export type ResolveBody = typeof Retry.Type | typeof Dismiss.Type

const options = { errors: "all", onExcessProperty: "error" } as const
const decodeAction = Schema.decodeUnknownResult(Action)
const decodeRetry = Schema.decodeUnknownResult(Retry, options)
const decodeDismiss = Schema.decodeUnknownResult(Dismiss, options)
const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()

const decode = (value: unknown): Result.Result<ResolveBody, Schema.SchemaError> => {
  // The action first: what else is known depends on it.
  const decoded = decodeAction(value)
  if (Result.isFailure(decoded)) return Result.fail(decoded.failure)
  return decoded.success.action === "retry" ? decodeRetry(value) : decodeDismiss(value)
}

export const readResolveBody = Effect.fnUntraced(function* (request: Request) {
  if (mediaType(request) !== "application/json")
    return yield* refused("unsupportedBody", "What to do is accepted as application/json.")
  yield* checkEncoding(request)
  const value = yield* Effect.flatMap(bodyBytes(request, RESOLVE_BYTES_MAX), parseJson)
  const decoded = decode(value)
  if (Result.isSuccess(decoded)) return decoded.success
  return yield* fieldsRefused(
    "invalidBody",
    formatIssues(decoded.failure.issue).issues.map(({ path = [], message }) => ({
      pointer: path.map((key) => pointerOf(String(key))).join(""),
      code: "invalid_value",
      message,
    })),
  )
})
