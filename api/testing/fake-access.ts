/** Keys, sessions and the audit log in memory, and requests with whatever credential a test wants. */
import { generateKeyPairSync } from "node:crypto"
import { Effect, Layer, Redacted } from "effect"
import { AccessRecords } from "#warehouse/access-records.ts"
import type { ApiKey } from "#warehouse/api-key-rows.ts"
import { type AuditEntry, AuditLog } from "#warehouse/audit-log.ts"
import { Access, type Credential } from "../access.ts"
import type { HostKeys } from "../account-tokens.ts"
import type { Secrets } from "../secrets.ts"

export const ADMIN_KEY = "tm_admin_of_the_tests"
export const secrets: Secrets = {
  adminKey: Redacted.make(ADMIN_KEY),
  sessionKey: Redacted.make(new Uint8Array(32).fill(1)),
  cursorKey: Redacted.make(new Uint8Array(32).fill(2)),
  tokenKey: Redacted.make(new Uint8Array(32).fill(3)),
}
export const asAdmin = { authorization: `Bearer ${ADMIN_KEY}` }

/** The id of a key that is there from the start. Nobody has it. */
export const KNOWN_KEY = "known-key"

const known: ApiKey = {
  id: KNOWN_KEY,
  name: "Known from the start",
  hash: "0".repeat(64),
  startsWith: "tm_known",
  scopes: ["read"],
  accounts: null,
  createdAt: 0,
  expiresAt: null,
  revokedAt: null,
}

/** Of a host product that signs its own tokens. */
export const HOST_SECRET = "the host's secret, of the tests 1"
export const hostPair = generateKeyPairSync("ed25519")
export const hostKeys: HostKeys = {
  secret: Redacted.make(HOST_SECRET),
  publicKey: hostPair.publicKey,
}

/** `now`: when a key is revoked, epoch milliseconds. */
export const accessRecords = (now: number) => {
  const keys: ApiKey[] = [known]
  const endedSessions = new Set<string>()
  const revokedTokens = new Set<string>()
  const tokensRevokedBefore = new Map<string, number>()
  const replace = (key: ApiKey) => {
    keys.splice(keys.findIndex(({ id }) => id === key.id) >>> 0, 1)
    keys.push(key)
  }
  return Layer.succeed(AccessRecords, {
    current: Effect.sync(() => {
      const held = keys.filter(({ revokedAt }) => revokedAt === null)
      return {
        byHash: new Map(held.map((key) => [key.hash, key])),
        byId: new Map(held.map((key) => [key.id, key])),
        endedSessions,
        revokedTokens,
        tokensRevokedBefore,
      }
    }),
    page: ({ after, limit }) =>
      Effect.sync(() => {
        const newest = keys.toSorted((a, b) => (a.id < b.id ? 1 : -1))
        const start = after === null ? 0 : newest.findIndex(({ id }) => id === after.id) + 1
        return {
          keys: newest.slice(start, start + limit),
          hasMore: start + limit < newest.length,
        }
      }),
    get: (id) => Effect.sync(() => keys.find((key) => key.id === id) ?? null),
    add: (key) => Effect.sync(() => replace(key)),
    revoke: (key) => Effect.sync(() => replace({ ...key, revokedAt: now })),
    endSession: (id) => Effect.sync(() => void endedSessions.add(id)),
    revokeTokens: (revoked) =>
      Effect.sync(() => {
        if ("token" in revoked) revokedTokens.add(revoked.token)
        else tokensRevokedBefore.set(revoked.account, revoked.before)
      }),
  })
}

/** Adds what is recorded to `entries`. */
export const auditLog = (entries: AuditEntry[], now: number) =>
  Layer.succeed(AuditLog, {
    record: (entry) =>
      Effect.sync(() => void entries.push({ ...entry, id: BigInt(entries.length), at: now })),
    page: ({ after, limit }) =>
      Effect.sync(() => {
        const newest = entries.toReversed()
        const start = after === null ? 0 : newest.findIndex(({ id }) => id === after.id) + 1
        return {
          entries: newest.slice(start, start + limit),
          hasMore: start + limit < newest.length,
        }
      }),
  })

/** The real one. In place of the app's own, it knows no API keys. */
export const accessWith = (changed: Partial<Secrets>, host?: HostKeys) =>
  Access.layer({ ...secrets, ...changed }, host).pipe(Layer.provide(accessRecords(0)))

/** Every key is this credential: by default one that reads all accounts. */
export const accessAs = (credential: Partial<Credential>) =>
  Layer.succeed(Access, {
    byKey: () =>
      Effect.succeed({
        accounts: null,
        scopes: ["read"],
        admin: false,
        via: "key",
        holder: { kind: "key", id: "k1" },
        expiresAt: null,
        endsAt: null,
        session: null,
        ...credential,
      }),
    bySession: () => Effect.succeed(null),
    holds: () => Effect.succeed(true),
    createLink: Effect.succeed(""),
    redeemLink: () => Effect.succeed(null),
    createSession: () => Effect.succeed({ value: "", seconds: 0 }),
    endSession: () => Effect.void,
    createToken: () => Effect.succeed({ token: "", id: "", expiresAt: 0 }),
    revokeTokens: () => Effect.void,
  })
