/** The API, typed by its own routes. Every failure becomes a `Problem`, which is what sections show. */
import { type ClientResponse, hc } from "hono/client"
import type { App } from "#api/app.ts"
import type { Problem } from "#api/contract.ts"
import { type Filter, type NamedField, printFilter } from "./filters.ts"
import type { LedgerQuestion } from "./ledger-question.ts"
import { observeServerClock } from "./server-clock.ts"
import { defaults, type Grain, type LedgerPage, type UrlState } from "./url-state.ts"

/** What the answers of one view have in common. */
export interface Scope {
  readonly account: string
  readonly tz: string | undefined
}

export interface RangeScope extends Scope {
  readonly range: UrlState["range"]
  readonly filters: UrlState["filters"]
}

export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

const WAIT_MAX_MS = 30_000

const cursorOf = (page: LedgerPage | undefined) =>
  page === undefined ? {} : { cursor: "after" in page ? page.after : page.before }

const daysOf = ({ range, tz, filters }: Pick<RangeScope, "range" | "tz" | "filters">) => ({
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
  usage: ({ account, grain, ...scope }: RangeScope & { grain: Grain }, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].usage.$get(
        { param: named(account), query: { ...daysOf(scope), grain, by: "category" } },
        { init: { signal } },
      ),
    ),
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
  breakdown: ({ account, ...scope }: RangeScope, signal: AbortSignal) =>
    read(
      v1().accounts[":account"].breakdown.$get(
        { param: named(account), query: { ...daysOf(scope), by: "category" } },
        { init: { signal } },
      ),
    ),
  /** The values of a field in these days, with their entries; most first, at most 100. */
  filterValues: async (
    { account, field, ...scope }: Omit<RangeScope, "filters"> & { field: NamedField },
    signal: AbortSignal,
  ) => {
    const { values } = await read(
      v1().accounts[":account"].breakdown.$get(
        {
          param: named(account),
          query: {
            ...daysOf({ ...scope, filters: [] }),
            by: field,
            measure: "count",
            sort: "-count",
            limit: "100",
          },
        },
        { init: { signal } },
      ),
    )
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

const filtersOf = (filters: ReadonlyArray<Filter>) =>
  filters.length === 0 ? {} : { filter: filters.map(printFilter) }

/** The same as a path, for who asks without this page. */
export const transactionsAddress = (question: LedgerQuestion): string => {
  const { filter = [], ...single } = transactionsQuery(question)
  const query = new URLSearchParams(single)
  for (const text of filter) query.append("filter", text)
  return `/v1/accounts/${encodeURIComponent(question.account)}/transactions?${query}`
}

/** Hono puts a parameter into the path as it is. */
const named = (account: string) => ({ account: encodeURIComponent(account) })

type Body<R> = R extends ClientResponse<infer A, 200, "json"> ? A : never

/** Only answers get here: `send` has made everything else a `ProblemError`. */
const read = async <R extends ClientResponse<unknown>>(answer: Promise<R>): Promise<Body<R>> => {
  const body = (await (await answer).json()) as Body<R> & { meta: { generated_at: string } }
  observeServerClock(body.meta.generated_at)
  return body
}

const send = async (path: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
  const deadline = AbortSignal.timeout(WAIT_MAX_MS)
  const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline
  let response: Response
  try {
    response = await fetch(path, { ...init, signal, credentials: "same-origin" })
  } catch (cause) {
    // Superseded by a newer request: nobody is waiting for this answer any more.
    if (init.signal?.aborted) throw cause
    throw new ProblemError(deadline.aborted ? tooSlow : unreachable)
  }
  if (!response.ok) throw new ProblemError(await problemOf(response))
  return response
}

const problemOf = async (response: Response): Promise<Problem> => {
  try {
    const body = await response.json()
    if (typeof body?.title === "string" && typeof body?.detail === "string") return body
  } catch {
    // Not JSON: something in between answered, a proxy for instance.
  }
  return {
    type: "about:blank",
    title: `The server answered ${response.status}`,
    status: response.status,
    detail: "It gave no reason. Try again in a moment.",
  }
}

const unreachable: Problem = {
  type: "about:blank",
  title: "The server cannot be reached",
  status: 0,
  detail: "Check the connection, then try again.",
}

const tooSlow: Problem = {
  type: "about:blank",
  title: "The server takes too long",
  status: 0,
  detail: `There was no answer within ${WAIT_MAX_MS / 1000} seconds. A shorter range may help.`,
}

// Made for each request: what it costs is nothing beside one, and it reads `location` late.
const v1 = () => hc<App>(location.origin, { fetch: send }).v1
