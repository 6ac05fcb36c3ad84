/** Which keys hold, and which sessions and tokens were ended: what a process knows of it is never a second old. */
import { Clock, Context, Effect, Layer, Schema, Semaphore } from "effect"
import { type ApiKey, ApiKeyRow, insertApiKey, toApiKey } from "./api-key-rows.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

/** What holds just now. A key may be over since it was read: `expiresAt` is for who uses it to check. */
export interface AccessNow {
  /** By the hash of the key. */
  readonly byHash: ReadonlyMap<string, ApiKey>
  readonly byId: ReadonlyMap<string, ApiKey>
  readonly endedSessions: ReadonlySet<string>
  /** By their ids. */
  readonly revokedTokens: ReadonlySet<string>
  /** Until when an account's tokens, if they were made by then, are revoked: epoch milliseconds. */
  readonly tokensRevokedBefore: ReadonlyMap<string, number>
}

/** One token, or all that an account was given until an instant; in epoch milliseconds, as is `expiresAt`. */
export type RevokedTokens =
  | { readonly token: string; readonly expiresAt: number }
  | { readonly account: string; readonly before: number; readonly expiresAt: number }

export interface ApiKeyPageQuery {
  /** The page goes on behind this key; null from the newest. */
  readonly after: { readonly createdAt: number; readonly id: string } | null
  readonly limit: number
}

export class AccessRecords extends Context.Service<
  AccessRecords,
  {
    /** Fails when the warehouse does not answer: what may have been revoked meanwhile opens nothing. */
    readonly current: Effect.Effect<AccessNow, WarehouseError>
    /** Keys of all times, newest first. */
    readonly page: (
      query: ApiKeyPageQuery,
    ) => Effect.Effect<
      { readonly keys: ReadonlyArray<ApiKey>; readonly hasMore: boolean },
      WarehouseError
    >
    /** Null for an id that no key ever had. */
    readonly get: (id: string) => Effect.Effect<ApiKey | null, WarehouseError>
    readonly add: (key: ApiKey) => Effect.Effect<void, WarehouseError>
    /** Holds from now on in this process, within a second in all others. */
    readonly revoke: (key: ApiKey) => Effect.Effect<void, WarehouseError>
    /** `expiresAt`: epoch milliseconds, from when on its cookie is over by itself. */
    readonly endSession: (id: string, expiresAt: number) => Effect.Effect<void, WarehouseError>
    /** `expiresAt`: from when on none of them lasts any more. */
    readonly revokeTokens: (revoked: RevokedTokens) => Effect.Effect<void, WarehouseError>
  }
>()("warehouse/AccessRecords") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) => Layer.effect(AccessRecords, make(folder))
}

/** With the time that reading takes, what another process changed holds here within a second. */
const FRESH_MS = 500

const mark = sqlQuery("access-mark")
const held = sqlQuery("api-keys-held")
const page = sqlQuery("api-keys-page")
const one = sqlQuery("api-key")
const ended = sqlQuery("ended-sessions")
const insertEnded = {
  statement: sqlQuery("insert-ended-session"),
  structure: "expires_at UInt64, id String",
}

const revokedTokens = sqlQuery("revoked-tokens")
const insertRevoked = {
  statement: sqlQuery("insert-revoked-token"),
  structure: "expires_at UInt64, account String, token String, before UInt64",
}

const MarkRow = Schema.Struct({ entries: Schema.String, mark: Schema.String })
const SessionRow = Schema.Struct({ id: Schema.String })
const RevokedRow = Schema.Struct({
  account: Schema.String,
  token: Schema.String,
  before: Schema.NumberFromString,
})

const END_OF_PLACES = { createdAt: Number.MAX_SAFE_INTEGER, id: "" }

const make = Effect.fnUntraced(function* (folder: string) {
  const clickhouse = yield* ClickHouse
  const here = Effect.provideService(ClickHouse, clickhouse)
  const known = yield* freshness(clickhouse)
  const changing = <A, E>(write: Effect.Effect<A, E, ClickHouse>) =>
    here(write).pipe(Effect.ensuring(known.forget))

  return AccessRecords.of({
    current: known.current,
    page: Effect.fn("AccessRecords.page")(function* ({ after, limit }) {
      const { createdAt, id } = after ?? END_OF_PLACES
      // One more than asked for tells whether the list goes on.
      const rows = yield* clickhouse.query(page, { at: createdAt, id, limit: limit + 1 }, ApiKeyRow)
      return { keys: rows.slice(0, limit).map(toApiKey), hasMore: rows.length > limit }
    }),
    get: Effect.fn("AccessRecords.get")(function* (id) {
      const [row] = yield* clickhouse.query(one, { id }, ApiKeyRow)
      return row === undefined ? null : toApiKey(row)
    }),
    add: Effect.fn("AccessRecords.add")(
      (key) => insertApiKey(folder, key, key.createdAt),
      changing,
    ),
    revoke: Effect.fn("AccessRecords.revoke")(function* (key: ApiKey) {
      // Later than its making, whatever the clock did meanwhile.
      const revokedAt = Math.max(yield* Clock.currentTimeMillis, key.createdAt + 1)
      yield* insertApiKey(folder, { ...key, revokedAt }, revokedAt)
    }, changing),
    endSession: Effect.fn("AccessRecords.endSession")(
      (id, expiresAt) =>
        insertScratchRows({ folder, ...insertEnded }, [id], (out, id) => {
          out.uint64(BigInt(expiresAt))
          out.string(id)
        }),
      changing,
    ),
    revokeTokens: Effect.fn("AccessRecords.revokeTokens")(
      (revoked) =>
        insertScratchRows({ folder, ...insertRevoked }, [revoked], (out, one) => {
          out.uint64(BigInt(one.expiresAt))
          out.string("account" in one ? one.account : "")
          out.string("token" in one ? one.token : "")
          out.uint64(BigInt("account" in one ? one.before : 0))
        }),
      changing,
    ),
  })
})

interface Known {
  readonly at: number
  readonly mark: string
  readonly now: AccessNow
}

/**
 * Reads again what is older than `FRESH_MS`, once for all who wait, and only when somebody asks. Where no
 * other process can write, what was read holds until this one writes.
 */
const freshness = Effect.fnUntraced(function* (clickhouse: typeof ClickHouse.Service) {
  const turn = yield* Semaphore.make(1)
  let known: Known | null = null
  const isFresh = (now: number): boolean => {
    if (known === null) return false
    const age = now - known.at
    // A clock that was put back makes it older than it can be told.
    return clickhouse.exclusive || (age >= 0 && age < FRESH_MS)
  }
  const read = Effect.gen(function* () {
    const at = yield* Clock.currentTimeMillis
    const [row] = yield* clickhouse.query(mark, { now: at }, MarkRow)
    const text = `${row?.entries} ${row?.mark}`
    const now = known?.mark === text ? known.now : yield* readAll(clickhouse, at)
    known = { at, mark: text, now }
    return now
  })
  return {
    current: Effect.gen(function* () {
      if (known !== null && isFresh(yield* Clock.currentTimeMillis)) return known.now
      return yield* turn.withPermits(1)(
        Effect.gen(function* () {
          if (known !== null && isFresh(yield* Clock.currentTimeMillis)) return known.now
          return yield* read
        }),
      )
    }).pipe(Effect.withSpan("AccessRecords.current")),
    /** Behind who reads just now: that may have begun before the change. */
    forget: turn.withPermits(1)(
      Effect.sync(() => {
        known = null
      }),
    ),
  }
})

const readAll = Effect.fnUntraced(function* (clickhouse: typeof ClickHouse.Service, now: number) {
  const keys = (yield* clickhouse.query(held, { now }, ApiKeyRow)).map(toApiKey)
  const sessions = yield* clickhouse.query(ended, { now }, SessionRow)
  const revoked = yield* clickhouse.query(revokedTokens, { now }, RevokedRow)
  const before = new Map<string, number>()
  for (const row of revoked)
    if (row.account !== "")
      before.set(row.account, Math.max(row.before, before.get(row.account) ?? 0))
  return {
    byHash: new Map(keys.map((key) => [key.hash, key])),
    byId: new Map(keys.map((key) => [key.id, key])),
    endedSessions: new Set(sessions.map(({ id }) => id)),
    revokedTokens: new Set(revoked.flatMap(({ token }) => (token === "" ? [] : [token]))),
    tokensRevokedBefore: before,
  } satisfies AccessNow
})
