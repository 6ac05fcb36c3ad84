import { Clock, Effect } from "effect"
import { Hono } from "hono"
import type { AccountForecast } from "#warehouse/domain/account-forecast.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import type { Estimate } from "#warehouse/domain/estimate.ts"
import {
  type Band,
  FORECAST_AHEAD_MAX,
  FORECAST_BAND,
  FORECAST_DAYS_MIN,
} from "#warehouse/domain/forecast.ts"
import { ForecastReader, type PlannedOperation } from "#warehouse/forecast-reader.ts"
import { answer, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import type { Forecast } from "./forecast-contract.ts"
import { INSIGHT_QUERIES } from "./insight-words.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import type { Query } from "./query-words.ts"
import { readableAccount } from "./scope.ts"

export const forecast = new Hono<ApiEnv>().get(
  "/:account/forecast",
  query(INSIGHT_QUERIES.forecast),
  (c) =>
    answer<Forecast>(
      c,
      Effect.gen(function* () {
        const words = c.req.valid("query")
        const planned = yield* plannedOperation(words)
        const stored = yield* readableAccount(c.var.credential, c.req.param("account"))
        const account = { ...stored, timeZone: words.tz ?? stored.timeZone }
        const now = yield* Clock.currentTimeMillis
        const reader = yield* ForecastReader
        const figures = Effect.map(reader.forecast(account, planned, now), (found) => ({
          ...wireForecast(found.forecast),
          estimate:
            planned === null || found.estimate === null
              ? null
              : wireEstimate(planned, found.estimate),
        }))
        return yield* withMeta({ tz: account.timeZone, interval: null }, figures)
      }),
    ),
)

const plannedOperation = Effect.fnUntraced(function* ({
  operation,
  quantity,
}: Query<typeof INSIGHT_QUERIES.forecast>) {
  if (operation === undefined && quantity === undefined) return null
  if (operation === undefined || quantity === undefined) {
    const [missing, given] =
      operation === undefined ? ["operation", "quantity"] : ["quantity", "operation"]
    return yield* fieldsRefused("invalidQuery", [
      { pointer: `/${missing}`, code: "missing", message: `is needed when ${given} is given` },
    ])
  }
  return { operation, quantity: parseDecimal(quantity) ?? 0n } satisfies PlannedOperation
})

const wireBand = ({ low, expected, high }: Band) => ({
  low: formatDecimal(low),
  expected: formatDecimal(expected),
  high: formatDecimal(high),
})

const DETAILS: Record<AccountForecast["status"], (days: number) => string> = {
  ok: () => "From complete days only, as if nothing were added.",
  not_enough_history: (days) =>
    `Not enough history: ${days} complete days are known, and ${FORECAST_DAYS_MIN} are needed.`,
  no_recent_use: () => "There was no use lately to tell from.",
}

const wireForecast = (forecast: AccountForecast): Omit<Forecast, "meta" | "estimate"> => {
  const { status, days, balance, perDay, runOut, period } = forecast
  return {
    status,
    detail: DETAILS[status](days),
    history: { days, needed: FORECAST_DAYS_MIN },
    band: FORECAST_BAND / 100,
    balance: formatDecimal(balance),
    expected_per_day: perDay === null ? null : formatDecimal(perDay),
    run_out: runOut && { ...runOut, within_days: FORECAST_AHEAD_MAX },
    period: {
      first_day: period.firstDay,
      last_day: period.lastDay,
      days_left: period.daysLeft,
      used: formatDecimal(period.used),
      rest: period.rest && wireBand(period.rest),
      total: period.total && wireBand(period.total),
    },
  }
}

const wireEstimate = ({ operation, quantity }: PlannedOperation, estimate: Estimate) => ({
  operation,
  quantity: formatDecimal(quantity),
  basis: estimate.basis,
  unit: estimate.unit,
  entries: estimate.entries,
  credits: wireBand(estimate),
  covered: estimate.covered,
})
