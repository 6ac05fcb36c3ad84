/** Sends batches of events to a Tidemark over HTTP, as any other client of the API does. */
import { Effect, Schema } from "effect"
import type { WireEvent } from "../importer/row-mapper.ts"
import type { EventResult } from "../intake.ts"
import { type ApiAddress, ApiRefused, apiCall } from "./api-call.ts"

export const FieldErrors = Schema.Array(
  Schema.Struct({ pointer: Schema.String, code: Schema.String, message: Schema.String }),
)
export const FieldDifferences = Schema.Array(
  Schema.Struct({
    field: Schema.String,
    stored: Schema.NullOr(Schema.String),
    sent: Schema.NullOr(Schema.String),
  }),
)

/** What became of one event, as the API answers it. */
export const Result = Schema.Struct({
  index: Schema.Int,
  account: Schema.optionalKey(Schema.String),
  id: Schema.optionalKey(Schema.String),
  fate: Schema.Literals(["accepted", "duplicate", "conflict", "rejected", "queued"]),
  differs: Schema.optionalKey(FieldDifferences),
  errors: Schema.optionalKey(FieldErrors),
})

const decodeAnswer = Schema.decodeUnknownEffect(Schema.Struct({ results: Schema.Array(Result) }))

/** Sending a batch again is safe: what arrived the first time counts as duplicate. */
export const apiSubmit = (address: ApiAddress) =>
  Effect.fnUntraced(function* (events: ReadonlyArray<WireEvent>) {
    const { href: url } = new URL("/v1/events", address.url)
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join("")
    const body = { type: "application/x-ndjson", text }
    const answer = yield* apiCall(address, { method: "POST", path: "/v1/events", body })
    const { results } = yield* decodeAnswer(answer).pipe(
      Effect.mapError(
        () => new ApiRefused({ url, reason: "the answer does not name the events' fates" }),
      ),
    )
    if (results.length !== events.length)
      return yield* new ApiRefused({
        url,
        reason: `${results.length} fates for ${events.length} events`,
      })
    return results as ReadonlyArray<EventResult>
  })
