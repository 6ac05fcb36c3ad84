/** What a session cookie holds: who it was exchanged for, signed. */
import { Clock, DateTime, Effect, Schema } from "effect"
import { jwtVerify, SignJWT } from "jose"
import type { Holder } from "./credential.ts"

export const SESSION_TIME_MAX_SECONDS = 7 * 86_400

export interface SessionClaims {
  readonly id: string
  readonly holder: Holder
  /** Of the admin key that it was exchanged for; null for another credential. */
  readonly adminMark: string | null
  /** Epoch milliseconds: when it, or what it was exchanged for, is over. */
  readonly until: number
}

const Claims = Schema.Struct({
  jti: Schema.String,
  exp: Schema.Int,
  holder: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("admin") }),
    Schema.Struct({ kind: Schema.Literal("key"), id: Schema.String }),
    Schema.Struct({
      kind: Schema.Literal("token"),
      account: Schema.String,
      id: Schema.NullOr(Schema.String),
      madeAt: Schema.NullOr(Schema.Int),
    }),
  ]),
  admin_mark: Schema.NullOr(Schema.String),
})
const decodeClaims = Schema.decodeUnknownEffect(Claims)
const NAMES = { issuer: "tidemark", audience: "tidemark-session" }

export const sessionTokens = (key: Uint8Array) => ({
  /** The cookie's value, and for how many seconds: never longer than what it is exchanged for. */
  create: Effect.fnUntraced(function* ({
    id,
    holder,
    adminMark,
    until,
  }: Omit<SessionClaims, "until"> & { readonly until: number | null }) {
    const now = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
    const latest = until === null ? Number.POSITIVE_INFINITY : Math.floor(until / 1_000)
    const expiresAt = Math.min(now + SESSION_TIME_MAX_SECONDS, latest)
    const value = yield* Effect.promise(() =>
      new SignJWT({ holder, admin_mark: adminMark })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuer(NAMES.issuer)
        .setAudience(NAMES.audience)
        .setJti(id)
        .setIssuedAt(now)
        .setExpirationTime(expiresAt)
        .sign(key),
    )
    return { value, seconds: Math.max(0, expiresAt - now) }
  }),

  /** Null for what this server did not sign, or what is over. */
  verify: Effect.fnUntraced(
    function* (session: string) {
      const now = yield* Clock.currentTimeMillis
      const { payload } = yield* Effect.tryPromise(() =>
        jwtVerify(session, key, {
          ...NAMES,
          algorithms: ["HS256"],
          requiredClaims: ["exp", "jti"],
          currentDate: DateTime.toDateUtc(DateTime.makeUnsafe(now)),
        }),
      )
      const { jti, exp, holder, admin_mark } = yield* decodeClaims(payload)
      const claims: SessionClaims = {
        id: jti,
        holder,
        adminMark: admin_mark,
        until: exp * 1_000,
      }
      return claims
    },
    Effect.catch(() => Effect.succeed(null)),
  ),
})
