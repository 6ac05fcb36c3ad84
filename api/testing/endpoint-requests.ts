/** A good request for every endpoint of the table, to be asked with any credential. */
import type { Endpoint } from "../endpoint.ts"
import { nameOfEndpoint } from "../request-examples.ts"
import { ADMIN_KEY, KNOWN_KEY } from "./fake-access.ts"
import { EXPORTS, manifestOf } from "./fake-exports.ts"
import { ODD, STUDIO } from "./fake-services.ts"

export { nameOfEndpoint } from "../request-examples.ts"

/** What a request is about: the account of the credential, somebody else's, or nobody's. */
export const SUBJECTS = ["own", "other", "missing"] as const
export type Subject = (typeof SUBJECTS)[number]

export const ACCOUNTS: Readonly<Record<Subject, string>> = {
  own: STUDIO.account,
  other: ODD.account,
  missing: "ghost",
}

/** Of things that belong to an account and are asked for by their id alone. */
const ids: Record<string, Readonly<Record<Subject, string>>> = {
  "/v1/rejections/:id": {
    own: `${1}`.padStart(16, "0"),
    other: `${3}`.padStart(16, "0"),
    missing: "f".repeat(16),
  },
}

for (const path of ["/v1/exports/:id", "/v1/exports/:id/manifest", "/v1/exports/:id/file"])
  ids[path] = EXPORTS

const bodies: Record<string, (account: string) => object> = {
  "POST /v1/events": (account) => ({ account }),
  "PUT /v1/accounts/:account": () => ({ name: "Studio North" }),
  "POST /v1/rejections/:id/resolve": () => ({ action: "dismiss", note: "sent by mistake" }),
  "POST /v1/exports": (account) => ({ report: "transactions", format: "csv", account }),
  "POST /v1/exports/check": (account) => ({ manifest: manifestOf(account) }),
  "PUT /v1/high-usage-rule": () => ({ ratio: "1.3" }),
  "PUT /v1/notes/:day": () => ({ text: "a holiday" }),
  "PUT /v1/views/:id": () => ({ name: "Mine", address: "/explore?by=operation" }),
  "POST /v1/session": () => ({ key: ADMIN_KEY }),
  "POST /v1/keys": () => ({ name: "billing", scopes: ["ingest"] }),
  "POST /v1/tokens": (account) => ({ account }),
}

const ABOUT_ACCOUNT_BY_BODY = ["POST /v1/exports", "POST /v1/exports/check"]

/** Whether the request is about one account. */
export const isAboutAccount = (endpoint: Endpoint): boolean =>
  endpoint.path.includes(":account") ||
  ids[endpoint.path] !== undefined ||
  ABOUT_ACCOUNT_BY_BODY.includes(nameOfEndpoint(endpoint))

export const requestFor = (endpoint: Endpoint, subject: Subject = "own") => {
  const account = ACCOUNTS[subject]
  const path = endpoint.path
    .replace(/(events|transactions)\/:id/, "$1/e1")
    .replace("/keys/:id", `/keys/${KNOWN_KEY}`)
    .replace(":rollup", "lifetime_totals")
    .replace(":day", "2026-03-05")
    .replace(":account", encodeURIComponent(account))
    .replace(":id", ids[endpoint.path]?.[subject] ?? `${1}`.padStart(16, "0"))
  const body = bodies[nameOfEndpoint(endpoint)]?.(account)
  const init = {
    method: endpoint.method.toUpperCase(),
    headers: body === undefined ? {} : { "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
  return { path, init }
}
