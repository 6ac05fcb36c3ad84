import { Duration, Effect } from "effect"
import { type Context, Hono } from "hono"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { type Answer, run } from "./answer.ts"
import { bodyBytes, checkEncoding, mediaType, parseJson } from "./body.ts"
import { withinBodyMemory } from "./body-memory.ts"
import type { EventResult, EventResults } from "./contract.ts"
import type { ApiEnv } from "./environment.ts"
import { EventIntake, type RawEvent } from "./event-intake.ts"
import { refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"

export const EVENTS_MAX = 10_000
const EVENT_BYTES_MAX = 10 * 1024 * 1024
/** How long a sender waits for its fates. What it sent is stored later all the same, and known by then. */
const STORED_WITHIN = Duration.seconds(30)

/** Splits a body into events. A document has to be JSON as a whole; of lines, each stands for itself. */
const splitters: Record<
  string,
  (bytes: Uint8Array) => Effect.Effect<ReadonlyArray<RawEvent>, ReturnType<typeof refused>>
> = {
  "application/json": (bytes) =>
    Effect.map(parseJson(bytes), (value) =>
      (Array.isArray(value) ? value : [value]).map((value) => ({ kind: "value", value })),
    ),
  "application/x-ndjson": (bytes) => Effect.sync(() => linesOf(bytes)),
}
const EVENT_MEDIA_TYPES = Object.keys(splitters)

const NEWLINE = 0x0a

/** Split as bytes, so that a line that is not UTF-8 is one bad event and not a bad body. */
const linesOf = (bytes: Uint8Array): ReadonlyArray<RawEvent> => {
  const lines: RawEvent[] = []
  // One more than allowed is enough to refuse them.
  for (let start = 0; start < bytes.length && lines.length <= EVENTS_MAX; ) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? bytes.length : newline
    const line = bytes.subarray(start, end)
    if (!line.every(isSpace)) lines.push({ kind: "bytes", bytes: line })
    start = end + 1
  }
  return lines
}

const isSpace = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0d

const readEvents = Effect.fnUntraced(function* (request: Request) {
  const split = splitters[mediaType(request)]
  if (split === undefined)
    return yield* refused(
      "unsupportedBody",
      `Events are accepted as ${EVENT_MEDIA_TYPES.join(" or ")}; say which in Content-Type.`,
      { headers: { "accept-post": EVENT_MEDIA_TYPES.join(", ") } },
    )
  yield* checkEncoding(request)
  const items = yield* Effect.flatMap(bodyBytes(request, EVENT_BYTES_MAX), split)
  if (items.length > EVENTS_MAX)
    return yield* refused(
      "bodyTooLarge",
      `At most ${EVENTS_MAX} events are accepted in one request: send the rest in another one.`,
    )
  return items
})

const count = (results: ReadonlyArray<EventResult>, fate: EventResult["fate"]) =>
  results.filter((result) => result.fate === fate).length

const bounded = Effect.timeoutOrElse({
  duration: STORED_WITHIN,
  orElse: () =>
    Effect.fail(new WarehouseUnavailable({ operation: "insert", cause: "not stored in time" })),
})

const submitEvents = Effect.fnUntraced(function* (request: Request) {
  const intake = yield* EventIntake
  const results = yield* withinBodyMemory(
    request,
    EVENT_BYTES_MAX,
    Effect.flatMap(readEvents(request), (items) => bounded(intake.submit(items))),
  )
  const body: EventResults = {
    accepted: count(results, "accepted"),
    duplicate: count(results, "duplicate"),
    conflict: count(results, "conflict"),
    rejected: count(results, "rejected"),
    queued: count(results, "queued"),
    results,
  }
  return body
})

const postEvents = async (c: Context<ApiEnv>): Promise<Answer<EventResults, 200 | 202>> => {
  if (!c.var.credential.admin) throw refused("forbidden", "This credential may not send events.")
  const body = await run(c, submitEvents(c.req.raw))
  // 202: what is queued gets its final fate later.
  return c.json(body, body.queued > 0 ? 202 : 200) as unknown as Answer<EventResults, 200 | 202>
}

export const events = new Hono<ApiEnv>().post("/events", query(QUERIES.none), postEvents)
