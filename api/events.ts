import { Duration, Effect } from "effect"
import { type Context, Hono } from "hono"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { EventStoryReader } from "#warehouse/event-story-reader.ts"
import type { Credential } from "./access.ts"
import { type Answer, run } from "./answer.ts"
import { withinBodyMemory } from "./body-memory.ts"
import { mayDo } from "./credential.ts"
import type { ApiEnv } from "./environment.ts"
import { EVENT_BYTES_MAX, readEvents } from "./event-body.ts"
import type { EventResult, EventResults } from "./event-contract.ts"
import { EventIntake, type RawEvent } from "./event-intake.ts"
import { EventPreview } from "./event-preview.ts"
import { waitSecondsOf } from "./prefer.ts"
import { fieldsRefused, refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES, type Query } from "./query-words.ts"

type Words = Query<typeof QUERIES.events>

/** How long a sender waits for its fates. What it sent is stored later all the same, and known by then. */
const STORED_WITHIN = Duration.seconds(30)
/** Each of them costs two questions to the warehouse. */
const BALANCE_EVENTS_MAX = 100

const count = (results: ReadonlyArray<EventResult>, fate: EventResult["fate"]) =>
  results.filter((result) => result.fate === fate).length

/** Who prefers to wait for what is in the log does so on top. */
const bounded = (waitSeconds: number) =>
  Effect.timeoutOrElse({
    duration: Duration.sum(STORED_WITHIN, Duration.seconds(waitSeconds)),
    orElse: () =>
      Effect.fail(new WarehouseUnavailable({ operation: "insert", cause: "not stored in time" })),
  })

const checkWords = Effect.fnUntraced(function* (words: Words, items: ReadonlyArray<RawEvent>) {
  if (words.balance !== "true") return
  const wrong = (code: string, message: string) =>
    fieldsRefused("invalidQuery", [{ pointer: "/balance", code, message }])
  if (words.dry_run === "true")
    return yield* wrong("exclusive", "cannot be used together with dry_run")
  if (items.length > BALANCE_EVENTS_MAX)
    return yield* wrong(
      "too_many_events",
      `is told for at most ${BALANCE_EVENTS_MAX} events, and these are ${items.length}`,
    )
})

interface Sending {
  readonly words: Words
  readonly waitSeconds: number
  readonly credential: Credential
}

const fatesOf = Effect.fnUntraced(function* (
  items: ReadonlyArray<RawEvent>,
  { words, waitSeconds, credential }: Sending,
) {
  const intake = yield* EventIntake
  yield* checkWords(words, items)
  // A balance is read, whoever sent what changed it.
  if (words.balance === "true" && !mayDo(credential, "read"))
    return yield* refused("forbidden", "balance=true needs the scope read as well.")
  const only = credential.accounts
  if (words.dry_run === "true")
    return yield* bounded(0)(EventPreview.use(({ preview }) => preview(items, only)))
  const results = yield* bounded(waitSeconds)(intake.submit(items, waitSeconds, only))
  return words.balance === "true" ? yield* Effect.forEach(results, withBalance) : results
})

const withBalance = Effect.fnUntraced(function* (result: EventResult) {
  const { account, id, fate } = result
  if (fate !== "accepted" || account === undefined || id === undefined) return result
  const balance = yield* (yield* EventStoryReader).balanceAfter(account, id)
  return balance === null ? result : { ...result, balance_after: formatDecimal(balance) }
})

const submitEvents = Effect.fnUntraced(function* (request: Request, sending: Sending) {
  const results = yield* withinBodyMemory(request, EVENT_BYTES_MAX, (room) =>
    Effect.flatMap(readEvents(request, room), (items) => fatesOf(items, sending)),
  )
  const body: EventResults = {
    accepted: count(results, "accepted"),
    duplicate: count(results, "duplicate"),
    conflict: count(results, "conflict"),
    rejected: count(results, "rejected"),
    queued: count(results, "queued"),
    ...(sending.words.dry_run === "true" && { dry_run: true }),
    results,
  }
  return body
})

const postEvents = async (
  c: Context<ApiEnv>,
  words: Words,
): Promise<Answer<EventResults, 200 | 202>> => {
  const { credential } = c.var
  const waitSeconds = waitSecondsOf(c.req.raw.headers)
  const body = await run(
    c,
    submitEvents(c.req.raw, { words, waitSeconds: waitSeconds ?? 0, credential }),
  )
  if (waitSeconds !== null && body.dry_run === undefined)
    c.header("preference-applied", `wait=${waitSeconds}`)
  // 202: what is queued gets its final fate later.
  return c.json(body, body.queued > 0 ? 202 : 200) as unknown as Answer<EventResults, 200 | 202>
}

export const events = new Hono<ApiEnv>().post("/events", query(QUERIES.events), (c) =>
  postEvents(c, c.req.valid("query")),
)
