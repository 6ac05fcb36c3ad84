/** What a failed request answers: the refusal itself, an outage without its cause, or a bug without any detail. */
import { Effect } from "effect"
import type { Context } from "hono"
import { HTTPException } from "hono/http-exception"
import { type QueryLimit, WarehouseUnavailable, WriterStopping } from "#warehouse/errors.ts"
import { ENDPOINTS } from "./endpoints.ts"
import type { ApiEnv } from "./environment.ts"
import { LogUnavailable } from "./event-intake.ts"
import { problemResponse, Refused, refused } from "./problem.ts"
import { logFor } from "./request-log.ts"

const RETRY_AFTER_SECONDS = "5"

const isOutage = (error: unknown) =>
  error instanceof WarehouseUnavailable ||
  error instanceof WriterStopping ||
  error instanceof LogUnavailable

export const onError = (error: unknown, c: Context<ApiEnv>): Response => {
  if (error instanceof Refused) return problemResponse(error)
  // Nobody waits for the answer any more, and the interruption that this caused is no failure.
  if (c.req.raw.signal.aborted) return new Response(null, { status: 408 })
  if (error instanceof WarehouseUnavailable && error.limit !== undefined) {
    logFor(c, Effect.logWarning("request met a limit", error))
    return problemResponse(limitMet(error.limit))
  }
  if (isOutage(error)) {
    logFor(c, Effect.logWarning("request met an outage", error))
    return problemResponse(
      refused("unavailable", `Nothing was lost: try again. (${error.message})`, {
        headers: { "retry-after": RETRY_AFTER_SECONDS },
      }),
    )
  }
  if (error instanceof HTTPException && error.status < 500)
    return problemResponse(refused("unreadableBody", error.message))
  logFor(c, Effect.logError("request failed", error))
  return problemResponse(
    refused("internal", `The cause is in the server's log, under request ${c.var.requestId}.`),
  )
}

/** Which limit, and what to do. */
const limitMet = (limit: QueryLimit): Refused =>
  limit.kind === "waiting"
    ? refused(
        "tooManyReads",
        `${limit.readersMax} questions wait already: ask again in ${RETRY_AFTER_SECONDS} seconds.`,
        { headers: { "retry-after": RETRY_AFTER_SECONDS } },
      )
    : refused(
        "tookTooLong",
        `A question may take ${limit.secondsMax} seconds, and this one was stopped: ask for fewer days, a coarser grain or a narrower filter.`,
      )

export const onNotFound = (): Response =>
  problemResponse(refused("notFound", "Nothing is served at this path. See /openapi.json."))

/** Of a path that stands in the table as it is, what the table says: by a template, it could be an id as well. */
const served = (path: string, methods: ReadonlyArray<string>): ReadonlyArray<string> => {
  const stated = ENDPOINTS.filter((endpoint) => endpoint.path === path)
  if (stated.length === 0) return methods
  return stated.flatMap(({ method }) => (method === "get" ? ["GET", "HEAD"] : method.toUpperCase()))
}

export const onMethodNotAllowed = (c: Context<ApiEnv>, methods: string[]): Response => {
  const allow = served(c.req.path, methods).join(", ")
  const detail = `${c.req.method} is not served here, only ${allow}.`
  return problemResponse(refused("methodNotAllowed", detail, { headers: { allow } }))
}
