/** Reads what high-usage days were made of, and what the days were that they are measured by. */
import { Effect, Schema } from "effect"
import { ClickHouse, type Parameters } from "./clickhouse.ts"
import { DAY_MS, type Day } from "./domain/calendar.ts"
import { type Causes, causesOf, type ValueUse } from "./domain/day-causes.ts"
import { askOnly } from "./domain/filters.ts"
import { edgesOf } from "./domain/segments.ts"
import { withFilters } from "./filter-sql.ts"
import {
  CAUSE_DIMENSIONS,
  type CauseDimension,
  type HighUsageDay,
  type HighUsageQuery,
  type KnownDay,
} from "./high-usage-figures.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

/** Ledger rows that the causes of one answer may be read from. */
export const CAUSE_ROWS_MAX = 2_000_000

const fromLedger = sqlQuery("day-causes")
const fromTotals = sqlQuery("day-causes-of-all")
const accountsOfAll = sqlQuery("day-accounts-of-all")

const CauseRow = Schema.Struct({
  target: Schema.Finite,
  dimension: Schema.String,
  value: Schema.String,
  used: Schema.String,
  entries: Schema.NumberFromString,
  history: Schema.String,
})
type CauseRow = typeof CauseRow.Type

type Flagged = Omit<HighUsageDay, "causes">

/** `days` newest first; the causes of those behind the limit of rows stay null. */
export const readDayCauses = Effect.fnUntraced(function* (
  query: HighUsageQuery,
  days: ReadonlyArray<Flagged>,
) {
  const { top } = query
  const within = withinReach(query, days)
  const found = new Map<string, CauseRow[]>()
  if (within.length > 0) {
    for (const row of yield* readCauses(query, within)) {
      const key = `${row.target} ${row.dimension}`
      found.set(key, [...(found.get(key) ?? []), row])
    }
  }
  return days.map(
    (day, i): HighUsageDay => ({
      ...day,
      causes: i < within.length ? causesIn(found, day, top) : null,
    }),
  )
})

/** What the rollups over all accounts can be asked. */
const ASKED_OF_ALL = {
  totals: ["type", "category", "operation"],
  accounts: ["account", "type", "category"],
} as const

const withinReach = ({ accounts, filters }: HighUsageQuery, days: ReadonlyArray<Flagged>) => {
  if (accounts !== null) return days.slice(0, withinRows(days))
  return Object.values(ASKED_OF_ALL).some((fields) => askOnly(filters, fields)) ? days : []
}

const readCauses = Effect.fnUntraced(function* (
  { accounts, filters, top }: HighUsageQuery,
  days: ReadonlyArray<Flagged>,
) {
  const clickhouse = yield* ClickHouse
  const asked = parametersOf(days, top)
  const ask = (text: string, own: Parameters) => {
    const { statement, parameters } = withFilters(text, filters)
    return clickhouse.query(statement, { ...parameters, ...own }, CauseRow)
  }
  if (accounts !== null) {
    const dimensions = DIMENSIONS[accounts.length === 1 ? "one" : "some"]
    return yield* ask(fromLedger, { ...asked, accounts, dimensions })
  }
  const ofTotals = askOnly(filters, ASKED_OF_ALL.totals)
    ? yield* ask(fromTotals, { ...asked, dimensions: DIMENSIONS.all })
    : []
  const ofAccounts = askOnly(filters, ASKED_OF_ALL.accounts)
    ? yield* ask(accountsOfAll, { ...asked })
    : []
  return [...ofTotals, ...ofAccounts]
})

/** The account is no cause where there is one only. */
const DIMENSIONS = {
  one: ["all", "operation", "category", "actor"],
  some: ["all", "account", "operation", "category", "actor"],
  all: ["all", "operation", "category"],
} as const

/** How many of the days can be read within the limit, each with those that it is measured by. */
const withinRows = (days: ReadonlyArray<Flagged>): number => {
  const counted = new Set<Day>()
  let rows = 0
  const behind = days.findIndex(({ history, ...day }) => {
    for (const one of [day, ...history]) {
      if (!counted.has(one.day)) rows += one.entries
      counted.add(one.day)
    }
    return rows > CAUSE_ROWS_MAX
  })
  return behind === -1 ? days.length : behind
}

const seconds = (instant: number): number => instant / 1000

const parametersOf = (days: ReadonlyArray<Flagged>, top: number) => {
  const spans = days.flatMap(({ history, ...day }) => [day, ...history])
  const pairs = days.flatMap(({ history, ...day }) =>
    [day, ...history].map(({ from }) => [seconds(day.from), seconds(from)] as const),
  )
  const edges = edgesOf(spans).map(seconds)
  return {
    edges,
    // What lies before the first edge would be rounded up to it.
    from: edges[0] ?? 0,
    dates: [...new Set(spans.flatMap(datesOf))],
    targets: pairs.map(([target]) => target),
    segments: pairs.map(([, segment]) => segment),
    days: days.map(({ from }) => seconds(from)),
    expected: days.map(({ expectation }) => expectation.usual),
    histories: days.map(({ history }) => spendOf(history) || 1n),
    // One more than are told says whether there are others.
    limit: top + 1,
  }
}

/** The UTC dates that a day touches, in days since 1970. */
const datesOf = ({ from, to }: KnownDay): ReadonlyArray<number> =>
  [from, to - 1].map((instant) => Math.floor(instant / DAY_MS))

const spendOf = (days: ReadonlyArray<KnownDay>): bigint =>
  days.reduce((sum, { spend }) => sum + spend, 0n)

const causesIn = (found: ReadonlyMap<string, CauseRow[]>, day: Flagged, top: number) => {
  const rowsOf = (dimension: string) => found.get(`${seconds(day.from)} ${dimension}`) ?? []
  const [whole] = rowsOf("all")
  const use = {
    used: day.spend,
    entries: whole?.entries ?? 0,
    expected: day.expectation.usual,
    history: spendOf(day.history),
  }
  const causes: Partial<Record<CauseDimension, Causes>> = {}
  for (const dimension of CAUSE_DIMENSIONS) {
    const uses = rowsOf(dimension).map(toUse)
    if (uses.length > 0)
      causes[dimension] = causesOf(use, uses, { top, complete: uses.length <= top })
  }
  return causes
}

const toUse = (row: CauseRow): ValueUse => ({
  value: row.value,
  used: storedDecimal(row.used),
  entries: row.entries,
  history: storedDecimal(row.history),
})
