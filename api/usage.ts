/** Series and breakdowns: of one account, and of all that the credential may read. */
import { Effect } from "effect"
import { Hono } from "hono"
import { countDays } from "#warehouse/domain/calendar.ts"
import { UsageReader } from "#warehouse/usage-reader.ts"
import { answer } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import type { Query } from "./query-words.ts"
import {
  checkBuckets,
  checkCells,
  everyoneReadable,
  readableAccount,
  type Subject,
  subjectOf,
} from "./scope.ts"
import type { Breakdown, Usage } from "./usage-contract.ts"
import { questionOf, refuseTooManyRows, withSource } from "./usage-question.ts"
import { wireBreakdown, wireSeries } from "./usage-wire.ts"
import { USAGE_QUERIES } from "./usage-words.ts"

const series = Effect.fnUntraced(function* (
  subject: Subject,
  words: Query<typeof USAGE_QUERIES.usageOfAll>,
) {
  const { scope, asked, usage, split } = yield* questionOf(subject, words, [])
  const grain = words.grain ?? "day"
  yield* checkBuckets(grain, scope)
  const isSplit = split.by.length > 0
  if (isSplit) yield* checkCells(grain, scope, { ...split, compared: asked.comparison !== null })
  const reader = yield* UsageReader
  const figures = reader
    .series({ ...usage, grain, split: isSplit ? split : null, now: scope.now })
    .pipe(
      Effect.map((series) => ({
        body: {
          grain,
          first_day: scope.days.first,
          last_day: scope.days.last,
          days: countDays(scope.days.first, scope.days.last),
          ...wireSeries(series, asked),
        },
        from: series,
      })),
      Effect.catchTag("TooManyRows", refuseTooManyRows),
    )
  const body: Usage = yield* withSource(scope, figures)
  return body
})

const breakdown = Effect.fnUntraced(function* (
  subject: Subject,
  words: Query<typeof USAGE_QUERIES.breakdownOfAll>,
) {
  const { scope, asked, usage, split } = yield* questionOf(subject, words, ["category"])
  const reader = yield* UsageReader
  const figures = reader.breakdown({ ...usage, split }).pipe(
    Effect.map((breakdown) => ({ body: wireBreakdown(breakdown, asked), from: breakdown })),
    Effect.catchTag("TooManyRows", refuseTooManyRows),
  )
  const body: Breakdown = yield* withSource(scope, figures)
  return body
})

export const usage = new Hono<ApiEnv>()
  .get("/:account/usage", query(USAGE_QUERIES.usage), (c) =>
    answer<Usage>(
      c,
      Effect.flatMap(readableAccount(c.var.credential, c.req.param("account")), (account) =>
        series(subjectOf(account), c.req.valid("query")),
      ),
    ),
  )
  .get("/:account/breakdown", query(USAGE_QUERIES.breakdown), (c) =>
    answer<Breakdown>(
      c,
      Effect.flatMap(readableAccount(c.var.credential, c.req.param("account")), (account) =>
        breakdown(subjectOf(account), c.req.valid("query")),
      ),
    ),
  )

export const usageOfAll = new Hono<ApiEnv>()
  .get("/usage", query(USAGE_QUERIES.usageOfAll), (c) =>
    answer<Usage>(c, series(everyoneReadable(c.var.credential), c.req.valid("query"))),
  )
  .get("/breakdown", query(USAGE_QUERIES.breakdownOfAll), (c) =>
    answer<Breakdown>(c, breakdown(everyoneReadable(c.var.credential), c.req.valid("query"))),
  )
