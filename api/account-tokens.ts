/** Tokens that read one account for a while: made here, or by the host product with a key of its own. */
import type { KeyObject } from "node:crypto"
import { randomUUID } from "node:crypto"
import { Clock, DateTime, Effect, Redacted, Schema } from "effect"
import { type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from "jose"

export const TOKEN_SECONDS_MAX = 24 * 3_600
/** What the host's clock and ours may differ by. */
const SKEW_SECONDS_MAX = 30
export const TOKEN_AUDIENCE = "tidemark"
/** In the header of our own tokens. All others are the host's. */
const OWN_KEY_ID = "tidemark"

/** What the host product's tokens are checked with. Null: none of that kind is taken. */
export interface HostKeys {
  readonly secret: Redacted.Redacted | null
  readonly publicKey: KeyObject | null
}
export const NO_HOST_KEYS: HostKeys = { secret: null, publicKey: null }

/** What a good token says. */
export interface TokenClaims {
  readonly account: string
  readonly id: string | null
  /** Epoch milliseconds, here and below; null when it does not say. */
  readonly madeAt: number | null
  readonly expiresAt: number
}

export interface AccountToken {
  readonly token: string
  readonly id: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

const Claims = Schema.Struct({
  sub: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(128)),
  exp: Schema.Int,
  iat: Schema.optionalKey(Schema.Int),
  jti: Schema.optionalKey(Schema.String),
})
const decodeClaims = Schema.decodeUnknownEffect(Claims)

export const accountTokens = (ownKey: Uint8Array, host: HostKeys) => {
  const secret = host.secret === null ? null : new TextEncoder().encode(Redacted.value(host.secret))
  /** One key for each algorithm, so that a token cannot choose what its signature is checked as. */
  const keyOf = ({ alg, kid }: JWTHeaderParameters): Uint8Array | KeyObject => {
    const key =
      alg === "HS256"
        ? kid === OWN_KEY_ID
          ? ownKey
          : secret
        : kid === OWN_KEY_ID
          ? null
          : host.publicKey
    if (key === null) throw new Error("no key for this token")
    return key
  }
  return {
    /** `revokedBefore`: epoch milliseconds, until when the account's tokens are revoked. */
    create: Effect.fnUntraced(function* (account: string, seconds: number, revokedBefore = 0) {
      const clock = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
      // A token counts whole seconds: one that is made in the second of a revocation was made after it.
      const now = Math.max(clock, Math.floor(revokedBefore / 1_000) + 1)
      const id = randomUUID()
      const token = yield* Effect.promise(() =>
        new SignJWT()
          .setProtectedHeader({ alg: "HS256", kid: OWN_KEY_ID, typ: "JWT" })
          .setSubject(account)
          .setAudience(TOKEN_AUDIENCE)
          .setJti(id)
          .setIssuedAt(now)
          .setExpirationTime(now + seconds)
          .sign(ownKey),
      )
      const made: AccountToken = { token, id, expiresAt: (now + seconds) * 1_000 }
      return made
    }),

    /** Null for what is forged, over, not yet good, or good for too long. */
    verify: Effect.fnUntraced(
      function* (token: string) {
        const now = yield* Clock.currentTimeMillis
        const { payload } = yield* Effect.tryPromise(() =>
          jwtVerify(token, keyOf, {
            algorithms: ["HS256", "EdDSA", "Ed25519"],
            audience: TOKEN_AUDIENCE,
            requiredClaims: ["sub", "exp"],
            clockTolerance: SKEW_SECONDS_MAX,
            currentDate: DateTime.toDateUtc(DateTime.makeUnsafe(now)),
          }),
        )
        return yield* claimsIn(payload, now / 1_000)
      },
      Effect.catch(() => Effect.succeed(null)),
    ),
  }
}

const claimsIn = Effect.fnUntraced(function* (payload: JWTPayload, now: number) {
  const { sub, exp, iat = now, jti = null } = yield* decodeClaims(payload)
  const tooLong = exp - iat > TOKEN_SECONDS_MAX
  // What a token says of its beginning is its maker's word: without this it could be good for years.
  const fromTheFuture = iat > now + SKEW_SECONDS_MAX
  if (tooLong || fromTheFuture) return null
  const madeAt = payload.iat === undefined ? null : iat * 1_000
  return { account: sub, id: jti, madeAt, expiresAt: exp * 1_000 }
})
