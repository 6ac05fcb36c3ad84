import { Clock, Effect } from "effect"
import { Hono } from "hono"
import { unnamedAccount } from "#warehouse/domain/account.ts"
import { addDays, countDays, dayOf, intervalOfDays } from "#warehouse/domain/calendar.ts"
import { HighUsageReader } from "#warehouse/high-usage-reader.ts"
import { HighUsageRules } from "#warehouse/high-usage-rules.ts"
import type { Credential } from "./access.ts"
import { answer, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { wireHighUsage, wirePreview } from "./high-usage-wire.ts"
import type { HighUsageDays, HighUsagePreview } from "./insight-contract.ts"
import { HIGH_USAGE_LIMIT_DEFAULT, INSIGHT_QUERIES, ruleOf, TOP_DEFAULT } from "./insight-words.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import type { Query } from "./query-words.ts"
import { readableAccount, scopeOf } from "./scope.ts"
import { refuseTooManyRows } from "./usage-question.ts"

/** Each day is told with what was expected of it. */
const HIGH_USAGE_DAYS_MAX = 400
const PREVIEW_DAYS = 90

/** One account that may be read, or all that may be: with days in UTC unless `tz` says more. */
const whoseDays = Effect.fnUntraced(function* (credential: Credential, name: string | null) {
  if (name === null) return { accounts: credential.accounts, account: unnamedAccount("") }
  const account = yield* readableAccount(credential, name)
  return { accounts: [account.account], account }
})

const readHighUsageDays = Effect.fnUntraced(function* (
  credential: Credential,
  name: string | null,
  words: Query<typeof INSIGHT_QUERIES.highUsageDaysOfAll>,
) {
  const { accounts, account } = yield* whoseDays(credential, name)
  const scope = yield* scopeOf(account, words, "30d")
  const { first, last } = scope.days
  const count = countDays(first, last)
  if (count > HIGH_USAGE_DAYS_MAX)
    return yield* fieldsRefused("invalidQuery", [
      {
        pointer: words.from === undefined ? "/range" : "/from",
        code: "too_many_days",
        message: `${first} to ${last} are ${count} days, and at most ${HIGH_USAGE_DAYS_MAX} are served: ask for fewer days`,
      },
    ])
  const { rule: inForce } = yield* (yield* HighUsageRules).current
  const rule = ruleOf(words, inForce)
  const reader = yield* HighUsageReader
  const found = reader.highUsage({
    accounts,
    timeZone: scope.tz,
    days: scope.days,
    filters: words.filter ?? [],
    rule,
    top: Number(words.top ?? TOP_DEFAULT),
    limit: Number(words.limit ?? HIGH_USAGE_LIMIT_DEFAULT),
    now: scope.now,
  })
  return yield* withMeta(
    scope,
    found.pipe(
      Effect.map((found) => wireHighUsage(found, rule, scope.days)),
      Effect.catchTag("TooManyRows", refuseTooManyRows),
    ),
  )
})

const readPreview = Effect.fnUntraced(function* (
  credential: Credential,
  name: string | null,
  words: Query<typeof INSIGHT_QUERIES.highUsagePreviewOfAll>,
) {
  const { accounts, account } = yield* whoseDays(credential, name)
  const tz = words.tz ?? account.timeZone
  const now = yield* Clock.currentTimeMillis
  const yesterday = addDays(dayOf(now, tz), -1)
  const days = { first: addDays(yesterday, 1 - PREVIEW_DAYS), last: yesterday }
  const { rule: inForce } = yield* (yield* HighUsageRules).current
  const rule = ruleOf(words, inForce)
  const reader = yield* HighUsageReader
  const known = reader.knownDays({
    accounts,
    timeZone: tz,
    days,
    now,
    filters: words.filter ?? [],
    rules: [rule, inForce],
  })
  const scope = { tz, interval: intervalOfDays(days.first, days.last, tz) }
  return yield* withMeta(
    scope,
    known.pipe(
      Effect.map((known) => wirePreview(known, { rule, inForce }, days)),
      Effect.catchTag("TooManyRows", refuseTooManyRows),
    ),
  )
})

export const highUsageDays = new Hono<ApiEnv>()
  .get("/:account/high-usage-days", query(INSIGHT_QUERIES.highUsageDays), (c) =>
    answer<HighUsageDays>(
      c,
      readHighUsageDays(c.var.credential, c.req.param("account"), c.req.valid("query")),
    ),
  )
  .get("/:account/high-usage-days/preview", query(INSIGHT_QUERIES.highUsagePreview), (c) =>
    answer<HighUsagePreview>(
      c,
      readPreview(c.var.credential, c.req.param("account"), c.req.valid("query")),
    ),
  )

/** Over all accounts that the credential may read, taken together. */
export const highUsageDaysOfAll = new Hono<ApiEnv>()
  .get("/", query(INSIGHT_QUERIES.highUsageDaysOfAll), (c) =>
    answer<HighUsageDays>(c, readHighUsageDays(c.var.credential, null, c.req.valid("query"))),
  )
  .get("/preview", query(INSIGHT_QUERIES.highUsagePreviewOfAll), (c) =>
    answer<HighUsagePreview>(c, readPreview(c.var.credential, null, c.req.valid("query"))),
  )
