import { Effect } from "effect"
import { Hono } from "hono"
import { countDays } from "#warehouse/domain/calendar.ts"
import { UsageReader } from "#warehouse/usage-reader.ts"
import { answer, withMeta } from "./answer.ts"
import type { Breakdown, Usage } from "./contract.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { checkBuckets, readableAccount, scopeOf } from "./scope.ts"
import { wireBreakdown, wireSeries } from "./wire.ts"

export const usage = new Hono<ApiEnv>()
  .get("/:account/usage", query(QUERIES.usage), (c) =>
    answer<Usage>(
      c,
      Effect.gen(function* () {
        const words = c.req.valid("query")
        const account = yield* readableAccount(c.var.credential, c.req.param("account"))
        const scope = yield* scopeOf(account, words, "30d")
        const grain = words.grain ?? "day"
        yield* checkBuckets(grain, scope)
        const reader = yield* UsageReader
        const byCategory = words.by !== undefined
        const days = countDays(scope.days.first, scope.days.last)
        const series = reader.series({
          account: account.account,
          timeZone: scope.tz,
          grain,
          days: scope.days,
          byCategory,
          now: scope.now,
        })
        const figures = Effect.map(series, (series) => ({
          grain,
          first_day: scope.days.first,
          last_day: scope.days.last,
          days,
          ...wireSeries(series, days, byCategory),
        }))
        return yield* withMeta(scope, figures)
      }),
    ),
  )
  .get("/:account/breakdown", query(QUERIES.breakdown), (c) =>
    answer<Breakdown>(
      c,
      Effect.gen(function* () {
        const account = yield* readableAccount(c.var.credential, c.req.param("account"))
        const scope = yield* scopeOf(account, c.req.valid("query"), "30d")
        const reader = yield* UsageReader
        const usage = reader.breakdown({ account: account.account, interval: scope.interval })
        const figures = Effect.map(usage, (usage) => ({
          first_day: scope.days.first,
          last_day: scope.days.last,
          ...wireBreakdown(usage),
        }))
        return yield* withMeta(scope, figures)
      }),
    ),
  )
