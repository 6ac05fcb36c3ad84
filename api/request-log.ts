/** One structured line a request. Never a query string, a header or a body: they may hold secrets. */
import { Clock, Effect } from "effect"
import type { Context, MiddlewareHandler } from "hono"
import { routePath } from "hono/route"
import type { ApiEnv } from "./environment.ts"
import { countRequest } from "./request-metrics.ts"
import { traceIdOf, traceIn } from "./trace-context.ts"

/** A key or token where an id or account should be: somebody's slip, and not for everybody who reads logs. */
const SECRET = /tm_[\w-]+|eyJ[\w-]*\.[\w-]+\.[\w-]*/g

/** Logs with what identifies the request. */
export const logFor = (c: Context<ApiEnv>, log: Effect.Effect<void>): void => {
  const { requestId: request_id, runtime } = c.var
  const path = c.req.path.replace(SECRET, "…")
  const trace = traceIn(c.req.raw.headers)
  const where = {
    ...{ request_id, method: c.req.method, path },
    ...(trace !== null && { trace_id: traceIdOf(trace.traceparent) }),
  }
  runtime.runFork(log.pipe(Effect.annotateLogs(where)))
}

const PROBES = "/health/"

export const logRequests: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { runtime } = c.var
  const start = await runtime.runPromise(Clock.currentTimeMillis)
  await next()
  const milliseconds = (await runtime.runPromise(Clock.currentTimeMillis)) - start
  runtime.runSync(
    countRequest({ route: routePath(c, -1), status: c.res.status, seconds: milliseconds / 1000 }),
  )
  if (c.req.path.startsWith(PROBES) && c.res.ok) return
  logFor(
    c,
    Effect.gen(function* () {
      const line = Effect.annotateLogs({ status: c.res.status, milliseconds })
      // Failures tell of themselves at the usual level, everything else on request.
      yield* c.res.status < 400 ? line(Effect.logDebug("request")) : line(Effect.logInfo("request"))
    }),
  )
}
