/** `fetch` with a credential, a deadline, and retries where a request may be repeated. */
import { Cause, Clock, Duration, Effect, Exit, Schedule } from "effect"
import {
  type ClientError,
  networkReason,
  problemOf,
  TidemarkUnavailable,
  wasNotSent,
} from "./client-errors.ts"
import type { ClientToken } from "./client-token.ts"

export type Fetch = typeof globalThis.fetch

export interface ClientFetchOptions {
  readonly token: ClientToken
  readonly fetch: Fetch
  /** From the call to the answer, with all that is tried in between. */
  readonly deadlineMs: number
  /** How often a request that may be repeated is. */
  readonly retriesMax: number
  /** Ends every request. */
  readonly signal?: AbortSignal | undefined
}

/** A server that is worth asking again answers within this, or says so. */
const ATTEMPT_MS_MAX = 60_000
/** Who is asked to wait longer than this is told so instead. */
const RETRY_AFTER_MS_MAX = 30_000
/** Statuses by which a server says: not now. */
const NOT_NOW = new Set([408, 429, 502, 503, 504])
/** 503, and the same question would take as long again. */
const TOO_LONG = "/problems/took-too-long"
/** Every event counts once, a rebuild or run that is under way is not begun again, what is resolved stays so. */
const REPEATABLE_POST =
  /^\/v1\/(events|integrity|rollups\/[^/]+\/rebuild|rejections\/[^/]+\/resolve)$/
const REPEATABLE = new Set(["GET", "HEAD", "PUT", "DELETE"])

/** 0.5, 1, 2, 4, 5, 5 s … with jitter. */
const backoff = (times: number) =>
  Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("5 seconds")]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times }),
    Schedule.setInputType<ClientError>(),
    Schedule.modifyDelay(({ input, duration }) =>
      Effect.succeed(Duration.max(duration, Duration.millis(askedToWait(input)))),
    ),
  )

const askedToWait = (error: ClientError): number =>
  error._tag === "TidemarkProblem" ? (error.retryAfterMs ?? 0) : 0

/** `fetch`, except that whatever is not a success is thrown as a `ClientError`. */
export const clientFetch = (options: ClientFetchOptions): Fetch => {
  const send = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input)
    const signals = [options.signal, init.signal].filter((signal) => signal != null)
    const signal = AbortSignal.any(signals)
    const asked = { ...options, url, init: { ...init, signal } }
    const exit = await Effect.runPromiseExit(request(asked), { signal })
    if (Exit.isSuccess(exit)) return exit.value
    // The caller's own reason, as every `fetch` throws it.
    if (signal.aborted) throw signal.reason
    throw Cause.squash(exit.cause)
  }
  return send
}

interface Asked extends ClientFetchOptions {
  readonly url: string
  readonly init: RequestInit
}

/** As an effect, whose waits are the clock's: tests own that. */
export const request = (asked: Asked): Effect.Effect<Response, ClientError> =>
  Effect.suspend(() => {
    const { url, init, deadlineMs, retriesMax } = asked
    const repeatable = isRepeatable(new URL(url).pathname, init)
    const failures: ClientError[] = []
    const late = new TidemarkUnavailable({
      url,
      reason: `no answer in ${deadlineMs} ms`,
      sent: true,
    })
    return withRenewedToken(asked).pipe(
      Effect.tapError((error) => Effect.sync(() => failures.push(error))),
      Effect.retry({
        schedule: backoff(retriesMax),
        while: (error) => isWorthRepeating(error, repeatable),
      }),
      Effect.timeoutOrElse({
        duration: deadlineMs,
        // What it was told last says more than that it took long.
        orElse: () => Effect.suspend(() => Effect.fail(failures.at(-1) ?? late)),
      }),
    )
  })

const isRepeatable = (pathname: string, { method = "GET", body }: RequestInit): boolean => {
  // What was read from a stream is gone.
  if (body instanceof ReadableStream) return false
  return REPEATABLE.has(method) || (method === "POST" && REPEATABLE_POST.test(pathname))
}

/** A request that may not be repeated is, when it was never taken. */
const isWorthRepeating = (error: ClientError, repeatable: boolean): boolean => {
  if (error._tag === "TidemarkUnavailable") return repeatable || !error.sent
  if (!NOT_NOW.has(error.status) || error.type === TOO_LONG) return false
  if (askedToWait(error) > RETRY_AFTER_MS_MAX) return false
  return repeatable || error.status === 429
}

/** Whatever was asked, a 401 says that nothing came of it. */
const withRenewedToken = Effect.fnUntraced(function* (asked: Asked) {
  const held = yield* given(asked, asked.token.current)
  const first = yield* Effect.result(attempt(asked, held))
  if (first._tag === "Success") return first.success
  const error = first.failure
  if (error._tag !== "TidemarkProblem" || error.status !== 401) return yield* error
  const other = yield* given(asked, () => asked.token.renewed(held))
  return other === null ? yield* error : yield* attempt(asked, other)
})

const given = <A>({ url }: Asked, get: () => Promise<A>) =>
  Effect.tryPromise({
    try: get,
    catch: (cause) =>
      new TidemarkUnavailable({
        url,
        reason: `no credential: ${networkReason(cause)}`,
        sent: false,
      }),
  })

const attempt = Effect.fnUntraced(function* ({ url, init, fetch }: Asked, token: string) {
  const response = yield* Effect.tryPromise({
    try: async (interrupted) => {
      const headers = new Headers(init.headers)
      headers.set("authorization", `Bearer ${token}`)
      const signals = [interrupted, ...(init.signal ? [init.signal] : [])]
      const response = await fetch(url, {
        ...init,
        headers,
        // A redirect could lead the credential to another host.
        redirect: "error",
        signal: AbortSignal.any(signals),
      })
      return isDocument(response) ? await received(response) : response
    },
    catch: (error) =>
      new TidemarkUnavailable({ url, reason: networkReason(error), sent: !wasNotSent(error) }),
  }).pipe(
    Effect.timeoutOrElse({
      duration: ATTEMPT_MS_MAX,
      orElse: () =>
        Effect.fail(
          new TidemarkUnavailable({ url, reason: `no answer in ${ATTEMPT_MS_MAX} ms`, sent: true }),
        ),
    }),
  )
  if (response.ok) return response
  const now = yield* Clock.currentTimeMillis
  return yield* yield* Effect.promise(() => problemOf(url, response, retryAfterMs(response, now)))
})

/** JSON is read here, so that one that breaks off is asked for again. Files and streams are the caller's. */
const isDocument = (response: Response): boolean =>
  !response.ok || /^application\/json\b/.test(response.headers.get("content-type") ?? "")

const received = async (response: Response): Promise<Response> => {
  const { status, statusText, headers } = response
  return new Response(await response.arrayBuffer(), { status, statusText, headers })
}

/** RFC 9110: seconds, or a date. */
const retryAfterMs = (response: Response, now: number): number | null => {
  const text = response.headers.get("retry-after")
  if (text === null) return null
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
