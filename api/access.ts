/** Who is asking, for which accounts, and what they may do. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import { Clock, Context, Effect, Layer, Redacted } from "effect"
import { AccessRecords } from "#warehouse/access-records.ts"
import type { ApiKey } from "#warehouse/api-key-rows.ts"
import type { Scope } from "#warehouse/domain/access-scope.ts"
import type { WarehouseError } from "#warehouse/errors.ts"
import {
  type AccountToken,
  accountTokens,
  type HostKeys,
  NO_HOST_KEYS,
  TOKEN_SECONDS_MAX,
  type TokenClaims,
} from "./account-tokens.ts"
import { API_KEY_PREFIX, hashOfKey } from "./api-key-text.ts"
import type { Credential } from "./credential.ts"
import type { Secrets } from "./secrets.ts"
import { SESSION_TIME_MAX_SECONDS, type SessionClaims, sessionTokens } from "./session-tokens.ts"
import { GUESSABLE_BELOW } from "./sign-in-limits.ts"

export type { Credential } from "./credential.ts"

/** A link that nobody used is worthless after this. */
const SIGN_IN_LINK_TIME_MAX_MS = 60 * 60_000
/** More links than anybody asks for: beyond it the oldest are forgotten. */
const LINKS_MAX = 1_000
/** Longer than any cookie of the session can last, those that another process makes just now included. */
const ENDED_FOR_MS = (SESSION_TIME_MAX_SECONDS + 60) * 1_000

/** Longer than any token can last, those that another process makes just now included. */
const REVOKED_FOR_MS = (TOKEN_SECONDS_MAX + 120) * 1_000

export class Access extends Context.Service<
  Access,
  {
    /** By a key or a token. Null when it is none that opens anything here. */
    readonly byKey: (key: string) => Effect.Effect<Credential | null, WarehouseError>
    /** Null when the session is forged, over, ended, or what it was exchanged for is no longer good. */
    readonly bySession: (session: string) => Effect.Effect<Credential | null, WarehouseError>
    /** Whether what opened something a while ago would still open it. */
    readonly holds: (credential: Credential) => Effect.Effect<boolean, WarehouseError>
    /** A token for one sign-in. */
    readonly createLink: Effect.Effect<string>
    /** The credential that a link stands for, once; null for one that is used, over or unknown. */
    readonly redeemLink: (token: string) => Effect.Effect<Credential | null>
    /** The session cookie's value, and for how many seconds. */
    readonly createSession: (
      credential: Credential,
    ) => Effect.Effect<{ readonly value: string; readonly seconds: number }>
    /** The session's cookies open nothing any more: here at once, elsewhere within a second. */
    readonly endSession: (session: string) => Effect.Effect<void, WarehouseError>
    /** A token that reads one account for so many seconds. */
    readonly createToken: (
      account: string,
      seconds: number,
    ) => Effect.Effect<AccountToken, WarehouseError>
    /** One token by its id, or all that the account was given until now: here at once, elsewhere within a second. */
    readonly revokeTokens: (
      which: { readonly id: string } | { readonly account: string },
    ) => Effect.Effect<void, WarehouseError>
  }
>()("api/Access") {
  /** `host`: what the host product signs its own tokens with. */
  static readonly layer = (secrets: Secrets, host: HostKeys = NO_HOST_KEYS) =>
    Layer.effect(
      Access,
      Effect.map(AccessRecords, (records) => make(secrets, host, records)),
    )
}

const digest = (text: string) => createHash("sha256").update(text).digest()

const ADMIN: Credential = {
  accounts: null,
  scopes: ["admin"],
  admin: true,
  via: "key",
  holder: { kind: "admin" },
  expiresAt: null,
  endsAt: null,
  session: null,
}

const ofKey = (key: ApiKey): Credential => ({
  ...ADMIN,
  accounts: key.accounts,
  scopes: key.scopes,
  admin: key.scopes.includes("admin"),
  holder: { kind: "key", id: key.id },
  expiresAt: key.expiresAt,
  endsAt: key.expiresAt,
})

const READ: ReadonlyArray<Scope> = ["read"]

const ofToken = ({ expiresAt, account, id, madeAt }: TokenClaims): Credential => ({
  ...ADMIN,
  accounts: [account],
  scopes: READ,
  admin: false,
  holder: { kind: "token", account, id, madeAt },
  expiresAt,
  endsAt: expiresAt,
})

type Records = typeof AccessRecords.Service

const make = (secrets: Secrets, host: HostKeys, records: Records) => {
  const adminKey = digest(Redacted.value(secrets.adminKey))
  // A session made with an earlier admin key is over: changing the key signs everybody out.
  const adminMark = digest(`session ${adminKey.toString("hex")}`).toString("base64url")
  const sessions = sessionTokens(Redacted.value(secrets.sessionKey))
  const tokens = heldTokens(accountTokens(Redacted.value(secrets.tokenKey), host), records)

  const ofHeldKey = Effect.fnUntraced(function* (key: ApiKey | undefined) {
    const now = yield* Clock.currentTimeMillis
    if (key === undefined || (key.expiresAt !== null && key.expiresAt <= now)) return null
    return ofKey(key)
  })

  /** What the session was exchanged for, if that is still good. */
  const exchanged = Effect.fnUntraced(function* ({
    holder,
    adminMark: mark,
    until,
  }: SessionClaims) {
    if (holder.kind === "admin") return mark === adminMark ? ADMIN : null
    if (holder.kind === "token")
      return (yield* tokens.held(holder)) && ofToken({ ...holder, expiresAt: until })
    return yield* ofHeldKey((yield* records.current).byId.get(holder.id))
  })

  const bySession = Effect.fnUntraced(function* (session: string) {
    const claims = yield* sessions.verify(session)
    if (claims === null || (yield* records.current).endedSessions.has(claims.id)) return null
    const credential = yield* exchanged(claims)
    if (credential === null) return null
    return { ...credential, via: "session" as const, session: claims.id, endsAt: claims.until }
  })

  const holds = Effect.fnUntraced(function* ({ holder, session, endsAt }: Credential) {
    if (endsAt !== null && endsAt <= (yield* Clock.currentTimeMillis)) return false
    // The admin key is good for as long as the process lasts.
    if (session === null && holder.kind === "admin") return true
    const { byId, endedSessions } = yield* records.current
    if (session !== null && endedSessions.has(session)) return false
    if (holder.kind === "token") return (yield* tokens.held(holder)) !== null
    return holder.kind === "admin" || (yield* ofHeldKey(byId.get(holder.id))) !== null
  })

  return Access.of({
    byKey: Effect.fnUntraced(function* (key) {
      if (timingSafeEqual(digest(key), adminKey)) return ADMIN
      // Nothing else that is made here is so short; without a question, so that none is guessed meanwhile.
      if (key.length < GUESSABLE_BELOW) return null
      if (!key.startsWith(API_KEY_PREFIX)) return yield* tokens.open(key)
      return yield* ofHeldKey((yield* records.current).byHash.get(hashOfKey(key)))
    }),
    bySession,
    holds,
    ...signInLinks(),
    createSession: (credential) =>
      sessions.create({
        id: credential.session ?? randomBytes(16).toString("base64url"),
        holder: credential.holder,
        adminMark: credential.holder.kind === "admin" ? adminMark : null,
        until: credential.expiresAt,
      }),
    endSession: Effect.fnUntraced(function* (session) {
      const credential = yield* bySession(session)
      if (credential === null) return
      const now = yield* Clock.currentTimeMillis
      yield* records.endSession(credential.session, now + ENDED_FOR_MS)
    }),
    createToken: tokens.create,
    revokeTokens: tokens.revoke,
  })
}

/** Tokens that are signed, and not revoked. */
const heldTokens = (signed: ReturnType<typeof accountTokens>, records: Records) => {
  /** Null when it was revoked. What does not say when it was made, was made before. */
  const held = Effect.fnUntraced(function* <A extends Omit<TokenClaims, "expiresAt">>(claims: A) {
    const { revokedTokens, tokensRevokedBefore } = yield* records.current
    const { account, id, madeAt } = claims
    if (id !== null && revokedTokens.has(id)) return null
    return (madeAt ?? 0) <= (tokensRevokedBefore.get(account) ?? -1) ? null : claims
  })
  return {
    held,
    open: Effect.fnUntraced(function* (token: string) {
      const claims = yield* signed.verify(token)
      const good = claims === null ? null : yield* held(claims)
      return good === null ? null : ofToken(good)
    }),
    create: Effect.fnUntraced(function* (account: string, seconds: number) {
      const { tokensRevokedBefore } = yield* records.current
      return yield* signed.create(account, seconds, tokensRevokedBefore.get(account))
    }),
    revoke: Effect.fnUntraced(function* (
      which: { readonly id: string } | { readonly account: string },
    ) {
      const before = yield* Clock.currentTimeMillis
      const until = { expiresAt: before + REVOKED_FOR_MS }
      yield* records.revokeTokens(
        "id" in which ? { ...until, token: which.id } : { ...until, ...which, before },
      )
    }),
  }
}

const signInLinks = () => {
  const links = new Map<string, number>()
  return {
    createLink: Effect.map(Clock.currentTimeMillis, (now) => {
      const token = randomBytes(32).toString("base64url")
      const [oldest] = links.keys()
      if (links.size >= LINKS_MAX && oldest !== undefined) links.delete(oldest)
      links.set(digest(token).toString("hex"), now + SIGN_IN_LINK_TIME_MAX_MS)
      return token
    }),
    redeemLink: (token: string) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const name = digest(token).toString("hex")
        const expiresAt = links.get(name)
        links.delete(name)
        return expiresAt !== undefined && now < expiresAt ? ADMIN : null
      }),
  }
}
