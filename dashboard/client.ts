/** What the dashboard asks the API. */
import type { Session } from "#api/contract.ts"
import { named, read, v1 } from "./api-call.ts"
import { type Filter, type NamedField, printFilter } from "./filters.ts"
import type { LedgerQuestion } from "./ledger-question.ts"
import {
  type Comparison,
  defaults,
  type Grain,
  type LedgerPage,
  type Match,
  type SplitBy,
  type UrlState,
} from "./url-state.ts"

/** What the answers of one view have in common. */
export interface Scope {
  readonly account: string
  readonly tz: string | undefined
}

export interface RangeScope extends Scope {
  readonly range: UrlState["range"]
  readonly filters: UrlState["filters"]
}

type FieldScope = Pick<RangeScope, "tz" | "range"> & { readonly account: string | undefined }

export interface UsageQuestion extends RangeScope {
  readonly grain: Grain
  readonly compare?: Comparison | undefined
  readonly match?: Match
}

/** `quantity`: a decimal. */
export interface Planned {
  readonly operation: string
  readonly quantity: string
}

const cursorOf = (page: LedgerPage | undefined) =>
  page === undefined ? {} : { cursor: "after" in page ? page.after : page.before }

export const daysOf = ({ range, tz, filters }: Pick<RangeScope, "range" | "tz" | "filters">) => ({
  ...filtersOf(filters),
  ...(typeof range === "string" ? { range } : { from: range.first, to: range.last }),
  ...(tz === undefined ? {} : { tz }),
})

export const client = {
  accounts: (query: { q?: string; limit?: string }, signal: AbortSignal) =>
    read(v1().accounts.$get({ query }, { init: { signal } })),
  account: (account: string, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].$get({ param: named(account), query: {} }, { init: { signal } }),
    ),
  /** Always in the account's own zone: its periods are instants. */
  overview: (account: string, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].overview.$get(
        { param: named(account), query: {} },
        { init: { signal } },
      ),
    ),
  usage: ({ account, grain, compare, match, ...scope }: UsageQuestion, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].usage.$get(
        {
          param: named(account),
          query: {
            ...daysOf(scope),
            grain,
            by: "category",
            ...(compare === undefined ? {} : { compare, match }),
          },
        },
        { init: { signal } },
      ),
    ),
  /** With an operation and its quantity, what these will cost as well. */
  forecast: ({ account, tz, planned }: Scope & { planned?: Planned }, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].forecast.$get(
        {
          param: named(account),
          query: { ...(tz === undefined ? {} : { tz }), ...planned },
        },
        { init: { signal } },
      ),
    ),
  /** About all failures and refunds of the days, whatever the filters. */
  refundCheck: ({ account, ...scope }: Omit<RangeScope, "filters">, signal: AbortSignal) =>
    read(
      v1().accounts[":account"]["refund-check"].$get(
        {
          param: named(account),
          query: { ...daysOf({ ...scope, filters: [] }), limit: "50" },
        },
        { init: { signal } },
      ),
    ),
  /** What a year's credits went to, most first. */
  operations: async (account: string, signal: AbortSignal) => {
    const { values } = await read(
      v1().accounts[":account"].breakdown.$get(
        { param: named(account), query: { range: "12m", by: "operation", limit: "100" } },
        { init: { signal } },
      ),
    )
    return values.filter(({ spend }) => spend !== "0").map(({ key }) => key)
  },
  /** A row for each month since the first entry. */
  statement: ({ account, tz }: Scope, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].statement.$get(
        {
          param: named(account),
          query: { range: "all", ...(tz === undefined ? {} : { tz }) },
        },
        { init: { signal } },
      ),
    ),
  breakdown: ({ account, by, ...scope }: RangeScope & { by: SplitBy }, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].breakdown.$get(
        { param: named(account), query: { ...daysOf(scope), by, limit: "100" } },
        { init: { signal } },
      ),
    ),
  /** The same balance from four sums, and every rollup compared with a recount. */
  proof: (account: string, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].proof.$get(
        { param: named(account), query: {} },
        { init: { signal } },
      ),
    ),
  /** The values of a field in these days, with their entries; most first, at most 100. Without an account of all. */
  filterValues: async (
    { account, field, ...scope }: FieldScope & { field: NamedField },
    signal: AbortSignal,
  ) => {
    const query = {
      ...daysOf({ ...scope, filters: [] }),
      ...({ by: field, measure: "count", sort: "-count", limit: "100" } as const),
    }
    const { values } = await (account === undefined
      ? read(v1().breakdown.$get({ query }, { init: { signal } }))
      : read(
          v1().accounts[":account"].breakdown.$get(
            { param: named(account), query },
            { init: { signal } },
          ),
        ))
    return { field, values: values.map(({ key, count }) => ({ value: key, count })) }
  },
  transactions: (question: LedgerQuestion, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].transactions.$get(
        { param: named(question.account), query: transactionsQuery(question) },
        { init: { signal } },
      ),
    ),
  event: ({ account, id }: { account: string; id: string }, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].events[":id"].$get(
        { param: { ...named(account), id: encodeURIComponent(id) }, query: {} },
        { init: { signal } },
      ),
    ),
  /** Who is signed in, and for what. */
  session: async (_: "who", signal: AbortSignal): Promise<Session> =>
    (await v1().session.$get({ query: {} }, { init: { signal } })).json() as Promise<Session>,
  signIn: (key: string) =>
    v1().session.$post({ query: {} }, { headers: { authorization: `Bearer ${key}` } }),
  signOut: () => v1().session.$delete({ query: {} }),
}

/** The query of a page of the ledger. */
export const transactionsQuery = ({ limit, page, sort, ...scope }: LedgerQuestion) => ({
  ...daysOf(scope),
  ...(sort === defaults.sort ? {} : { sort }),
  limit: String(limit),
  ...cursorOf(page),
})

export const filtersOf = (filters: ReadonlyArray<Filter>) =>
  filters.length === 0 ? {} : { filter: filters.map(printFilter) }

/** The same as a path, for who asks without this page. */
export const transactionsAddress = (question: LedgerQuestion): string => {
  const { filter = [], ...single } = transactionsQuery(question)
  const query = new URLSearchParams(single)
  for (const text of filter) query.append("filter", text)
  return `/v1/accounts/${encodeURIComponent(question.account)}/transactions?${query}`
}
