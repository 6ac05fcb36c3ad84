/** The API, typed by its contract. Every failure becomes a `Problem`, which is what sections show. */
import type {
  Account,
  Accounts,
  Breakdown,
  Overview,
  Problem,
  Transactions,
  Usage,
} from "#api/contract.ts"
import { observeServerClock } from "./server-clock.ts"
import type { Grain, LedgerPage, UrlState } from "./url-state.ts"

/** What the answers of one view have in common. */
export interface Scope {
  readonly account: string
  readonly tz: string | undefined
}

export interface RangeScope extends Scope {
  readonly range: UrlState["range"]
}

export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

const WAIT_MAX_MS = 30_000

type Query = Readonly<Record<string, string | number | undefined>>

const rangeQuery = (range: UrlState["range"]): Query =>
  typeof range === "string" ? { range } : { from: range.first, to: range.last }

const cursorOf = (page: LedgerPage | undefined) =>
  page === undefined ? undefined : "after" in page ? page.after : page.before

const ofAccount = (account: string) => `/v1/accounts/${encodeURIComponent(account)}`

export const client = {
  accounts: (query: { q?: string; cursor?: string; limit?: number }, signal?: AbortSignal) =>
    get<Accounts>("/v1/accounts", query, signal),
  account: (account: string, signal?: AbortSignal) => get<Account>(ofAccount(account), {}, signal),
  overview: ({ account, tz }: Scope, signal?: AbortSignal) =>
    get<Overview>(`${ofAccount(account)}/overview`, { tz }, signal),
  usage: ({ account, tz, range, grain }: RangeScope & { grain: Grain }, signal?: AbortSignal) =>
    get<Usage>(
      `${ofAccount(account)}/usage`,
      { ...rangeQuery(range), tz, grain, by: "category" },
      signal,
    ),
  breakdown: ({ account, tz, range }: RangeScope, signal?: AbortSignal) =>
    get<Breakdown>(
      `${ofAccount(account)}/breakdown`,
      { ...rangeQuery(range), tz, by: "category" },
      signal,
    ),
  transactions: (
    { account, tz, range, limit, page }: RangeScope & { limit: number; page?: LedgerPage },
    signal?: AbortSignal,
  ) =>
    get<Transactions>(
      `${ofAccount(account)}/transactions`,
      { ...rangeQuery(range), tz, limit, cursor: cursorOf(page) },
      signal,
    ),
  signIn: (key: string) =>
    send("/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ key }),
    }),
  signOut: () => send("/v1/session", { method: "DELETE" }),
}

const get = async <A>(path: string, query: Query, signal?: AbortSignal): Promise<A> => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) params.set(name, String(value))
  const search = params.size === 0 ? "" : `?${params}`
  const response = await send(`${path}${search}`, signal === undefined ? {} : { signal })
  const answer = await response.json()
  if (typeof answer?.meta?.generated_at === "string") observeServerClock(answer.meta.generated_at)
  return answer
}

const send = async (path: string, init: RequestInit): Promise<Response> => {
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
