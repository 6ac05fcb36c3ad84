/** Random scopes, and what each part of the dashboard makes of them: one sum, to the last decimal. */
import { parse } from "csv-parse/sync"
import type { Breakdown, Transactions, Usage } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { addDays, type Day, type DayRange } from "../days.ts"
import { rowsOf, totalRow } from "../explore/explore-rows.ts"
import { dividedOf } from "../explore/explore-series.ts"
import { linkedList } from "../explore/linked-list.ts"
import { readFilters } from "../filters.ts"
import { barsOf } from "../skyline-bars.ts"

const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"]
/** Without a name it is all of them. The two that were used most of the time come up oftener. */
const accounts = [
  ...["studio-north", "studio-north", "mana-gallery", "chat-api", "cloud-bill"],
  ...[undefined, undefined],
]
const filters = [
  undefined,
  "category:not:Research",
  "type:is:spend",
  "operation:is:image_generation,sceneRender,chat",
  "credits:lt:-2",
]
const grains = ["day", "week", "month"]

export interface AnyScope {
  readonly account: string | undefined
  readonly days: DayRange
  readonly tz: string
  readonly filter: string | undefined
  readonly grain: string
}

/** The same numbers each time: Park and Miller's. */
const chance = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const DAYS_MAX = 21
const clockChanges: ReadonlyArray<Day> = ["2026-03-06", "2026-03-27", "2026-10-23", "2026-10-30"]

/** Every zone as often; one in four lies over a change of the clocks. */
export const randomScopes = (count: number, today: Day): ReadonlyArray<AnyScope> => {
  const next = chance(20_261_122)
  const pick = <A>(values: ReadonlyArray<A>): A => values[next(values.length)] as A
  return Array.from({ length: count }, (_, i): AnyScope => {
    const length = next(DAYS_MAX)
    const first = i % 4 === 0 ? pick(clockChanges) : addDays(today, -next(400) - length)
    return {
      account: pick(accounts),
      days: { first, last: addDays(first, i % 4 === 0 ? Math.max(4, length) : length) },
      tz: zones[i % zones.length] as string,
      filter: pick(filters),
      grain: pick(grains),
    }
  })
}

export type Ask = (path: string, accept?: string) => Promise<string>

const millionths = (decimal: string): bigint => parseDecimal(decimal) ?? 0n
const sumOf = (decimals: ReadonlyArray<string>): string =>
  formatDecimal(decimals.reduce((sum, decimal) => sum + millionths(decimal), 0n))

/** What was spent in the scope, by everything that adds it up. */
export const sumsOf = async (scope: AnyScope, ask: Ask): Promise<Record<string, string>> => {
  const { account, days, tz, filter, grain } = scope
  const at = account === undefined ? "/v1" : `/v1/accounts/${account}`
  const words = new URLSearchParams({ from: days.first, to: days.last, tz })
  if (filter !== undefined) words.append("filter", filter)
  const read = async <A>(path: string): Promise<A> => JSON.parse(await ask(path))
  const [usage, breakdown, ledger, report] = await Promise.all([
    read<Usage>(`${at}/usage?${words}&grain=${grain}&by=category`),
    read<Breakdown>(`${at}/breakdown?${words}&by=category`),
    read<Transactions>(`${at}/transactions?${words}&limit=1`),
    ask(`${at}/usage?${words}&grain=day`, "text/csv"),
  ])
  const bars = barsOf(usage, { zone: tz, today: days.last, firstEntry: undefined })
  const context = { zone: tz, today: days.last, firstEntry: undefined, by: "category" } as const
  const divided = dividedOf(usage, { ...context, slots: new Map() })
  const rows = rowsOf(usage, { by: "category", slots: new Map(), columns: divided.columns })
  const list = linkedList(breakdown, "category", readFilters(filter ? [filter] : []) ?? [])
  const exported: ReadonlyArray<Record<string, string>> = parse(report, { columns: true })
  return {
    card: usage.total.spend,
    bars: sumOf(bars.map(({ spend }) => spend)),
    columns: sumOf(divided.columns.map(({ total }) => total)),
    parts: sumOf(divided.parts.map(({ total }) => total)),
    rows: sumOf(rows.map(({ value }) => value)),
    total: totalRow(usage).value,
    list: list.total,
    ledger: ledger.sum.spend,
    report: sumOf(exported.map((row) => row.spend ?? "")),
    ...(account === undefined ? {} : { entries: await entriesOf(scope, at, ask) }),
  }
}

/** Of a file of all entries, whose days are those of the question. */
const entriesOf = async ({ days, tz, filter }: AnyScope, at: string, ask: Ask): Promise<string> => {
  const words = new URLSearchParams({ from: days.first, to: days.last, tz })
  if (filter !== undefined) words.append("filter", filter)
  const file = await ask(`${at}/transactions?${words}`, "text/csv")
  const rows: ReadonlyArray<Record<string, string>> = parse(file, { columns: true })
  const spent = rows.filter(({ type, day = "" }) => {
    if (day < days.first || day > days.last) throw new Error(`${day} lies outside of the question`)
    return type === "spend"
  })
  return formatDecimal(-millionths(sumOf(spent.map(({ credits = "" }) => credits))))
}
