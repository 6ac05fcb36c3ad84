/** One request to a Tidemark over HTTP, tried again while it cannot answer. */
import { Effect, Redacted, Schedule, Schema } from "effect"

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
    return `${this.url} does not answer now: ${this.reason}`
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

export interface ApiRequest {
  readonly method: "GET" | "POST"
  /** With its query. */
  readonly path: string
  readonly body?: { readonly type: string; readonly text: string }
}

const REQUEST_SECONDS_MAX = 60
const BACK_PRESSURE = new Set([408, 429, 502, 503, 504])

// 0.5, 1, 2, 4, 5, 5 s … with jitter: about half a minute, in which a server starts again.
const retry = Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("5 seconds")]).pipe(
  Schedule.jittered,
  Schedule.upTo({ times: 8 }),
)

const ProblemAnswer = Schema.Struct({ title: Schema.String, detail: Schema.String })
const decodeProblem = Schema.decodeUnknownEffect(ProblemAnswer)

/** The answer's JSON. Only for requests that are safe to repeat. */
export const apiCall = Effect.fnUntraced(
  function* (address: ApiAddress, request: ApiRequest) {
    const url = new URL(request.path, address.url).href
    const { status, body } = yield* send(url, address.key, request)
    if (status === 200 || status === 202) return yield* parse(url, body)
    const reason = yield* reasonIn(status, body)
    return yield* BACK_PRESSURE.has(status)
      ? new ApiUnavailable({ url, reason })
      : new ApiRefused({ url, reason })
  },
  Effect.retry({ schedule: retry, while: (error) => error._tag === "ApiUnavailable" }),
)

const send = (url: string, key: Redacted.Redacted, { method, body }: ApiRequest) =>
  Effect.tryPromise({
    try: async (signal) => {
      const response = await fetch(url, {
        method,
        headers: {
          ...(body !== undefined && { "content-type": body.type }),
          authorization: `Bearer ${Redacted.value(key)}`,
        },
        ...(body !== undefined && { body: body.text }),
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

const reasonIn = (status: number, body: string) =>
  Effect.flatMap(parse("", body), decodeProblem).pipe(
    Effect.map(({ title, detail }) => `${status} ${title}: ${detail}`),
    Effect.orElseSucceed(() =>
      status === 401 ? "401: the key is missing or not valid" : `status ${status}`,
    ),
  )
