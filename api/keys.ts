/** API keys: made and shown once, listed without their secret, revoked. */
import { Clock, Effect, Option, Schema } from "effect"
import { type Context, Hono, type TypedResponse } from "hono"
import { AccessRecords } from "#warehouse/access-records.ts"
import type { ApiKey } from "#warehouse/api-key-rows.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { readInstant } from "#warehouse/domain/usage-event-rules.ts"
import { KeyUses } from "#warehouse/key-uses.ts"
import { KeyBody } from "./access-bodies.ts"
import type { ApiKeyShown, CreatedKey, Keys } from "./access-contract.ts"
import { type Answer, answer, run, withMeta } from "./answer.ts"
import { makeKey } from "./api-key-text.ts"
import { Cursors, cursorRefused, KeysPlace } from "./cursors.ts"
import type { ApiEnv } from "./environment.ts"
import { jsonBody } from "./json-body.ts"
import { fieldsRefused, refused } from "./problem.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT, QUERIES, type Query } from "./query-words.ts"
import { recordAct } from "./record-act.ts"

/** That hold at once: a process keeps them in memory. */
export const KEYS_MAX = 10_000

const stateOf = ({ revokedAt, expiresAt }: ApiKey, now: number): ApiKeyShown["state"] => {
  if (revokedAt !== null) return "revoked"
  return expiresAt !== null && expiresAt <= now ? "expired" : "active"
}

const instantOrNull = (instant: number | null) => (instant === null ? null : formatInstant(instant))

const wireKey = (key: ApiKey, now: number, usedAt: number | null): ApiKeyShown => ({
  id: key.id,
  name: key.name,
  starts_with: key.startsWith,
  scopes: key.scopes,
  accounts: key.accounts,
  state: stateOf(key, now),
  created_at: formatInstant(key.createdAt),
  expires_at: instantOrNull(key.expiresAt),
  revoked_at: instantOrNull(key.revokedAt),
  last_used_at: instantOrNull(usedAt),
})

const wrong = (pointer: string, code: string, message: string) =>
  fieldsRefused("invalidBody", [{ pointer, code, message }])

/** What single fields cannot tell. */
const checkTogether = Effect.fnUntraced(function* (body: KeyBody, now: number) {
  const accounts = body.accounts ?? null
  if (accounts !== null && body.scopes.includes("admin"))
    return yield* wrong("/accounts", "exclusive", "admin is for all accounts: leave them out")
  const text = body.expires_at ?? null
  const expiresAt = text === null ? null : readInstant(text)
  if (expiresAt !== null && (typeof expiresAt !== "number" || expiresAt <= now))
    return yield* wrong("/expires_at", "past", "must lie in the future")
  return { name: body.name, scopes: body.scopes, accounts, expiresAt }
})

const readBody = jsonBody("A key", KeyBody)

const createKey = Effect.fnUntraced(function* (c: Context<ApiEnv>) {
  const now = yield* Clock.currentTimeMillis
  const asked = yield* Effect.flatMap(readBody(c.req.raw), (body) => checkTogether(body, now))
  const records = yield* AccessRecords
  if ((yield* records.current).byId.size >= KEYS_MAX)
    return yield* refused("tooManyKeys", `At most ${KEYS_MAX} keys hold at once: revoke some.`)
  const { key, ...made } = makeKey()
  const record: ApiKey = { ...made, ...asked, createdAt: now, revokedAt: null }
  const { name, scopes, accounts, expiresAt } = asked
  yield* recordAct(c, record.id, {
    name,
    scopes,
    accounts,
    expires_at: instantOrNull(expiresAt),
  })
  yield* records.add(record)
  return { ...wireKey(record, now, null), key } satisfies CreatedKey
})

const postKey = async (c: Context<ApiEnv>): Promise<Answer<CreatedKey, 201>> => {
  const body = await run(c, createKey(c))
  return c.json(body, 201) as unknown as Answer<CreatedKey, 201>
}

const decodePlace = Schema.decodeUnknownOption(KeysPlace)

const listKeys = Effect.fnUntraced(function* (words: Query<typeof QUERIES.keys>) {
  const { open, seal } = yield* Cursors
  const place = words.cursor === undefined ? null : decodePlace(open(words.cursor))
  if (place !== null && Option.isNone(place)) return yield* cursorRefused()
  const { keys, hasMore } = yield* (yield* AccessRecords).page({
    after: place === null ? null : place.value,
    limit: Number(words.limit ?? LIMIT_DEFAULT),
  })
  const uses = yield* (yield* KeyUses).latest(keys.map(({ id }) => id))
  const now = yield* Clock.currentTimeMillis
  const last = keys.at(-1)
  const body: Omit<Keys, "meta"> = {
    keys: keys.map((key) => wireKey(key, now, uses.get(key.id) ?? null)),
    next:
      hasMore && last !== undefined
        ? seal({ list: "keys", createdAt: last.createdAt, id: last.id })
        : null,
  }
  return body
})

const revokeKey = Effect.fnUntraced(function* (c: Context<ApiEnv>, id: string) {
  const records = yield* AccessRecords
  const key = yield* records.get(id)
  if (key === null) return yield* refused("notFound", "There is no key of that id.")
  // Once more changes nothing: whoever is not sure asks again.
  if (key.revokedAt !== null) return
  yield* recordAct(c, id, { name: key.name, starts_with: key.startsWith })
  yield* records.revoke(key)
})

export const keys = new Hono<ApiEnv>()
  .get("/", query(QUERIES.keys), (c) =>
    answer<Keys>(c, withMeta({ tz: "UTC", interval: null }, listKeys(c.req.valid("query")))),
  )
  .post("/", query(QUERIES.none), postKey)
  .delete("/:id", query(QUERIES.none), async (c): Promise<TypedResponse<null, 204, "body">> => {
    await run(c, revokeKey(c, c.req.param("id")))
    return c.body(null, 204)
  })
