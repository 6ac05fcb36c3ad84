/** Refuses who asks too often, and tells everybody how much is left: draft-ietf-httpapi-ratelimit-headers-10. */
import { Effect } from "effect"
import type { MiddlewareHandler } from "hono"
import { run } from "./answer.ts"
import { endpointOf } from "./authorize.ts"
import { nameOf } from "./credential.ts"
import type { ApiEnv } from "./environment.ts"
import { refused } from "./problem.ts"
import { RATE_WINDOW_SECONDS, RateLimits } from "./rate-limits.ts"

/** Behind `authenticate`. The admin key of the server itself is its operator's, and is not limited. */
export const limitRate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { credential } = c.var
  if (credential.holder.kind === "admin") return next()
  const { policy, taken } = await run(
    c,
    Effect.gen(function* () {
      const limits = yield* RateLimits
      const policy = limits.policies[endpointOf(c)?.credential === "ingest" ? "ingest" : "read"]
      return { policy, taken: yield* limits.take(nameOf(credential), policy) }
    }),
  )
  const headers = {
    "ratelimit-policy": `"${policy.name}";q=${policy.quota};w=${RATE_WINDOW_SECONDS}`,
    ratelimit: `"${policy.name}";r=${taken.remaining};t=${taken.resetSeconds}`,
  }
  if (!taken.allowed)
    throw refused(
      "rateLimited",
      `At most ${policy.quota} requests in ${RATE_WINDOW_SECONDS} seconds: try again in ${taken.retrySeconds} s. Many events go into one request.`,
      { headers: { ...headers, "retry-after": `${taken.retrySeconds}` } },
    )
  await next()
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
}
