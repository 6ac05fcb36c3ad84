/**
 * A request for each endpoint, as the OpenAPI document and the reference page show it. A test sends all of
 * them. They are about the sample account, so that they can be tried behind `npm start`.
 */
import type { Endpoint } from "./endpoint.ts"

export interface RequestExample {
  /** By the names in the path. */
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | ReadonlyArray<string>>>
  /** As JSON, where the endpoint takes a body and has no examples of its own. */
  readonly body?: unknown
}

const account = "studio-north"
const rejection = { id: "0000000000000001" }
const range = { range: "30d" }
const rule = { deviations: "3", ratio: "2" }

/** Of a job that is done, in the fakes. */
const done = { id: "1".repeat(32) }
/** As `GET /v1/exports/:id/manifest` answers it; this one is signed by nobody. */
const manifest = {
  ...{ manifest: 1, product: "Tidemark", export: done.id, report: "transactions", format: "csv" },
  ...{ account, accounts: [account], words: {}, filters: [], tz: "UTC", from: null, to: null },
  complete_to: "2026-03-06T11:59:58.000Z",
  generated_at: "2026-03-06T12:00:00.000Z",
  rows: 7,
  sums: { spend: "9", purchase: "0", refund: "0", bonus: "0", count: 7 },
  ...{ opening_balance: "1000", closing_balance: "991", bytes: 10, sha256: "0".repeat(64) },
  signature: "…",
}

/** By method and path, those that take more than an account. */
const EXAMPLES: Readonly<Record<string, RequestExample>> = {
  "post /v1/events": { query: { dry_run: "true" } },
  "get /v1/accounts": { query: { q: "studio", limit: "20" } },
  "put /v1/accounts/:account": {
    body: {
      name: "Studio North",
      time_zone: "Europe/Berlin",
      plan: "Studio",
      allowance: "18000",
      period_anchor_day: 1,
      low_balance_mark: "500",
    },
  },
  "get /v1/accounts/:account/transactions": {
    query: { ...range, filter: ["type:is:spend,refund"], sort: "-credits", limit: "20" },
  },
  "get /v1/accounts/:account/transactions/:id": { params: { id: "e7" } },
  "get /v1/accounts/:account/events/:id": { params: { id: "e7" } },
  "post /v1/rollups/:rollup/rebuild": { params: { rollup: "lifetime_totals" } },
  "get /v1/accounts/:account/high-usage-days": { query: { range: "90d", top: "3", limit: "5" } },
  "get /v1/accounts/:account/high-usage-days/preview": { query: rule },
  "get /v1/high-usage-days": { query: { range: "90d", limit: "5" } },
  "get /v1/high-usage-days/preview": { query: rule },
  "get /v1/high-usage-days/accounts": { query: { range: "30d", limit: "20" } },
  "put /v1/high-usage-rule": { body: { deviations: "3", ratio: "1.3", floor: "100" } },
  "get /v1/notes": { query: { range: "30d" } },
  "put /v1/notes/:day": {
    params: { day: "2026-03-05" },
    query: { account },
    body: { text: "A scene was rendered 14 times after the storyboard was locked late." },
  },
  "delete /v1/notes/:day": { params: { day: "2026-03-05" } },
  "put /v1/views/:id": {
    params: { id: "largest-left-out" },
    body: { name: "Without the largest", address: "/explore?by=operation&range=90d", shared: true },
  },
  "delete /v1/views/:id": { params: { id: "largest-left-out" } },
  "get /v1/accounts/:account/week-hours": { query: { range: "7d" } },
  "get /v1/week-hours": { query: { range: "7d" } },
  "get /v1/pipeline": { query: { range: "30d" } },
  "get /v1/accounts/:account/forecast": { query: { operation: "combination", quantity: "1000" } },
  "get /v1/accounts/:account/refund-check": { query: range },
  "get /v1/accounts/:account/usage": {
    query: { ...range, by: "operation", limit: "6", compare: "prev" },
  },
  "get /v1/accounts/:account/breakdown": {
    query: { ...range, by: "actor,category", filter: ["category:is:Research"] },
  },
  "get /v1/accounts/:account/statement": { query: { range: "12m", per: "period" } },
  "get /v1/accounts/:account/balance-history": { query: { range: "90d", grain: "week" } },
  "get /v1/accounts/:account/balance": { query: { at: "2026-03-01T00:00:00Z" } },
  "get /v1/usage": { query: { range: "12m", grain: "month", by: "account", limit: "6" } },
  "get /v1/breakdown": { query: { ...range, by: "account" } },
  "get /v1/statement": { query: { range: "12m" } },
  "get /v1/balance-history": { query: { range: "12m", grain: "month" } },
  "get /v1/balance": { query: { at: "2026-03-01T00:00:00Z" } },
  "get /v1/transactions": {
    query: { ...range, filter: ["type:is:purchase"], sort: "-credits", limit: "20" },
  },
  "get /v1/live": { query: { account } },
  "post /v1/exports": { body: { report: "transactions", format: "csv", account, ...range } },
  "post /v1/exports/check": { body: { manifest } },
  "get /v1/exports/:id": { params: done },
  "get /v1/exports/:id/manifest": { params: done },
  "get /v1/exports/:id/file": { params: done },
  "delete /v1/exports/:id": { params: done },
  "get /v1/rejections": { query: { state: "open", reason: "conflict", limit: "20" } },
  "get /v1/rejections/:id": { params: rejection },
  "post /v1/rejections/:id/resolve": {
    params: rejection,
    body: { action: "dismiss", note: "sent by mistake" },
  },
  "get /v1/keys": { query: { limit: "20" } },
  "post /v1/keys": { body: { name: "render farm", scopes: ["ingest"], accounts: [account] } },
  "delete /v1/keys/:id": { params: { id: "known-key" } },
  "post /v1/tokens": { body: { account, expires_in: 3_600 } },
  "delete /v1/tokens/:id": { params: { id: "0b9a2d6e-7f0c-4f35-9d0a-4b1f6f8f3c11" } },
  "get /v1/audit": { query: { limit: "20" } },
  "post /v1/session": { body: { key: "tm_…" } },
  "get /sign-in": { query: { token: "as-printed" } },
}

export const nameOfEndpoint = ({ method, path }: Pick<Endpoint, "method" | "path">) =>
  `${method.toUpperCase()} ${path}`

export const requestExample = (endpoint: Endpoint): RequestExample => {
  const { params = {}, ...example } = EXAMPLES[`${endpoint.method} ${endpoint.path}`] ?? {}
  const about = endpoint.path.includes(":account") ? { account } : {}
  return { ...example, params: { ...about, ...params } }
}

/** Path and query of the example. */
export const examplePath = (endpoint: Endpoint): string => {
  const { params = {}, query = {} } = requestExample(endpoint)
  const path = endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? ""))
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) words.append(name, one)
  return words.size === 0 ? path : `${path}?${words}`
}
