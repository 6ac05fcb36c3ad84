import { Effect } from "effect"
import { Hono } from "hono"
import { unnamedAccount } from "#warehouse/domain/account.ts"
import { countDays } from "#warehouse/domain/calendar.ts"
import { askOnly } from "#warehouse/domain/filters.ts"
import { HighUsageReader } from "#warehouse/high-usage-reader.ts"
import { HighUsageRules } from "#warehouse/high-usage-rules.ts"
import { answer, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { ratioTo, wireRule, wireUse } from "./high-usage-wire.ts"
import type { HighUsageAccounts } from "./insight-contract.ts"
import { INSIGHT_QUERIES, ruleOf } from "./insight-words.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT } from "./query-words.ts"
import { scopeOf } from "./scope.ts"

/** Every account that is judged has its days and those before them in memory. */
const ACCOUNT_DAYS_MAX = 92
const FILTERED_BY = ["account", "type", "category"] as const

/** High-usage days of single accounts, which the sum of all may hide. */
export const highUsageAccounts = new Hono<ApiEnv>().get(
  "/",
  query(INSIGHT_QUERIES.highUsageAccounts),
  (c) =>
    answer<HighUsageAccounts>(
      c,
      Effect.gen(function* () {
        const words = c.req.valid("query")
        const scope = yield* scopeOf(unnamedAccount(""), words, "30d")
        const { first, last } = scope.days
        const count = countDays(first, last)
        if (count > ACCOUNT_DAYS_MAX)
          return yield* fieldsRefused("invalidQuery", [
            {
              pointer: words.from === undefined ? "/range" : "/from",
              code: "too_many_days",
              message: `${first} to ${last} are ${count} days, and at most ${ACCOUNT_DAYS_MAX} are served: ask for fewer days`,
            },
          ])
        const filters = words.filter ?? []
        if (!askOnly(filters, FILTERED_BY))
          return yield* fieldsRefused("invalidQuery", [
            {
              pointer: "/filter",
              code: "invalid_value",
              message: `accounts are judged by themselves with filters by ${FILTERED_BY.join(", ")} only: what a rollup has of each`,
            },
          ])
        const { rule: inForce } = yield* (yield* HighUsageRules).current
        const rule = ruleOf(words, inForce)
        const reader = yield* HighUsageReader
        const { accounts } = c.var.credential
        const asked = {
          accounts,
          timeZone: scope.tz,
          days: scope.days,
          filters,
          rule,
          now: scope.now,
        }
        const figures = Effect.map(reader.byAccount(asked), ({ judged, accounts, flags }) => ({
          rule: wireRule(rule),
          first_day: first,
          last_day: last,
          judged,
          accounts,
          count: flags.length,
          high_usage_days: flags
            .slice(0, Number(words.limit ?? LIMIT_DEFAULT))
            .map(({ account, day, spend, expectation: { usual, basis } }) => ({
              account,
              day,
              basis,
              ...wireUse(spend, usual),
              ratio: ratioTo(spend, usual),
            })),
        }))
        return yield* withMeta(scope, figures)
      }),
    ),
)
