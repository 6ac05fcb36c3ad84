/** What an account will use, and what a planned operation will cost it. */
import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Account } from "./domain/account.ts"
import { type AccountForecast, accountForecast } from "./domain/account-forecast.ts"
import { addDays, billingPeriod, dayOf, intervalOfDays } from "./domain/calendar.ts"
import { type Estimate, estimateOf } from "./domain/estimate.ts"
import { FORECAST_HISTORY_DAYS } from "./domain/forecast.ts"
import { edgesOf, totalsIn } from "./domain/segments.ts"
import { netOf } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { readLifetime, readSegments } from "./usage-sums.ts"

/** The newest spends that an estimate rests on. */
export const ESTIMATE_ENTRIES_MAX = 1_000

export interface PlannedOperation {
  readonly operation: string
  /** Millionths. */
  readonly quantity: bigint
}

export interface ForecastAnswer {
  readonly forecast: AccountForecast
  /** Null when nothing is planned, or the account never did it. */
  readonly estimate: Estimate | null
}

export class ForecastReader extends Context.Service<
  ForecastReader,
  {
    /** Days and periods in the account's zone. */
    readonly forecast: (
      account: Account,
      planned: PlannedOperation | null,
      now: number,
    ) => Effect.Effect<ForecastAnswer, WarehouseError>
  }
>()("warehouse/ForecastReader") {
  static readonly layer = Layer.effect(
    ForecastReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      return ForecastReader.of({
        forecast: Effect.fn("ForecastReader.forecast")(
          (account, planned, now) => gate.reading(readAnswer(account, planned, now)),
          Effect.provideService(ClickHouse, clickhouse),
        ),
      })
    }),
  )
}

const readAnswer = Effect.fnUntraced(function* (
  account: Account,
  planned: PlannedOperation | null,
  now: number,
) {
  const forecast = yield* readForecast(account, now)
  const estimate =
    planned === null ? null : yield* readEstimate(account.account, planned, forecast.balance)
  return { forecast, estimate } satisfies ForecastAnswer
})

const readForecast = Effect.fnUntraced(function* (account: Account, now: number) {
  const { account: name, timeZone: zone } = account
  const today = dayOf(now, zone)
  const period = billingPeriod(now, account.periodAnchorDay, zone)
  const { totals, firstAt } = yield* readLifetime(name)
  const farthest = addDays(today, -FORECAST_HISTORY_DAYS)
  const firstDay = firstAt === null ? today : dayOf(firstAt, zone)
  const complete = daysBetween(firstDay > farthest ? firstDay : farthest, addDays(today, -1))
  const wholeToday = intervalOfDays(today, today, zone)
  const soFar = intervalOfDays(period.firstDay, today, zone)
  const intervals = complete.map((day) => intervalOfDays(day, day, zone))
  const segments = yield* readSegments(name, edgesOf([...intervals, wholeToday, soFar]))
  const bySegment = (from: number) => segments.get(from) ?? { spend: 0n, refund: 0n }
  return accountForecast({
    today,
    // Neighbouring days have no edge between theirs, except a day that a zone skipped: it has no use.
    days: intervals.map(({ from, to }) =>
      from < to ? bySegment(from) : { spend: 0n, refund: 0n },
    ),
    soFarToday: bySegment(wholeToday.from),
    balance: netOf(totals),
    period: {
      firstDay: period.firstDay,
      lastDay: period.lastDay,
      used: totalsIn(segments, soFar).spend,
    },
  })
})

const daysBetween = (first: string, last: string): ReadonlyArray<string> => {
  const days: string[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day)
  return days
}

const entries = sqlQuery("estimate-entries")
const EntryRow = Schema.Struct({
  credits: Schema.String,
  quantity: Schema.NullOr(Schema.String),
  unit: Schema.String,
})

const readEstimate = Effect.fnUntraced(function* (
  account: string,
  { operation, quantity }: PlannedOperation,
  balance: bigint,
) {
  const clickhouse = yield* ClickHouse
  const asked = { account, operation, limit: ESTIMATE_ENTRIES_MAX }
  const rows = yield* clickhouse.query(entries, asked, EntryRow)
  const priced = rows.map((row) => ({
    credits: storedDecimal(row.credits),
    quantity: row.quantity === null ? null : storedDecimal(row.quantity),
    unit: row.unit === "" ? null : row.unit,
  }))
  return estimateOf(priced, quantity, balance)
})
