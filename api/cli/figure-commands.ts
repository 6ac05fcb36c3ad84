/** `tidemark balance`, `usage`, `high-days`: what was used, and what is left. */
import { Option } from "commander"
import { Overview } from "../contract.ts"
import { HighUsageDays } from "../insight-contract.ts"
import type { INSIGHT_QUERIES } from "../insight-words.ts"
import type { SentQuery } from "../query-words.ts"
import {
  Balance,
  BalanceOfAll,
  Usage,
  type UsageBucket,
  type UsageGroup,
} from "../usage-contract.ts"
import type { USAGE_QUERIES } from "../usage-words.ts"
import { type Act, ask, type Define, outJson, withExamples } from "./command.ts"
import { type Column, pairsText, tableText } from "./table.ts"
import { RANGE, whole, withOptions, wordsOf } from "./words.ts"

export const defineFigures: Define = (program, run) => {
  withExamples(
    program
      .command("balance [account]")
      .description(
        "what an account has, and what the billing period has used of it; or what all that the key may read have together",
      )
      .option("--at <instant>", "the balance at an instant instead, such as 2026-03-01T00:00:00Z")
      .action(run(balance)),
    "balance acme",
    "balance acme --at 2026-03-01T00:00:00Z --json",
    "balance",
  )
  withExamples(
    withOptions(
      program
        .command("usage [account]")
        .description("use over time, of one account or of all that the key may read"),
      [...RANGE, "grain", "by", "measure", "compare", "filter"],
    ).action(run(usage)),
    "usage acme --range 30d",
    "usage --range 12m --grain month --by account --compare year",
    "usage acme --by property:model --filter category:is:Research --json",
  )
  withExamples(
    withOptions(
      program
        .command("high-days [account]")
        .description("days with unusually high use, newest first, and what made them so"),
      HIGH_DAYS_WORDS,
    )
      .addOption(new Option("--limit <days>", "how many").argParser(whole(1, 100)).default(20))
      .action(run(highDays)),
    "high-days acme --range 90d",
    "high-days --filter category:is:Research",
    "high-days --json",
  )
}

const at = (account: string) => ({ param: { account } })

const balance: Act = async ({ client, terminal, json: asJson }, [account], { at: instant }) => {
  const route = client.v1.accounts[":account"]
  const tell = (then: BalanceOfAll) =>
    terminal.out(asJson ? JSON.stringify(then) : `${then.balance} credits`)
  const query = typeof instant === "string" ? { at: instant } : {}
  if (account === undefined)
    return void (await tell(await ask(BalanceOfAll, client.v1.balance.$get({ query }))))
  if (typeof instant === "string")
    return void (await tell(await ask(Balance, route.balance.$get({ ...at(account), query }))))
  const overview = await ask(Overview, route.overview.$get({ ...at(account), query: {} }))
  await terminal.out(asJson ? JSON.stringify(overview) : overviewText(overview))
}

const overviewText = (overview: Overview): string => {
  const { balance, period, used, allowance, usage_rate, lifetime, runway_days, low } = overview
  return pairsText([
    ["balance", `${balance} credits${low ? ", which is low" : ""}`],
    [
      "used",
      `${used} of ${allowance} from ${period.first_day} to ${period.last_day}${
        usage_rate === null ? "" : `, ${usage_rate} %`
      }`,
    ],
    ["a day", `${overview.average_per_day} on average`],
    ["runway", runway_days === null ? "not known" : `${runway_days} days`],
    ["ever spent", lifetime.spent],
    ["purchased", lifetime.purchased],
    ["refunded", lifetime.refunded],
    ["bonus", lifetime.bonus],
  ])
}

const HIGH_DAYS_WORDS = [...RANGE, "filter"] as const
const USAGE_WORDS = [...RANGE, "grain", "by", "measure", "compare", "filter"]

const usage: Act = async ({ client, terminal, json: asJson }, [account], options) => {
  const words = wordsOf(options, USAGE_WORDS)
  const answer = await (account === undefined
    ? ask(
        Usage,
        client.v1.usage.$get({ query: words as SentQuery<typeof USAGE_QUERIES.usageOfAll> }),
      )
    : ask(
        Usage,
        client.v1.accounts[":account"].usage.$get({
          ...at(account),
          query: words as SentQuery<typeof USAGE_QUERIES.usage>,
        }),
      ))
  await terminal.out(asJson ? JSON.stringify(answer) : usageText(answer))
}

const BUCKET: ReadonlyArray<Column<UsageBucket>> = [
  { title: "", cell: ({ bucket, complete }) => (complete ? bucket : `${bucket} …`) },
  { title: "spent", cell: ({ spend }) => spend, right: true },
  { title: "purchased", cell: ({ purchase }) => purchase, right: true },
  { title: "refunded", cell: ({ refund }) => refund, right: true },
  { title: "bonus", cell: ({ bonus }) => bonus, right: true },
  { title: "balance", cell: ({ balance }) => balance, right: true },
  { title: "", cell: ({ flagged }) => (flagged ? "high" : "") },
]
const GROUP: ReadonlyArray<Column<UsageGroup>> = [
  { title: "", cell: ({ key }) => (key === "" ? "(none)" : key) },
  { title: "credits", cell: ({ value }) => value, right: true },
  { title: "share", cell: ({ share }) => percent(share), right: true },
  { title: "entries", cell: ({ count }) => count, right: true },
]
const CHANGE: ReadonlyArray<Column<UsageGroup>> = [
  { title: "before", cell: ({ previous = null }) => previous, right: true },
  { title: "change", cell: ({ change = null }) => percent(change), right: true },
]

const percent = (share: number | null) => (share === null ? null : `${(100 * share).toFixed(1)} %`)

const usageText = ({ series, total, average_per_day, groups, comparison }: Usage): string => {
  const before =
    comparison === null
      ? ""
      : `, ${comparison.total.spend} from ${comparison.first_day} to ${comparison.last_day}`
  const columns = comparison === null ? GROUP : [...GROUP, ...CHANGE]
  return [
    tableText(series, BUCKET),
    ...(groups === undefined ? [] : ["", tableText(groups, columns)]),
    "",
    `${total.spend} spent in ${total.count} entries${before}; ${average_per_day} a day`,
  ].join("\n")
}

const highDays: Act = async (session, [account], options) => {
  const { client, terminal } = session
  const query = { ...wordsOf(options, HIGH_DAYS_WORDS), limit: String(options.limit) } as SentQuery<
    typeof INSIGHT_QUERIES.highUsageDaysOfAll
  >
  const answer = await (account === undefined
    ? ask(HighUsageDays, client.v1["high-usage-days"].$get({ query }))
    : ask(
        HighUsageDays,
        client.v1.accounts[":account"]["high-usage-days"].$get({ ...at(account), query }),
      ))
  const { high_usage_days: days, first_day, last_day, count } = answer
  if (session.json) return void (await outJson(session, days))
  const summary = `${count} of the days from ${first_day} to ${last_day} had high use`
  const rows = days.map((day) => ({ ...day, cause: day.causes?.operation?.values[0] }))
  const text = tableText(rows, [
    { title: "", cell: ({ day }) => day },
    { title: "used", cell: ({ used }) => used, right: true },
    { title: "expected", cell: ({ expected }) => expected, right: true },
    { title: "excess", cell: ({ excess }) => excess, right: true },
    {
      title: "mostly",
      cell: ({ cause }) =>
        cause === undefined ? null : `${cause.value ?? "(none)"}, ${cause.excess} more`,
    },
  ])
  await terminal.out(days.length === 0 ? summary : `${text}\n\n${summary}`)
}
