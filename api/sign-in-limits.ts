/**
 * How often somebody may fail to sign in: from one address, and all together. Only what can be guessed is held
 * up for it: keys, tokens and links that were made at random open what they open, whoever guesses beside them.
 */
import { isIPv6 } from "node:net"
import { Clock, Context, Effect, Layer } from "effect"
import { makeBuckets, RATE_WINDOW_SECONDS, type RateTaken } from "./rate-limits.ts"

/** How much more often than from one address it may fail from all that have not shown a right key. */
const ALL_TO_EACH = 20
/** Shorter than any key, token or link that is made here. */
export const GUESSABLE_BELOW = 32
const KNOWN_ADDRESSES_MAX = 1_000

export interface SignInAttempt {
  /** Whether one more may be tried; of a failure: whether it was one too many. */
  readonly allowed: boolean
  readonly retrySeconds: number
  readonly headers: Readonly<Record<string, string>>
}

export class SignInLimits extends Context.Service<
  SignInLimits,
  {
    readonly look: (address: string) => Effect.Effect<SignInAttempt>
    readonly failed: (address: string) => Effect.Effect<SignInAttempt>
    /** From now on it is held to its own failures, and not to those of all. */
    readonly succeeded: (address: string) => Effect.Effect<void>
  }
>()("api/SignInLimits") {
  /** `quota`: failures in any minute, of one address. */
  static readonly layer = (quota: number) => Layer.sync(SignInLimits, () => make(quota))
}

const make = (quota: number) => {
  const each = { name: "sign-in", quota }
  const all = { name: "sign-in-all", quota: quota * ALL_TO_EACH }
  const [own, everybody] = [makeBuckets(), makeBuckets()]
  const known = new Set<string>()
  const asked = (how: "look" | "take", address: string, now: number): SignInAttempt => {
    const name = networkOf(address)
    const ofOwn = { ...each, taken: own[how](name, each, now) }
    if (known.has(name)) return attemptOf(ofOwn)
    const ofAll = { ...all, taken: everybody[how]("", all, now) }
    return attemptOf(ofOwn.taken.allowed && !ofAll.taken.allowed ? ofAll : ofOwn)
  }
  return SignInLimits.of({
    look: (address) => Effect.map(Clock.currentTimeMillis, (now) => asked("look", address, now)),
    failed: (address) => Effect.map(Clock.currentTimeMillis, (now) => asked("take", address, now)),
    succeeded: (address) =>
      Effect.sync(() => {
        const name = networkOf(address)
        // The newest stands last, and who is known already drives nobody out.
        known.delete(name)
        known.add(name)
        const [oldest = name] = known
        if (known.size > KNOWN_ADDRESSES_MAX) known.delete(oldest)
      }),
  })
}

const attemptOf = ({
  name,
  quota,
  taken,
}: {
  readonly name: string
  readonly quota: number
  readonly taken: RateTaken
}): SignInAttempt => ({
  allowed: taken.allowed,
  retrySeconds: taken.retrySeconds,
  headers: {
    "ratelimit-policy": `"${name}";q=${quota};w=${RATE_WINDOW_SECONDS}`,
    ratelimit: `"${name}";r=${taken.remaining};t=${taken.resetSeconds}`,
  },
})

const MAPPED = "::ffff:"

/** Whoever has an IPv6 address has 2^64 of them: all of these are one. */
const networkOf = (address: string): string => {
  if (address.startsWith(MAPPED) || !isIPv6(address)) return address.replace(MAPPED, "")
  const [head = "", tail = ""] = address.split("::")
  const left = head.split(":")
  const right = tail === "" ? [] : tail.split(":")
  const groups = address.includes("::")
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right]
    : left
  return groups
    .slice(0, 4)
    .map((group) => group || "0")
    .join(":")
}
