import { Clock, Effect } from "effect"
import { Hono } from "hono"
import { OverviewReader } from "#warehouse/overview-reader.ts"
import { answer, withMeta } from "./answer.ts"
import type { Overview } from "./contract.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { readableAccount } from "./scope.ts"
import { wireOverview } from "./wire.ts"

export const overview = new Hono<ApiEnv>().get("/:account/overview", query(QUERIES.overview), (c) =>
  answer<Overview>(
    c,
    Effect.gen(function* () {
      const stored = yield* readableAccount(c.var.credential, c.req.param("account"))
      const account = { ...stored, timeZone: c.req.valid("query").tz ?? stored.timeZone }
      const reader = yield* OverviewReader
      const now = yield* Clock.currentTimeMillis
      const figures = Effect.map(reader.overview(account, now), (figures) =>
        wireOverview(account.account, figures),
      )
      return yield* withMeta({ tz: account.timeZone, interval: null }, figures)
    }),
  ),
)
