/** `GET /v1/live` and `/v1/accounts/{account}/live`: figures as they change, as server-sent events. */
import { Effect } from "effect"
import { type Context, Hono } from "hono"
import { run } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { EVENT_STREAM } from "./live-contract.ts"
import { LiveHub } from "./live-hub.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { everyoneReadable, readableAccount } from "./scope.ts"

/** Longer than any id of ours; what is longer is none. */
const EVENT_ID_LENGTH_MAX = 64

const HEADERS = {
  "content-type": `${EVENT_STREAM}; charset=utf-8`,
  // Asks proxies that would gather events to pass them on one by one.
  "x-accel-buffering": "no",
}

/** `account`: undefined for everything that the credential may read. */
const stream = async (c: Context<ApiEnv>, account: string | undefined) => {
  const events = await run(
    c,
    Effect.gen(function* () {
      const { credential } = c.var
      const subject =
        account === undefined
          ? ({ kind: "scope", scope: everyoneReadable(credential).accounts } as const)
          : ({
              kind: "account",
              account: (yield* readableAccount(credential, account)).account,
            } as const)
      // Nobody would read it, and nothing would end it.
      if (c.req.method === "HEAD") return null
      const lastEventId = c.req.header("last-event-id")?.slice(0, EVENT_ID_LENGTH_MAX) ?? null
      const hub = yield* LiveHub
      return yield* hub.open(credential, subject, lastEventId)
    }),
  )
  return events === null ? c.body(null, 200, HEADERS) : c.body(events, 200, HEADERS)
}

export const liveOfAccount = new Hono<ApiEnv>().get("/:account/live", query(QUERIES.none), (c) =>
  stream(c, c.req.param("account")),
)

export const live = new Hono<ApiEnv>().get("/live", query(QUERIES.live), (c) =>
  stream(c, c.req.valid("query").account),
)
