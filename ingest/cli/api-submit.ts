/** Sends batches of events to a Tidemark over HTTP, as any other client of the API does. */
import { Effect, Redacted, Schedule, Schema } from "effect"
import type { WireEvent } from "../importer/row-mapper.ts"
import type { EventResult } from "../intake.ts"

export interface ApiAddress {
  readonly url: URL
  readonly key: Redacted.Redacted
}

/** Nothing answered, or not now. Worth another try. */
export class ApiUnavailable extends Schema.TaggedError<ApiUnavailable>()("ApiUnavailable", {
  url: Schema.String,
  reason: Schema.String,
}) {
  override get message() {
    return `${this.url} does not take events now: ${this.reason}`
  }
}

/** It answered, and the same request would be answered the same way. */
export class ApiRefused extends Schema.TaggedError<ApiRefused>()("ApiRefused", {
  url: Schema.String,
  reason: Schema.String,
}) {
  override get message() {
    return `${this.url} refused: ${this.reason}`
  }
}

const REQUEST_SECONDS_MAX = 60
const BACK_PRESSURE = new Set([408, 429, 502, 503, 504])

// 0.5, 1, 2, 4, 5, 5 s … with jitter: about half a minute, in which a server starts again.
const retry = Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("5 seconds")]).pipe(
  Schedule.jittered,
  Schedule.upTo({ times: 8 }),
)

const Answer = Schema.Struct({
  results: Schema.Array(
    Schema.Struct({
      index: Schema.Int,
      account: Schema.optionalKey(Schema.String),
      id: Schema.optionalKey(Schema.String),
      fate: Schema.Literals(["accepted", "duplicate", "conflict", "rejected", "queued"]),
      differs: Schema.optionalKey(
        Schema.Array(
          Schema.Struct({
            field: Schema.String,
            stored: Schema.NullOr(Schema.String),
            sent: Schema.NullOr(Schema.String),
          }),
        ),
      ),
      errors: Schema.optionalKey(
        Schema.Array(
          Schema.Struct({ pointer: Schema.String, code: Schema.String, message: Schema.String }),
        ),
      ),
    }),
  ),
})
const decodeAnswer = Schema.decodeUnknownEffect(Answer)
const ProblemAnswer = Schema.Struct({ title: Schema.String, detail: Schema.String })
const decodeProblem = Schema.decodeUnknownEffect(ProblemAnswer)

/** Sending a batch again is safe: what arrived the first time counts as duplicate. */
export const apiSubmit = (address: ApiAddress) => {
  const url = new URL("/v1/events", address.url).href
  return Effect.fnUntraced(
    function* (events: ReadonlyArray<WireEvent>) {
      const { status, body } = yield* post(url, address.key, events)
      if (status === 200 || status === 202) return yield* resultsIn(url, body, events.length)
      const reason = yield* reasonIn(status, body)
      return yield* BACK_PRESSURE.has(status)
        ? new ApiUnavailable({ url, reason })
        : new ApiRefused({ url, reason })
    },
    Effect.retry({ schedule: retry, while: (error) => error._tag === "ApiUnavailable" }),
  )
}

const post = (url: string, key: Redacted.Redacted, events: ReadonlyArray<WireEvent>) =>
  Effect.tryPromise({
    try: async (signal) => {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/x-ndjson",
          authorization: `Bearer ${Redacted.value(key)}`,
        },
        body: events.map((event) => `${JSON.stringify(event)}\n`).join(""),
        // A redirect could lead the key to another host.
        redirect: "error",
        signal,
      })
      return { status: response.status, body: await response.text() }
    },
    catch: (error) => new ApiUnavailable({ url, reason: networkReason(error) }),
  }).pipe(
    Effect.timeoutOrElse({
      duration: `${REQUEST_SECONDS_MAX} seconds`,
      orElse: () =>
        Effect.fail(new ApiUnavailable({ url, reason: `no answer in ${REQUEST_SECONDS_MAX} s` })),
    }),
  )

const networkReason = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED")
    return "nothing listens there; is it running?"
  return cause instanceof Error ? cause.message : String(cause)
}

const parse = (url: string, body: string) =>
  Effect.try({
    try: (): unknown => JSON.parse(body),
    catch: () => new ApiRefused({ url, reason: "the answer is not JSON; is this a Tidemark?" }),
  })

const resultsIn = Effect.fnUntraced(function* (url: string, body: string, count: number) {
  const answer = yield* Effect.flatMap(parse(url, body), decodeAnswer).pipe(
    Effect.mapError(
      () => new ApiRefused({ url, reason: "the answer does not name the events' fates" }),
    ),
  )
  if (answer.results.length !== count)
    return yield* new ApiRefused({
      url,
      reason: `${answer.results.length} fates for ${count} events`,
    })
  return answer.results as ReadonlyArray<EventResult>
})

const reasonIn = (status: number, body: string) =>
  Effect.flatMap(parse("", body), decodeProblem).pipe(
    Effect.map(({ title, detail }) => `${status} ${title}: ${detail}`),
    Effect.orElseSucceed(() =>
      status === 401 ? "401: the key is missing or not valid" : `status ${status}`,
    ),
  )
