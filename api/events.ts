import { Duration, Effect } from "effect"
import { type Context, Hono } from "hono"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { type Answer, run } from "./answer.ts"
import { withinBodyMemory } from "./body-memory.ts"
import type { EventResult, EventResults } from "./contract.ts"
import type { ApiEnv } from "./environment.ts"
import { EVENT_BYTES_MAX, readEvents } from "./event-body.ts"
import { EventIntake } from "./event-intake.ts"
import { refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"

/** How long a sender waits for its fates. What it sent is stored later all the same, and known by then. */
const STORED_WITHIN = Duration.seconds(30)

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
