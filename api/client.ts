/** The typed client: every endpoint by its route, with a credential, a deadline and retries. */
import { type ClientResponse, hc } from "hono/client"
import type { App } from "./app.ts"
import { TidemarkUnavailable } from "./client-errors.ts"
import { eventSender, type SendOptions, sendEvents } from "./client-events.ts"
import { clientFetch, type Fetch } from "./client-fetch.ts"
import { type ClientCredential, clientToken } from "./client-token.ts"
import type { Transaction, Transactions } from "./contract.ts"
import type { QUERIES, SentQuery } from "./query-words.ts"
import type { JointTransactions } from "./usage-contract.ts"

export { TidemarkProblem, TidemarkUnavailable } from "./client-errors.ts"

export interface ClientOptions {
  /** `http://127.0.0.1:4000`, or where Tidemark is. */
  readonly url: string | URL
  readonly credential: ClientCredential
  /** For a call with all of its retries; 120 s unless given. */
  readonly deadlineMs?: number
  /** How often a request that may be repeated is; 8 unless given: half a minute, in which a server starts. */
  readonly retriesMax?: number
  /** Ends every request of this client. A single one takes its own as `init.signal`. */
  readonly signal?: AbortSignal
  /** In place of the platform's own. */
  readonly fetch?: Fetch
}

const DEADLINE_MS = 120_000
const RETRIES_MAX = 8
const PAGE_ENTRIES = 500

type Api = ReturnType<typeof hc<App>>
type LedgerWords = Omit<SentQuery<typeof QUERIES.transactions>, "cursor">

interface LedgerOptions {
  readonly query?: LedgerWords
  readonly signal?: AbortSignal
}

interface JointOptions {
  readonly query?: Omit<SentQuery<typeof QUERIES.jointTransactions>, "cursor">
  readonly signal?: AbortSignal
}

export type TidemarkClient = ReturnType<typeof connect>

export const connect = ({
  url,
  credential,
  deadlineMs = DEADLINE_MS,
  retriesMax = RETRIES_MAX,
  signal,
  fetch = globalThis.fetch,
}: ClientOptions) => {
  const origin = new URL(url)
  if (!/^https?:$/.test(origin.protocol)) throw new TypeError("url has to begin with http(s)://")
  const send = clientFetch({
    token: clientToken(credential),
    fetch,
    deadlineMs,
    retriesMax,
    signal,
  })
  const { v1 } = withEscapedParameters(hc<App>(origin.href, { fetch: send }))
  const at = (path: string, init?: RequestInit) => send(new URL(path, origin), init)
  return {
    /** Every endpoint under `/v1`, typed: `json(client.v1.accounts[":account"].overview.$get(…))`. */
    v1,
    /** What `v1` has no types for, such as files. A path, with its query. */
    fetch: at,
    /** The pages of a ledger, newest first unless sorted otherwise, until there are no more. */
    transactionPages: (account: string, options: LedgerOptions = {}) =>
      ledgerPages(v1, account, options),
    /** The same, entry by entry. */
    transactions: (account: string, options: LedgerOptions = {}) =>
      entriesOf(ledgerPages(v1, account, options)),
    /** The pages of all transactions that the credential may read, each entry with its account. */
    jointTransactionPages: (options: JointOptions = {}) => jointPages(v1, options),
    /** Sends any number of events and yields the fate of each, in their order. */
    send: sendEvents(at),
    /** Takes events one by one, from anywhere in a program, and sends them in batches. */
    sender: (options?: SendOptions) => eventSender(at, options),
  }
}

type Success<R> = R extends ClientResponse<infer A, 200 | 201 | 202, "json"> ? A : never

/** The answer's body. Everything but a success has been thrown by then. */
export const json = async <R extends ClientResponse<unknown>>(
  answer: Promise<R>,
): Promise<Success<R>> => {
  const response = await answer
  try {
    return (await response.json()) as Success<R>
  } catch {
    const { url } = response
    throw new TidemarkUnavailable({ url, reason: "no JSON; is this a Tidemark?", sent: true })
  }
}

const initOf = (signal: AbortSignal | undefined) =>
  signal === undefined ? {} : { init: { signal } }

const ledgerPages = (v1: Api["v1"], account: string, { query = {}, signal }: LedgerOptions) =>
  pagesOf<Transactions>((cursor) =>
    json(
      v1.accounts[":account"].transactions.$get(
        { param: { account }, query: { limit: `${PAGE_ENTRIES}`, ...query, ...cursor } },
        initOf(signal),
      ),
    ),
  )

const jointPages = (v1: Api["v1"], { query = {}, signal }: JointOptions) =>
  pagesOf<JointTransactions>((cursor) =>
    json(
      v1.transactions.$get(
        { query: { limit: `${PAGE_ENTRIES}`, ...query, ...cursor } },
        initOf(signal),
      ),
    ),
  )

async function* pagesOf<P extends { readonly next: string | null }>(
  ask: (cursor: { readonly cursor?: string }) => Promise<P>,
): AsyncGenerator<P, void> {
  let cursor: string | null = null
  do {
    const page: P = await ask(cursor === null ? {} : { cursor })
    yield page
    cursor = page.next
  } while (cursor !== null)
}

async function* entriesOf(pages: AsyncIterable<Transactions>): AsyncGenerator<Transaction, void> {
  for await (const { transactions } of pages) yield* transactions
}

/** Hono puts a parameter into the path as it is: an account named `a/b` would be another path. */
const withEscapedParameters = <T extends object>(client: T): T =>
  new Proxy(client, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      return typeof member === "function" ? withEscapedParameters(member) : member
    },
    apply: (target, self, [given, ...rest]) =>
      Reflect.apply(target as (...words: unknown[]) => unknown, self, [
        given?.param === undefined ? given : { ...given, param: escaped(given.param) },
        ...rest,
      ]),
  })

const escaped = (param: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(param).map(([name, value]) => [name, encodeURIComponent(value)]),
  )
