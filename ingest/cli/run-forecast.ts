/** `tidemark forecast`: what is to come, and how often such a forecast would have held. */
import { Effect, Schema } from "effect"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { FORECAST_DAYS_MIN } from "#warehouse/domain/forecast.ts"
import { backtest, type Held, type PastDay } from "#warehouse/domain/forecast-backtest.ts"
import { apiAsk } from "./api-ask.ts"
import type { ApiAddress } from "./api-call.ts"
import type { ForecastCommand } from "./command-line.ts"
import { Forecast, forecastText } from "./forecast-text.ts"
import { plain } from "./plain-text.ts"

interface Outcome {
  readonly text: string
  readonly json: unknown
  readonly code: 0 | 1
}

/** What to print, and the exit code. */
export const runForecast = (command: ForecastCommand, address: ApiAddress) =>
  Effect.map(outcomeOf(command, address), ({ text, json, code }) => ({
    text: command.json ? JSON.stringify(json) : text,
    code,
  }))

const outcomeOf = Effect.fnUntraced(function* (command: ForecastCommand, address: ApiAddress) {
  if (command.name === "forecast --backtest") return yield* runBacktest(command.account, address)
  const path = `${pathOf(command.account)}/forecast?${new URLSearchParams(command.words)}`
  const forecast = yield* ask(address, path, Forecast)
  return { text: forecastText(command, forecast), json: forecast, code: 0 } satisfies Outcome
})

const ask = <A>(address: ApiAddress, path: string, shape: Schema.Decoder<A>) =>
  apiAsk(address, { method: "GET", path }, shape)

const pathOf = (account: string) => `/v1/accounts/${encodeURIComponent(account)}`

/** More are not looked at: each is asked for all of its days. */
const ACCOUNTS_MAX = 100
const Accounts = Schema.Struct({
  accounts: Schema.Array(Schema.Struct({ account: Schema.String })),
})
const Usage = Schema.Struct({
  series: Schema.Array(
    Schema.Struct({
      bucket: Schema.String,
      spend: Schema.String,
      refund: Schema.String,
      count: Schema.Int,
      complete: Schema.Boolean,
    }),
  ),
})
type Bucket = (typeof Usage.Type)["series"][number]

interface Tested {
  readonly account: string
  readonly days: number
  readonly held: ReadonlyArray<Held>
}

/** Between them the band does what it says: four of five, give or take. */
const WANTED = { least: 70, most: 90 }

const runBacktest = Effect.fnUntraced(function* (only: string | undefined, address: ApiAddress) {
  const listed =
    only === undefined
      ? (yield* ask(address, `/v1/accounts?limit=${ACCOUNTS_MAX}`, Accounts)).accounts
      : [{ account: only }]
  const tested = yield* Effect.forEach(listed, ({ account }) =>
    Effect.map(ask(address, `${pathOf(account)}/usage?range=all&grain=day`, Usage), ({ series }) =>
      testedOn(account, series),
    ),
  )
  const all = tested.flatMap(({ held }) => held).reduce(addHeld, { held: 0, of: 0 })
  const off = all.of > 0 && (shareOf(all) < WANTED.least || shareOf(all) > WANTED.most)
  return {
    text: [...tested.flatMap(linesOf), sumLine(all)].join("\n"),
    json: { accounts: tested, all },
    code: off ? 1 : 0,
  } satisfies Outcome
})

/** Up to the last day with an entry: what comes behind it is no use of nothing, but the end of the data. */
const testedOn = (account: string, series: ReadonlyArray<Bucket>): Tested => {
  const last = series.findLastIndex(({ count, complete }) => complete && count > 0)
  const days = series.slice(0, last + 1).map(toDay)
  return { account, days: days.length, held: backtest(days).filter(({ of }) => of > 0) }
}

const toDay = ({ spend, refund }: Bucket): PastDay => ({
  spend: parseDecimal(spend) ?? 0n,
  refund: parseDecimal(refund) ?? 0n,
})

type Count = Omit<Held, "what">
const addHeld = (a: Count, b: Count): Count => ({ held: a.held + b.held, of: a.of + b.of })
const shareOf = ({ held, of }: Count): number => (100 * held) / of
const heldText = (count: Count) =>
  `${count.held} of ${count.of} held, ${shareOf(count).toFixed(1)} %`

const linesOf = ({ account, days, held }: Tested): ReadonlyArray<string> =>
  held.length === 0
    ? [
        `${plain(account)}: no forecast, ${days} complete days with data, ${FORECAST_DAYS_MIN} are needed`,
      ]
    : [
        `${plain(account)}: ${days} complete days`,
        ...held.map((one) => `  ${one.what.padEnd(28)} ${heldText(one)}`),
      ]

const sumLine = (all: Count): string =>
  all.of === 0
    ? "no forecast could have been made"
    : `the band of 80 %: ${heldText(all)} (${WANTED.least} to ${WANTED.most} % are wanted)`
