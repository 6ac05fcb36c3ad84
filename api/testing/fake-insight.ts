/** The readers that explain use as doubles. High-usage days: a hundred credits a day, nine hundred on 5 March 2026. */
import { Effect, Layer } from "effect"
import { accountForecast } from "#warehouse/domain/account-forecast.ts"
import { addDays, DAY_MS, dayOf, intervalOfDays } from "#warehouse/domain/calendar.ts"
import { causesOf } from "#warehouse/domain/day-causes.ts"
import { estimateOf } from "#warehouse/domain/estimate.ts"
import { judgeDays } from "#warehouse/domain/high-usage.ts"
import { refundCheck } from "#warehouse/domain/refund-check.ts"
import { ForecastReader } from "#warehouse/forecast-reader.ts"
import type { KnownDay, KnownDaysQuery } from "#warehouse/high-usage-figures.ts"
import { HighUsageReader } from "#warehouse/high-usage-reader.ts"
import { RefundCheckReader } from "#warehouse/refund-check-reader.ts"

const HIGH = "2026-03-05"

const knownDay = (day: string, { timeZone, now }: KnownDaysQuery): KnownDay => {
  const interval = intervalOfDays(day, day, timeZone)
  const spend = day === HIGH ? 900_000_000n : 100_000_000n
  return { day, ...interval, spend, entries: 3, complete: interval.to <= now }
}

const daysBetween = (first: string, last: string): ReadonlyArray<string> =>
  first > last ? [] : [first, ...daysBetween(addDays(first, 1), last)]

const knownDays = (query: KnownDaysQuery) => {
  const { first, last } = query.days
  const history = daysBetween(addDays(first, -56), addDays(first, -1))
  const toDays = (days: ReadonlyArray<string>) => days.map((day) => knownDay(day, query))
  return { history: toDays(history), days: toDays(daysBetween(first, last)) }
}

/** Too little to tell anything, and one operation at half a credit to one. */
export const forecastReader = Layer.succeed(ForecastReader, {
  forecast: (account, planned, now) => {
    const today = dayOf(now, account.timeZone)
    const period = { firstDay: today, lastDay: today, used: 0n }
    const soFarToday = { spend: 0n, refund: 0n }
    const forecast = accountForecast({ today, days: [], soFarToday, balance: 991_000_000n, period })
    const entries = [1_000_000n, 500_000n].map((credits) => ({
      credits,
      quantity: 1_000_000n,
      unit: "combos",
    }))
    const estimate =
      planned === null ? null : estimateOf(entries, planned.quantity, forecast.balance)
    return Effect.succeed({ forecast, estimate })
  },
})

/** A failure that was refunded after 30 seconds; with a stretch of more than a year, too much. */
export const refundCheckReader = Layer.succeed(RefundCheckReader, {
  check: (_, { from, to }) => {
    if (to - from > 400 * DAY_MS) return Effect.succeed(null)
    const [failed, refunded] = [from + 10_000, from + 30_000]
    return Effect.succeed(
      refundCheck({
        failures: [{ id: "f1", refersTo: "e1", reason: "timeout", occurredAt: failed }],
        refunds: [
          { id: "r1", refersTo: "e1", credits: 2_000_000n, occurredAt: refunded, within: true },
        ],
        spends: [
          {
            id: "e1",
            type: "spend",
            operation: "variation",
            credits: 2_000_000n,
            occurredAt: from,
          },
        ],
      }),
    )
  },
})

export const highUsageReader = (asked: KnownDaysQuery[]) =>
  Layer.succeed(HighUsageReader, {
    byAccount: (query) => {
      const { history, days } = knownDays({ ...query, rules: [query.rule] })
      const flags = judgeDays(history, days, query.rule).flatMap(({ expectation, flagged }, i) => {
        const { day = "", spend = 0n } = days[i] ?? {}
        return flagged && expectation !== null ? [{ account: "a", day, spend, expectation }] : []
      })
      return Effect.succeed({ judged: 1, accounts: 1, flags })
    },
    knownDays: (query) => {
      asked.push(query)
      return Effect.succeed(knownDays(query))
    },
    highUsage: (query) => {
      const asking = { ...query, rules: [query.rule] }
      asked.push(asking)
      const { history, days } = knownDays(asking)
      const judged = judgeDays(history, days, query.rule)
      const watched = days.map((day, i) => {
        const { expectation = null, flagged = false } = judged[i] ?? {}
        return { ...day, expectation, flagged }
      })
      const uses = [
        { value: "", used: 850_000_000n, entries: 2, history: 0n },
        { value: "__proto__", used: 50_000_000n, entries: 1, history: 800_000_000n },
      ]
      const flagged = watched.flatMap((day) => {
        const { expectation } = day
        if (!day.flagged || expectation === null) return []
        const use = {
          used: day.spend,
          entries: 3,
          expected: expectation.usual,
          history: 800_000_000n,
        }
        const actor = causesOf(use, uses, { top: query.top, complete: true })
        const samples = expectation.samples.flatMap((at) => [...history, ...days][at] ?? [])
        return [{ ...day, expectation, history: samples, causes: { actor } }]
      })
      return Effect.succeed({ days: watched, flagged, count: flagged.length })
    },
  })
