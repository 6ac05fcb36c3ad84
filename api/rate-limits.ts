/** How often one holder may ask: a bucket of tokens for each, refilled steadily, kept in this process. */
import { Clock, Context, Effect, Layer } from "effect"

export interface RatePolicy {
  readonly name: "read" | "ingest"
  /** Requests in any stretch of `RATE_WINDOW_SECONDS`, and at once. */
  readonly quota: number
}
export const RATE_WINDOW_SECONDS = 60

export interface RateTaken {
  readonly allowed: boolean
  /** Whole requests that are left. */
  readonly remaining: number
  /** Until all of them are there again; rounded up. */
  readonly resetSeconds: number
  /** Until one more is; 0 when one is. */
  readonly retrySeconds: number
}

export class RateLimits extends Context.Service<
  RateLimits,
  {
    readonly policies: Readonly<Record<RatePolicy["name"], RatePolicy>>
    /** Takes one request of the holder's from its bucket. */
    readonly take: (holder: string, policy: RatePolicy) => Effect.Effect<RateTaken>
  }
>()("api/RateLimits") {
  /** `read` and `ingest`: requests a minute. */
  static readonly layer = (quotas: Readonly<Record<RatePolicy["name"], number>>) =>
    Layer.sync(RateLimits, () => {
      const { take } = makeBuckets()
      return RateLimits.of({
        policies: {
          read: { name: "read", quota: quotas.read },
          ingest: { name: "ingest", quota: quotas.ingest },
        },
        take: (holder, policy) =>
          Effect.map(Clock.currentTimeMillis, (now) =>
            take(`${policy.name} ${holder}`, policy, now),
          ),
      })
    })
}

/** More holders than ask within a minute: beyond it, who asked longest ago begins with a full bucket. */
const BUCKETS_MAX = 20_000

interface Bucket {
  readonly tokens: number
  readonly at: number
}

/** Buckets by name, refilled over `RATE_WINDOW_SECONDS`. `look` says what `take` would, and takes nothing. */
export const makeBuckets = () => {
  // In the order of their last use.
  const all = new Map<string, Bucket>()
  const asked = (name: string, quota: number, now: number) => {
    const perMs = quota / (RATE_WINDOW_SECONDS * 1_000)
    const before = all.get(name) ?? { tokens: quota, at: now }
    const tokens = Math.min(quota, before.tokens + Math.max(0, now - before.at) * perMs)
    const allowed = tokens >= 1
    const left = allowed ? tokens - 1 : tokens
    const secondsUntil = (count: number) => Math.max(0, Math.ceil((count - left) / perMs / 1_000))
    const taken: RateTaken = {
      allowed,
      remaining: Math.floor(left),
      resetSeconds: secondsUntil(quota),
      retrySeconds: secondsUntil(1),
    }
    return { taken, left }
  }
  return {
    look: (name: string, { quota }: { readonly quota: number }, now: number): RateTaken =>
      asked(name, quota, now).taken,
    take: (name: string, { quota }: { readonly quota: number }, now: number): RateTaken => {
      const { taken, left } = asked(name, quota, now)
      all.delete(name)
      const [oldest] = all.keys()
      if (all.size >= BUCKETS_MAX && oldest !== undefined) all.delete(oldest)
      all.set(name, { tokens: left, at: now })
      return taken
    },
  }
}
