/** Finds out who is asking: a key or token in `Authorization`, or the session cookie. */
import { Effect } from "effect"
import type { Context, MiddlewareHandler } from "hono"
import { deleteCookie, getCookie, setCookie } from "hono/cookie"
import { Access, type Credential } from "./access.ts"
import { run } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { refused } from "./problem.ts"

const SESSION_COOKIE = "tidemark_session"

/** Null without a credential, or with one that is not valid. */
export const credentialOf = (c: Context<ApiEnv>): Promise<Credential | null> =>
  run(
    c,
    Effect.gen(function* () {
      const access = yield* Access
      const authorization = c.req.header("authorization")
      // A key that is stated has to be right, even next to a good cookie.
      if (authorization !== undefined) {
        const key = /^bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1]
        return key === undefined ? null : yield* access.byKey(key)
      }
      const session = getCookie(c, SESSION_COOKIE)
      return session === undefined ? null : yield* access.bySession(session)
    }),
  )

export const unauthenticated = (detail: string) =>
  refused("unauthenticated", detail, { headers: { "www-authenticate": 'Bearer realm="tidemark"' } })

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
