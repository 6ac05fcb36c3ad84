/** Runs a handler's effect, and types what can come back for the client. */
import { Clock, Effect } from "effect"
import type { Context, TypedResponse } from "hono"
import type { Interval } from "#warehouse/domain/calendar.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import type { WarehouseError, WriterStopping } from "#warehouse/errors.ts"
import { CurrentTrace } from "#warehouse/trace-context.ts"
import { totalLag, Watermark } from "#warehouse/watermark.ts"
import type { Meta, Problem } from "./contract.ts"
import { entityTag, isNamed } from "./entity-tag.ts"
import type { ApiEnv, ApiServices } from "./environment.ts"
import type { LogUnavailable } from "./event-intake.ts"
import type { ProblemStatus, Refused } from "./problem.ts"
import { traceIn } from "./trace-context.ts"

export type ApiFailure = Refused | WarehouseError | WriterStopping | LogUnavailable

export type Answer<A, S extends 200 | 201 | 202 = 200> =
  | TypedResponse<A, S, "json">
  | TypedResponse<Problem, ProblemStatus, "json">

/**
 * A failure is thrown on to `app.onError`, which makes it a problem document; the effect is interrupted
 * when the caller goes away.
 */
export const run = <A>(
  c: Context<ApiEnv>,
  effect: Effect.Effect<A, ApiFailure, ApiServices>,
): Promise<A> => {
  const traced = Effect.provideService(effect, CurrentTrace, traceIn(c.req.raw.headers))
  return c.var.runtime.runPromise(traced, { signal: c.req.raw.signal })
}

export const answer = async <A extends object>(
  c: Context<ApiEnv>,
  effect: Effect.Effect<A, ApiFailure, ApiServices>,
): Promise<Answer<A>> =>
  // The cast adds the problems of `app.onError`, which Hono's types cannot see.
  tagged(c, JSON.stringify(await run(c, effect))) as unknown as Answer<A>

const READS = ["GET", "HEAD"]

const tagged = (c: Context<ApiEnv>, text: string): Response => {
  if (READS.includes(c.req.method)) {
    const tag = entityTag(text)
    c.header("etag", tag)
    if (isNamed(tag, c.req.header("if-none-match"))) return c.body(null, 304)
  }
  return c.body(text, 200, { "content-type": "application/json" })
}

/**
 * Figures with their `meta`. The watermark is read first: what arrived before it is in the figures that
 * are read after it.
 */
export const withMeta = <A extends object, E, R>(
  scope: { readonly tz: string; readonly interval: Interval | null },
  figures: Effect.Effect<A, E, R>,
) =>
  Effect.gen(function* () {
    const watermark = yield* Watermark
    const completeTo = yield* watermark.completeTo
    const lag = totalLag(yield* watermark.partitions)
    const body = yield* figures
    const meta: Meta = {
      complete_to: formatInstant(completeTo),
      lag,
      generated_at: formatInstant(yield* Clock.currentTimeMillis),
      tz: scope.tz,
      from: scope.interval === null ? null : formatInstant(scope.interval.from),
      to: scope.interval === null ? null : formatInstant(scope.interval.to),
    }
    return { ...body, meta }
  })
