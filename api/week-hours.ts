/** When in the week credits go: of one account, and of all that the credential may read. */
import { Effect } from "effect"
import { Hono } from "hono"
import { countDays } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { weekHoursOf } from "#warehouse/domain/week-hours.ts"
import { UsageReader } from "#warehouse/usage-reader.ts"
import { answer, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import type { WeekHours } from "./operations-contract.ts"
import { OPERATIONS_QUERIES } from "./operations-words.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import type { Query } from "./query-words.ts"
import {
  everyoneReadable,
  readableAccount,
  type Subject,
  subjectOf,
  subjectScopeOf,
} from "./scope.ts"
import { refuseTooManyRows } from "./usage-question.ts"

/** Every hour of them is summed on its own. */
const WEEK_DAYS_MAX = 92

const readWeekHours = Effect.fnUntraced(function* (
  subject: Subject,
  words: Query<typeof OPERATIONS_QUERIES.weekHoursOfAll>,
) {
  const scope = yield* subjectScopeOf(subject, words, "30d")
  const { first, last } = scope.days
  const count = countDays(first, last)
  if (count > WEEK_DAYS_MAX)
    return yield* fieldsRefused("invalidQuery", [
      {
        pointer: words.from === undefined ? "/range" : "/from",
        code: "too_many_days",
        message: `${first} to ${last} are ${count} days, and at most ${WEEK_DAYS_MAX} are served: ask for fewer days`,
      },
    ])
  const series = (yield* UsageReader).series({
    scope: subject.accounts,
    timeZone: scope.tz,
    days: scope.days,
    compared: null,
    filters: words.filter ?? [],
    grain: "hour",
    split: null,
    now: scope.now,
  })
  return yield* withMeta(
    scope,
    series.pipe(
      Effect.map(({ buckets, totals }): Omit<WeekHours, "meta"> => {
        const hours = buckets.map(({ from, totals }) => ({ from, ...totals }))
        return {
          first_day: first,
          last_day: last,
          hours: weekHoursOf(hours, scope.tz).map(({ spend, highest, ...hour }) => ({
            ...hour,
            spend: formatDecimal(spend),
            highest:
              highest === null ? null : { day: highest.day, spend: formatDecimal(highest.spend) },
          })),
          total: { spend: formatDecimal(totals.spend), count: totals.count },
        }
      }),
      Effect.catchTag("TooManyRows", refuseTooManyRows),
    ),
  )
})

export const weekHours = new Hono<ApiEnv>().get(
  "/:account/week-hours",
  query(OPERATIONS_QUERIES.weekHours),
  (c) =>
    answer<WeekHours>(
      c,
      Effect.flatMap(readableAccount(c.var.credential, c.req.param("account")), (account) =>
        readWeekHours(subjectOf(account), c.req.valid("query")),
      ),
    ),
)

export const weekHoursOfAll = new Hono<ApiEnv>().get(
  "/",
  query(OPERATIONS_QUERIES.weekHoursOfAll),
  (c) =>
    answer<WeekHours>(c, readWeekHours(everyoneReadable(c.var.credential), c.req.valid("query"))),
)
