/** Finds out who is asking: a key or token in `Authorization`, or the session cookie. */
import { getConnInfo } from "@hono/node-server/conninfo"
import { Effect } from "effect"
import type { Context, MiddlewareHandler } from "hono"
import { deleteCookie, getCookie, setCookie } from "hono/cookie"
import { KeyUses } from "#warehouse/key-uses.ts"
import { Access, type Credential } from "./access.ts"
import { run } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { type Refused, refused } from "./problem.ts"
import { GUESSABLE_BELOW, type SignInAttempt, SignInLimits } from "./sign-in-limits.ts"

const SESSION_COOKIE = "tidemark_session"

/** Null without a credential, or with one that is not valid. */
export const credentialOf = (c: Context<ApiEnv>): Promise<Credential | null> =>
  run(
    c,
    Effect.gen(function* () {
      const credential = yield* shownBy(c)
      if (credential?.holder.kind === "key") yield* (yield* KeyUses).used(credential.holder.id)
      return credential
    }),
  )

const shownBy = Effect.fnUntraced(function* (c: Context<ApiEnv>) {
  const authorization = c.req.header("authorization")
  // A key that is stated has to be right, even next to a good cookie.
  if (authorization !== undefined) {
    const key = /^bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1]
    return key === undefined ? null : yield* credentialOfKey(c, key)
  }
  const session = getCookie(c, SESSION_COOKIE)
  return session === undefined ? null : yield* (yield* Access).bySession(session)
})

export const unauthenticated = (
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Refused =>
  refused("unauthenticated", detail, {
    headers: { ...headers, "www-authenticate": 'Bearer realm="tidemark"' },
  })

/** Without a socket, as in a test, everybody is the same. */
const addressOf = (c: Context<ApiEnv>): string => {
  const env: unknown = c.env
  const hasSocket = typeof env === "object" && env !== null && "incoming" in env
  return hasSocket ? (getConnInfo(c).remote.address ?? "") : ""
}

const tooManyFailures = ({ retrySeconds, headers }: SignInAttempt) =>
  refused(
    "rateLimited",
    `Too many sign-ins from here have failed: try again in ${retrySeconds} s.`,
    { headers: { ...headers, "retry-after": `${retrySeconds}` } },
  )

/** Of a key or token in `Authorization`. Only what can be guessed counts: a token that is over is asked with often. */
const credentialOfKey = Effect.fnUntraced(function* (c: Context<ApiEnv>, key: string) {
  if (key.length >= GUESSABLE_BELOW) return yield* (yield* Access).byKey(key)
  return yield* signInWith(c, key)
})

/** What a key opens, for who signs in with it. Refused when it opens nothing, and when too many did so before. */
export const signInWith = Effect.fnUntraced(function* (c: Context<ApiEnv>, key: string) {
  const [access, limits, address] = [yield* Access, yield* SignInLimits, addressOf(c)]
  const before = yield* limits.look(address)
  if (!before.allowed && key.length < GUESSABLE_BELOW) return yield* tooManyFailures(before)
  const credential = yield* access.byKey(key)
  if (credential === null) {
    const { headers } = yield* failedSignIn(c)
    return yield* unauthenticated("This key or token opens nothing here.", headers)
  }
  yield* limits.succeeded(address)
  return credential
})

/** Counts it; refused when it was one too many. */
export const failedSignIn = Effect.fnUntraced(function* (c: Context<ApiEnv>) {
  const attempt = yield* (yield* SignInLimits).failed(addressOf(c))
  return attempt.allowed ? attempt : yield* tooManyFailures(attempt)
})

/** Refuses without a credential; a cookie may change things from our own pages only. */
export const requireCredential = async (c: Context<ApiEnv>): Promise<Credential> => {
  const credential = await credentialOf(c)
  if (credential === null)
    throw unauthenticated(
      "Send a key or a token as `Authorization: Bearer …`, or sign in with the link that the server printed.",
    )
  if (credential.via === "session") checkOrigin(c)
  return credential
}

export const authenticate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  c.set("credential", await requireCredential(c))
  await next()
}

const SAFE_METHODS = new Set(["GET", "HEAD"])

/** A browser tells where a request comes from. One that tells nothing may not change anything by cookie. */
const checkOrigin = (c: Context<ApiEnv>): void => {
  if (SAFE_METHODS.has(c.req.method)) return
  const site = c.req.header("sec-fetch-site")
  const origin = c.req.header("origin")
  const same =
    (site === undefined || site === "same-origin") &&
    (origin === undefined ? site !== undefined : URL.canParse(origin) && isOwn(c, new URL(origin)))
  if (!same)
    throw refused(
      "crossOrigin",
      "A session may change things from this server's own pages only; programs use a key.",
    )
}

// The scheme is left out: behind a proxy that ends TLS, it differs from what the browser saw.
const isOwn = (c: Context<ApiEnv>, origin: URL) => origin.host === new URL(c.req.url).host

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Only loopback is spared TLS: everywhere else the cookie travels encrypted or not at all. */
const cookieOptions = (c: Context<ApiEnv>) => ({
  path: "/",
  httpOnly: true,
  sameSite: "Lax" as const,
  secure: !LOOPBACK.test(new URL(c.req.url).hostname),
})

export const startSession = async (c: Context<ApiEnv>, credential: Credential): Promise<void> => {
  const { value, seconds } = await run(
    c,
    Access.use((access) => access.createSession(credential)),
  )
  setCookie(c, SESSION_COOKIE, value, { ...cookieOptions(c), maxAge: seconds })
}

/** The cookie goes, and what it held opens nothing any more, wherever else it was copied to. */
export const endSession = async (c: Context<ApiEnv>): Promise<void> => {
  const session = getCookie(c, SESSION_COOKIE)
  if (session !== undefined)
    await run(
      c,
      Access.use((access) => access.endSession(session)),
    )
  deleteCookie(c, SESSION_COOKIE, cookieOptions(c))
}
