/** Series and breakdowns: of one account, and of all that the credential may read. */
import { Effect } from "effect"
import { Hono } from "hono"
import { countDays } from "#warehouse/domain/calendar.ts"
import { UsageReader } from "#warehouse/usage-reader.ts"
import { answer } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import type { Query } from "./query-words.ts"
import { reportFile } from "./report-file.ts"
import { BREAKDOWN_REPORT, USAGE_REPORT } from "./report-table.ts"
import {
  checkBuckets,
  checkCells,
  everyoneReadable,
  readableAccount,
  type Subject,
  subjectOf,
} from "./scope.ts"
import type { Breakdown, Usage } from "./usage-contract.ts"
import { questionOf, refuseTooManyRows, withComparison } from "./usage-question.ts"
import { wireBreakdown, wireSeries } from "./usage-wire.ts"
import { USAGE_QUERIES } from "./usage-words.ts"

/** Words as of the endpoints over all accounts, which know the most. */
export const usageSeries = Effect.fnUntraced(function* (
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
  const body: Usage = yield* withComparison(scope, asked, figures)
  return body
})

export const usageBreakdown = Effect.fnUntraced(function* (
  subject: Subject,
  words: Query<typeof USAGE_QUERIES.breakdownOfAll>,
) {
  const { scope, asked, usage, split } = yield* questionOf(subject, words, ["category"])
  const reader = yield* UsageReader
  const figures = reader.breakdown({ ...usage, split }).pipe(
    Effect.map((breakdown) => ({ body: wireBreakdown(breakdown, asked), from: breakdown })),
    Effect.catchTag("TooManyRows", refuseTooManyRows),
  )
  const body: Breakdown = yield* withComparison(scope, asked, figures)
  return body
})

export const usage = new Hono<ApiEnv>()
  .get("/:account/usage", query(USAGE_QUERIES.usage), reportFile(USAGE_REPORT, usageSeries), (c) =>
    answer<Usage>(
      c,
      Effect.flatMap(readableAccount(c.var.credential, c.req.param("account")), (account) =>
        usageSeries(subjectOf(account), c.req.valid("query")),
      ),
    ),
  )
  .get(
    "/:account/breakdown",
    query(USAGE_QUERIES.breakdown),
    reportFile(BREAKDOWN_REPORT, usageBreakdown),
    (c) =>
      answer<Breakdown>(
        c,
        Effect.flatMap(readableAccount(c.var.credential, c.req.param("account")), (account) =>
          usageBreakdown(subjectOf(account), c.req.valid("query")),
        ),
      ),
  )

export const usageOfAll = new Hono<ApiEnv>()
  .get("/usage", query(USAGE_QUERIES.usageOfAll), reportFile(USAGE_REPORT, usageSeries), (c) =>
    answer<Usage>(c, usageSeries(everyoneReadable(c.var.credential), c.req.valid("query"))),
  )
  .get(
    "/breakdown",
    query(USAGE_QUERIES.breakdownOfAll),
    reportFile(BREAKDOWN_REPORT, usageBreakdown),
    (c) =>
      answer<Breakdown>(
        c,
        usageBreakdown(everyoneReadable(c.var.credential), c.req.valid("query")),
      ),
  )
