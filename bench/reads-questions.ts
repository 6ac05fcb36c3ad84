/**
 * The questions of the pages, each as Tidemark's readers answer it, as values for the statements of
 * `contenders/`, and on the ledger alone in the same engine. Days are those of UTC, which is the easiest
 * for the others: Tidemark treats all zones alike.
 */
import { Effect, Schema } from "effect"
import { ClickHouse, type Parameters } from "#warehouse/clickhouse.ts"
import { addDays, type Day, intervalOfDays } from "#warehouse/domain/calendar.ts"
import { HIGH_USAGE_RULE } from "#warehouse/domain/high-usage.ts"
import { overviewSpans } from "#warehouse/domain/overview.ts"
import { HighUsageReader } from "#warehouse/high-usage-reader.ts"
import { LedgerReader } from "#warehouse/ledger-reader.ts"
import { OverviewReader } from "#warehouse/overview-reader.ts"
import { sqlQuery } from "#warehouse/sql-files.ts"
import { storedDecimal } from "#warehouse/stored-decimal.ts"
import { UsageReader } from "#warehouse/usage-reader.ts"
import type { AccountScope } from "#warehouse/usage-sources.ts"
import type { Rows, Values } from "./contender.ts"
import {
  type Asked,
  back,
  byText,
  FAR,
  nowOn,
  seconds,
  stamp,
  stretch,
  ZONE,
} from "./reads-scope.ts"

export type Needs = ClickHouse | HighUsageReader | LedgerReader | OverviewReader | UsageReader
export interface Question {
  readonly name: string
  /** The name of the contenders' statements. */
  readonly statement: string
  readonly values: (asked: Asked) => Values
  readonly ours: (asked: Asked) => Effect.Effect<Rows, unknown, Needs>
  readonly raw: ((asked: Asked) => Effect.Effect<Rows, unknown, Needs>) | null
}

const rawStatements = {
  overview: sqlQuery("bench-raw-overview"),
  page: sqlQuery("bench-raw-page"),
  days: sqlQuery("bench-raw-days"),
  months: sqlQuery("bench-raw-months"),
  breakdown: sqlQuery("bench-raw-breakdown"),
  allDays: sqlQuery("bench-raw-all-days"),
}
const RawRow = Schema.Record(Schema.String, Schema.String)
const CREDITS = new Set("spend purchase refund bonus used used_previous delta balance".split(" "))

/** Credits in millionths, as the others have them. */
const askRaw = (statement: string, parameters: Parameters) =>
  ClickHouse.use((clickhouse) => clickhouse.query(statement, parameters, RawRow)).pipe(
    Effect.map((rows) =>
      rows.map((row) =>
        Object.entries(row).map(([name, text]) =>
          CREDITS.has(name) ? String(storedDecimal(text)) : text,
        ),
      ),
    ),
  )

const cards: Question = {
  name: "overview",
  statement: "overview",
  values: ({ account, last }) => {
    const { soFar, previous } = overviewSpans(account, nowOn(last))
    const before = stretch(previous)
    return {
      account: account.account,
      ...stretch(soFar),
      from_before: before.from,
      to_before: before.to,
    }
  },
  ours: ({ account, last }) =>
    Effect.map(
      OverviewReader.use((reader) => reader.overview(account, nowOn(last))),
      (figures) => {
        const { spend, purchase, refund, bonus, count } = figures.lifetime.totals
        return [
          [spend, purchase, refund, bonus, count, figures.used, figures.usedPrevious].map(String),
        ]
      },
    ),
  raw: ({ account, last }) => {
    const { soFar, previous } = overviewSpans(account, nowOn(last))
    const before = seconds(previous)
    const parameters = { ...seconds(soFar), from_before: before.from, to_before: before.to }
    return askRaw(rawStatements.overview, { account: account.account, ...parameters })
  },
}

const page = (name: string, placeOf: (last: Day) => number | null): Question => ({
  name,
  statement: "page",
  values: ({ account, last }) => ({
    account: account.account,
    at: stamp(placeOf(last) ?? FAR),
    id: "",
  }),
  ours: ({ account, last }) => {
    const occurredAt = placeOf(last)
    const place = { direction: "next", id: "", credits: 0n, offset: 0 } as const
    const cursor = occurredAt === null ? null : { ...place, occurredAt }
    const query = { account: account.account, timeZone: ZONE, interval: null, limit: 50, cursor }
    return Effect.map(
      LedgerReader.use((reader) => reader.page(query)),
      entriesOf,
    )
  },
  raw: ({ account, last }) =>
    askRaw(rawStatements.page, { account: account.account, at: placeOf(last) ?? FAR, id: "" }),
})

const filtered: Question = {
  name: "ledger, one category of 90 days",
  statement: "filtered",
  values: ({ account, last }) => ({
    account: account.account,
    category: "category-2",
    ...stretch(back(last, 90)),
  }),
  ours: ({ account, last }) => {
    const filters = [{ field: "category", operator: "is", values: ["category-2"] }] as const
    const query = { account: account.account, timeZone: ZONE, limit: 50, cursor: null, filters }
    return Effect.map(
      LedgerReader.use((reader) => reader.page({ ...query, interval: back(last, 90) })),
      entriesOf,
    )
  },
  raw: null,
}

const BY_CATEGORY = { by: ["category"], measure: "spend", sort: "-credits", limit: 100 } as const

type Series = Effect.Success<ReturnType<UsageReader["Service"]["series"]>>

const asked = (scope: AccountScope, last: Day, days: number) => ({
  scope,
  timeZone: ZONE,
  days: { first: addDays(last, 1 - days), last },
  compared: null,
  filters: [],
})

/** Day or first of the month, category, spend: of what was spent. */
const spendRows = ({ buckets, groups }: Series): Rows =>
  byText(
    buckets.flatMap(({ key, values }) =>
      values.flatMap((spend, i) =>
        spend === 0n
          ? []
          : [[key.padEnd(10, "-01"), groups?.groups[i]?.values[0] ?? "", String(spend)]],
      ),
    ),
  )

const series = (name: string, days: number, grain: "day" | "month"): Question => ({
  name,
  statement: grain === "day" ? "days" : "months",
  values: ({ account, last }) => ({ account: account.account, ...stretch(back(last, days)) }),
  ours: ({ account, last }) => {
    const query = { ...asked([account.account], last, days), grain, split: BY_CATEGORY }
    return UsageReader.use((reader) => reader.series({ ...query, now: nowOn(last) })).pipe(
      Effect.map(spendRows),
    )
  },
  raw: ({ account, last }) =>
    askRaw(grain === "day" ? rawStatements.days : rawStatements.months, {
      account: account.account,
      ...seconds(back(last, days)),
    }),
})

const breakdown: Question = {
  name: "breakdown of 390 days",
  statement: "breakdown",
  values: ({ account, last }) => ({ account: account.account, ...stretch(back(last, 390)) }),
  ours: ({ account, last }) => {
    const query = { ...asked([account.account], last, 390), split: BY_CATEGORY }
    return Effect.map(
      UsageReader.use((reader) => reader.breakdown(query)),
      ({ groups }) =>
        byText(
          groups.map(({ values, totals }) => [
            values[0] ?? "",
            String(totals.spend),
            String(totals.count),
          ]),
        ),
    )
  },
  raw: ({ account, last }) =>
    askRaw(rawStatements.breakdown, { account: account.account, ...seconds(back(last, 390)) }),
}

const allSeries: Question = {
  name: "all accounts, 90 days by category",
  statement: "all-categories",
  values: ({ last }) => stretch(back(last, 90)),
  ours: ({ last }) => {
    const query = { ...asked("all", last, 90), grain: "day", split: BY_CATEGORY } as const
    return UsageReader.use((reader) => reader.series({ ...query, now: nowOn(last) })).pipe(
      Effect.map(spendRows),
    )
  },
  raw: null,
}

const allDays: Question = {
  name: "all accounts, days that a rule looks at",
  statement: "all-days",
  values: ({ last }) => stretch(back(last, 146)),
  ours: ({ last }) => {
    const days = { first: addDays(last, -89), last }
    const query = {
      accounts: null,
      timeZone: ZONE,
      days,
      filters: [],
      rules: [HIGH_USAGE_RULE],
    }
    return Effect.map(
      HighUsageReader.use((reader) => reader.knownDays({ ...query, now: nowOn(last) })),
      (known) => [...known.history, ...known.days].map(({ day, spend }) => [day, String(spend)]),
    )
  },
  raw: ({ last }) => askRaw(rawStatements.allDays, seconds(back(last, 146))),
}

export const questions = {
  ofAccount: [
    cards,
    page("ledger, page 1", () => null),
    page("ledger, 200 days deep", (last) => intervalOfDays(addDays(last, -200), last, ZONE).from),
    filtered,
    series("30 days by category", 30, "day"),
    series("13 months by category", 390, "month"),
    breakdown,
  ],
  ofAll: [allSeries, allDays],
}
const entriesOf = ({
  entries,
}: {
  readonly entries: ReadonlyArray<{
    readonly id: string
    readonly credits: bigint
    readonly balanceAfter: bigint
  }>
}): Rows =>
  entries.map(({ id, credits, balanceAfter }) => [id, String(credits), String(balanceAfter)])
