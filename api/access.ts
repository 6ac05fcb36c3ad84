/** Who is asking, and for which accounts. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import { Clock, Context, DateTime, Effect, Layer, Redacted, Schema } from "effect"
import { jwtVerify, SignJWT } from "jose"
import type { Secrets } from "./secrets.ts"

export interface Credential {
  /** Every account, or a list. */
  readonly accounts: ReadonlyArray<string> | null
  readonly admin: boolean
  /** A cookie travels by itself, so what it changes needs a same-origin check. */
  readonly via: "key" | "session"
}

/** A link that nobody used is worthless after this. */
const SIGN_IN_LINK_TIME_MAX_MS = 60 * 60_000
export const SESSION_TIME_MAX_SECONDS = 7 * 86_400
/** More links than anybody asks for: beyond it the oldest are forgotten. */
const LINKS_MAX = 1_000

export class Access extends Context.Service<
  Access,
  {
    /** Null when the key is none that this server knows. */
    readonly byKey: (key: string) => Effect.Effect<Credential | null>
    /** Null when the session is forged, over, or of an earlier admin key. */
    readonly bySession: (session: string) => Effect.Effect<Credential | null>
    /** A token for one sign-in. */
    readonly createLink: Effect.Effect<string>
    /** The credential that a link stands for, once; null for one that is used, over or unknown. */
    readonly redeemLink: (token: string) => Effect.Effect<Credential | null>
    /** The session cookie's value. */
    readonly createSession: (credential: Credential) => Effect.Effect<string>
  }
>()("api/Access") {
  static readonly layer = (secrets: Secrets) => Layer.sync(Access, () => make(secrets))
}

const digest = (text: string) => createHash("sha256").update(text).digest()
const ADMIN: Credential = { accounts: null, admin: true, via: "key" }

const Claims = Schema.Struct({
  accounts: Schema.NullOr(Schema.Array(Schema.String)),
  admin: Schema.Boolean,
  key: Schema.String,
})
const decodeClaims = Schema.decodeUnknownEffect(Claims)
const NAMES = { issuer: "tidemark", audience: "tidemark-session" }

const make = (secrets: Secrets) => {
  const adminKey = digest(Redacted.value(secrets.adminKey))
  // A session made with an earlier admin key is over: changing the key signs everybody out.
  const keyMark = digest(`session ${adminKey.toString("hex")}`).toString("base64url")
  const sessionKey = Redacted.value(secrets.sessionKey)
  const links = new Map<string, number>()

  return Access.of({
    byKey: (key) => Effect.sync(() => (timingSafeEqual(digest(key), adminKey) ? ADMIN : null)),

    bySession: Effect.fnUntraced(
      function* (session) {
        const now = yield* Clock.currentTimeMillis
        const { payload } = yield* Effect.tryPromise(() =>
          jwtVerify(session, sessionKey, {
            ...NAMES,
            algorithms: ["HS256"],
            requiredClaims: ["exp"],
            currentDate: DateTime.toDateUtc(DateTime.makeUnsafe(now)),
          }),
        )
        const { accounts, admin, key } = yield* decodeClaims(payload)
        return key === keyMark ? { accounts, admin, via: "session" as const } : null
      },
      Effect.catch(() => Effect.succeed(null)),
    ),

    createLink: Effect.map(Clock.currentTimeMillis, (now) => {
      const token = randomBytes(32).toString("base64url")
      const [oldest] = links.keys()
      if (links.size >= LINKS_MAX && oldest !== undefined) links.delete(oldest)
      links.set(digest(token).toString("hex"), now + SIGN_IN_LINK_TIME_MAX_MS)
      return token
    }),

    redeemLink: (token) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const name = digest(token).toString("hex")
        const expiresAt = links.get(name)
        links.delete(name)
        return expiresAt !== undefined && now < expiresAt ? ADMIN : null
      }),

    createSession: Effect.fnUntraced(function* ({ accounts, admin }) {
      const seconds = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
      return yield* Effect.promise(() =>
        new SignJWT({ accounts, admin, key: keyMark })
          .setProtectedHeader({ alg: "HS256" })
          .setIssuer(NAMES.issuer)
          .setAudience(NAMES.audience)
          .setIssuedAt(seconds)
          .setExpirationTime(seconds + SESSION_TIME_MAX_SECONDS)
          .sign(sessionKey),
      )
    }),
  })
}
