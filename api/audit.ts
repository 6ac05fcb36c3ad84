import { Effect, Option, Schema } from "effect"
import { Hono } from "hono"
import { AuditLog } from "#warehouse/audit-log.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import type { Audit } from "./access-contract.ts"
import { answer, withMeta } from "./answer.ts"
import { AuditPlace, Cursors, cursorRefused } from "./cursors.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT, QUERIES, type Query } from "./query-words.ts"
import { wireId } from "./rejection-wire.ts"

const decodePlace = Schema.decodeUnknownOption(AuditPlace)

const listEntries = Effect.fnUntraced(function* (words: Query<typeof QUERIES.audit>) {
  const { open, seal } = yield* Cursors
  const place = words.cursor === undefined ? null : decodePlace(open(words.cursor))
  if (place !== null && Option.isNone(place)) return yield* cursorRefused()
  const { entries, hasMore } = yield* (yield* AuditLog).page({
    after: place === null ? null : { at: place.value.at, id: BigInt(`0x${place.value.id}`) },
    limit: Number(words.limit ?? LIMIT_DEFAULT),
  })
  const last = entries.at(-1)
  const body: Omit<Audit, "meta"> = {
    entries: entries.map(({ id, at, requestId, ...entry }) => ({
      id: wireId(id),
      at: formatInstant(at),
      ...entry,
      request_id: requestId,
    })),
    next:
      hasMore && last !== undefined
        ? seal({ list: "audit", at: last.at, id: wireId(last.id) })
        : null,
  }
  return body
})

export const audit = new Hono<ApiEnv>().get("/", query(QUERIES.audit), (c) =>
  answer<Audit>(c, withMeta({ tz: "UTC", interval: null }, listEntries(c.req.valid("query")))),
)
