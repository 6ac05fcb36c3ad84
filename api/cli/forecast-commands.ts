/** `tidemark forecast` and `estimate`: what is to come, and how often such a forecast would have held. */
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { FORECAST_DAYS_MIN } from "#warehouse/domain/forecast.ts"
import { backtest, type Held, type PastDay } from "#warehouse/domain/forecast-backtest.ts"
import { Accounts } from "../contract.ts"
import { Forecast } from "../forecast-contract.ts"
import { Usage, type UsageBucket } from "../usage-contract.ts"
import { type Act, ask, type Define, withExamples } from "./command.ts"
import { EXIT, UsageError } from "./exit-code.ts"
import { estimateText, forecastText } from "./forecast-text.ts"
import { plain } from "./plain-text.ts"
import type { Session } from "./session.ts"

export const defineForecasts: Define = (program, run) => {
  withExamples(
    program
      .command("forecast [account]")
      .description("when the credits run out and what the period will use, with a band of 80 %")
      .option("--backtest", "how often the band would have held, for one account or all")
      .action(run(forecast)),
    "forecast acme",
    "forecast --backtest",
  )
  withExamples(
    program
      .command("estimate <account> <operation> <quantity>")
      .description("what a quantity of an operation will cost, from what it cost before")
      .action(run(estimate)),
    "estimate acme combination 1000",
  )
}

const read = ({ client }: Session, account: string, query: Record<string, string> = {}) =>
  ask(Forecast, client.v1.accounts[":account"].forecast.$get({ param: { account }, query }))

const forecast: Act = async (session, [account], options) => {
  if (options.backtest === true) return runBacktest(session, account)
  if (account === undefined) throw new UsageError({ reason: "it needs an account, or --backtest" })
  const answer = await read(session, account)
  await session.terminal.out(session.json ? JSON.stringify(answer) : forecastText(account, answer))
}

const estimate: Act = async (session, [account = "", operation = "", quantity = ""]) => {
  const {
    estimate: found,
    balance,
    meta,
  } = await read(session, account, {
    operation,
    quantity,
  })
  const text = found === null ? `${plain(operation)}: never done before` : estimateText(found)
  await session.terminal.out(
    session.json ? JSON.stringify({ estimate: found, balance, meta }) : text,
  )
  return found === null ? EXIT.failed : EXIT.done
}

/** More are not looked at: each is asked for all of its days. */
const ACCOUNTS_MAX = 100

interface Tested {
  readonly account: string
  readonly days: number
  readonly held: ReadonlyArray<Held>
}

/** Between them the band does what it says: four of five, give or take. */
const WANTED = { least: 70, most: 90 }

const runBacktest = async ({ client, terminal, json: asJson }: Session, only?: string) => {
  const listed =
    only === undefined
      ? (await ask(Accounts, client.v1.accounts.$get({ query: { limit: `${ACCOUNTS_MAX}` } })))
          .accounts
      : [{ account: only }]
  const tested: Tested[] = []
  const bar = terminal.progress("accounts", listed.length)
  for (const { account } of listed) {
    const query = { range: "all", grain: "day" } as const
    const { series } = await ask(
      Usage,
      client.v1.accounts[":account"].usage.$get({ param: { account }, query }),
    )
    tested.push(testedOn(account, series))
    bar.at(tested.length)
  }
  bar.end()
  const all = tested.flatMap(({ held }) => held).reduce(addHeld, { held: 0, of: 0 })
  const text = [...tested.flatMap(linesOf), sumLine(all)].join("\n")
  await terminal.out(asJson ? JSON.stringify({ accounts: tested, all }) : text)
  const off = all.of > 0 && (shareOf(all) < WANTED.least || shareOf(all) > WANTED.most)
  return off ? EXIT.failed : EXIT.done
}

/** Up to the last day with an entry: what comes behind it is no use of nothing, but the end of the data. */
const testedOn = (account: string, series: ReadonlyArray<UsageBucket>): Tested => {
  const last = series.findLastIndex(({ count, complete }) => complete && count > 0)
  const days = series.slice(0, last + 1).map(toDay)
  return { account, days: days.length, held: backtest(days).filter(({ of }) => of > 0) }
}

const toDay = ({ spend, refund }: UsageBucket): PastDay => ({
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
