/** The address is the state: what is shown follows from it alone, so a link shows the same again. */
import { type Day, type DayRange, isDay, isTimeZone } from "./days.ts"
import {
  type Dimension,
  type Form,
  forms,
  type Measure,
  measures,
  printDimension,
  readDimension,
} from "./dimensions.ts"
import { type Filter, printFilter, readFilters } from "./filters.ts"
import { type ColumnId, readColumns } from "./ledger-columns.ts"

export const presets = ["period", "7d", "30d", "90d", "mtd", "ytd", "12m", "all"] as const
export type Preset = (typeof presets)[number]
export const grains = ["day", "week", "month"] as const
export type Grain = (typeof grains)[number]
/** By time or by signed credits; `-` is descending. Newest first is the default. */
export const sorts = ["-occurred_at", "occurred_at", "-credits", "credits"] as const
export type Sort = (typeof sorts)[number]
export const isByTime = (sort: Sort): boolean => sort.endsWith("occurred_at")
/** What the days are compared with, and whether Monday meets Monday or the 1st meets the 1st. */
export const comparisons = ["prev", "year"] as const
export type Comparison = (typeof comparisons)[number]
export const matches = ["weekday", "date"] as const
export type Match = (typeof matches)[number]
/** Some screens compare unless the address says `none`. */
export const NONE = "none" as const
/** What History's breakdown is by. */
export const splits = ["category", "operation"] as const
export type SplitBy = (typeof splits)[number]
export const pageSizes = [25, 50, 100] as const

/** A page of the ledger: the one after (older than) or before (newer than) a cursor of the API. */
export type LedgerPage = { readonly after: string } | { readonly before: string }

export interface UrlState {
  readonly account: string | undefined
  /** All accounts that one may read, where the screen can be about them. */
  readonly everyone: boolean
  readonly range: Preset | DayRange
  readonly tz: string | undefined
  readonly grain: Grain | undefined
  readonly compare: Comparison | typeof NONE | undefined
  readonly match: Match
  readonly by: Dimension
  readonly measure: Measure
  /** `undefined`: whatever suits the figures. */
  readonly form: Form | undefined
  /** What the third list is by; `undefined`: whatever suits the screen. */
  readonly list: Dimension | undefined
  /** Only this day's entries in the ledger. */
  readonly day: Day | undefined
  /** All of them hold. */
  readonly filters: ReadonlyArray<Filter>
  readonly sort: Sort
  readonly size: (typeof pageSizes)[number]
  readonly page: LedgerPage | undefined
  /** The id of the entry whose story is open. */
  readonly event: string | undefined
  /** The ledger's columns, where a link says which. */
  readonly columns: ReadonlyArray<ColumnId> | undefined
}

export const defaults: UrlState = {
  account: undefined,
  everyone: false,
  range: "30d",
  tz: undefined,
  grain: undefined,
  compare: undefined,
  match: "weekday",
  by: "category",
  measure: "spend",
  form: undefined,
  list: undefined,
  day: undefined,
  filters: [],
  sort: "-occurred_at",
  size: 25,
  page: undefined,
  event: undefined,
  columns: undefined,
}

const ACCOUNT_MAX = 128
const EVENT_MAX = 128
const CURSOR_MAX = 2048
const known = [
  "account",
  "accounts",
  "range",
  "from",
  "to",
  "tz",
  "g",
  "compare",
  "match",
  "by",
  "show",
  "form",
  "list",
  "day",
  "f",
  "sort",
  "size",
  "after",
  "before",
  "event",
  "cols",
]

/** `dropped` names the parameters that were not understood, for a quiet notice. */
export interface ParsedUrl {
  readonly state: UrlState
  readonly dropped: ReadonlyArray<string>
}

/** `forEveryone`: the screen is about all accounts, whatever the address says. */
export const parseUrl = (search: string, forEveryone = false): ParsedUrl => {
  const params = new URLSearchParams(search)
  const dropped = new Set([...params.keys()].filter((name) => !known.includes(name)))
  const read = <A>(name: string, decode: (text: string) => A | undefined): A | undefined => {
    const text = params.get(name)
    if (text === null) return undefined
    const value = decode(text)
    if (value === undefined) dropped.add(name)
    return value
  }
  const everyone = read("accounts", (text) => (text === "all" ? true : undefined)) ?? forEveryone
  const after = read("after", bounded(CURSOR_MAX))
  const before = read("before", bounded(CURSOR_MAX))
  const state: UrlState = {
    account: read("account", bounded(ACCOUNT_MAX)),
    everyone,
    range: readRange(read, dropped),
    tz: read("tz", (text) => (isTimeZone(text) ? text : undefined)),
    grain: read("g", oneOf(grains)),
    compare: read("compare", oneOf([...comparisons, NONE])),
    match: read("match", oneOf(matches)) ?? defaults.match,
    by: read("by", (text) => dimensionOf(text, everyone)) ?? defaults.by,
    measure: read("show", oneOf(measures)) ?? defaults.measure,
    form: read("form", oneOf(forms)),
    list: read("list", (text) => dimensionOf(text, everyone)),
    day: read("day", dayOrNothing),
    filters: readAll(params.getAll("f"), everyone, dropped),
    sort: read("sort", oneOf(sorts)) ?? defaults.sort,
    size: read("size", (text) => pageSizes.find((size) => String(size) === text)) ?? defaults.size,
    page: after !== undefined ? { after } : before !== undefined ? { before } : undefined,
    event: read("event", bounded(EVENT_MAX)),
    columns: read("cols", readColumns),
  }
  return { state, dropped: [...dropped] }
}

const readAll = (
  texts: ReadonlyArray<string>,
  everyone: boolean,
  dropped: Set<string>,
): ReadonlyArray<Filter> => {
  const filters = readFilters(texts)
  const fitting = filters?.filter((filter) => everyone || !isAboutAccounts(filter))
  if (fitting === undefined || fitting.length !== filters?.length) dropped.add("f")
  return fitting ?? []
}

/** Of one account there is nothing to divide by account. */
export const isAboutAccounts = ({ field }: Filter) => field === "account"
const dimensionOf = (text: string, everyone: boolean) => {
  const dimension = readDimension(text)
  return everyone || dimension !== "account" ? dimension : undefined
}

/** Either a preset or two days; `from` after `to` is swapped, half a pair is dropped. */
const readRange = (
  read: <A>(name: string, decode: (text: string) => A | undefined) => A | undefined,
  dropped: Set<string>,
): UrlState["range"] => {
  const from = read("from", dayOrNothing)
  const to = read("to", dayOrNothing)
  const preset = read("range", oneOf(presets))
  if (from !== undefined && to !== undefined) {
    if (preset !== undefined) dropped.add("range")
    return from <= to ? { first: from, last: to } : { first: to, last: from }
  }
  if (from !== undefined) dropped.add("from")
  if (to !== undefined) dropped.add("to")
  return preset ?? defaults.range
}

const bounded = (lengthMax: number) => (text: string) =>
  text.length > 0 && text.length <= lengthMax ? text : undefined

const dayOrNothing = (text: string) => (isDay(text) ? text : undefined)

const oneOf =
  <const A extends string>(choices: ReadonlyArray<A>) =>
  (text: string): A | undefined =>
    choices.find((choice) => choice === text)

/** `?account=…&range=…`, without what is the default anyway; empty when everything is. */
export const printUrl = (state: UrlState): string => {
  const params = new URLSearchParams()
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined) params.set(name, value)
  }
  put("account", state.account)
  if (state.everyone) put("accounts", "all")
  if (typeof state.range !== "string") {
    put("from", state.range.first)
    put("to", state.range.last)
  } else if (state.range !== defaults.range) put("range", state.range)
  put("tz", state.tz)
  put("g", state.grain)
  put("compare", state.compare)
  if (state.match !== defaults.match) put("match", state.match)
  if (state.by !== defaults.by) put("by", printDimension(state.by))
  if (state.measure !== defaults.measure) put("show", state.measure)
  put("form", state.form)
  if (state.list !== undefined) put("list", printDimension(state.list))
  put("day", state.day)
  for (const filter of state.filters) params.append("f", printFilter(filter))
  if (state.sort !== defaults.sort) put("sort", state.sort)
  if (state.size !== defaults.size) put("size", String(state.size))
  if (state.page !== undefined)
    "after" in state.page ? put("after", state.page.after) : put("before", state.page.before)
  put("event", state.event)
  put("cols", state.columns?.join(","))
  const text = params.toString()
  return text === "" ? "" : `?${text}`
}
