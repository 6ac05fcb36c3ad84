/** What each example of a request is answered, recorded from the app over its fakes. */

import type { Endpoint } from "../endpoint.ts"
import { ENDPOINTS } from "../endpoints.ts"
import { examplePath, nameOfEndpoint, requestExample } from "../request-examples.ts"
import { ACCOUNTS } from "./endpoint-requests.ts"
import { manifestOf } from "./fake-exports.ts"
import { ADMIN_KEY, asAdmin, fakeApp } from "./fake-services.ts"

/** Of a list the first are enough to see what it holds. */
const ITEMS_MAX = 2
/** Made at random, or sealed. */
const VARYING = new Set(["key", "token", "next", "prev", "starts_with", "signature"])

const steady = (name: string, value: unknown, about: Endpoint): unknown => {
  if (typeof value === "string" && VARYING.has(name)) return `${name} …`
  if (name === "id" && ["/v1/keys", "/v1/tokens"].includes(about.path)) return "id …"
  // The file of a fake is a source of ours.
  if (name === "bytes" && about.path.startsWith("/v1/exports")) return 10
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((one) => steady("", one, about))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, steady(key, member, about)]),
  )
}

/** Sends the example of one endpoint to an app of its own. */
export const askExample = async (endpoint: Endpoint) => {
  const { app } = await fakeApp()
  const { body } = requestExample(endpoint)
  const documented = endpoint.examples?.["application/json"]
  const shown = body ?? Object.values(documented ?? {})[0]?.value
  // The page shows no key and no signature; only with these it is what it says.
  const sent =
    endpoint.path === "/v1/exports/check" ? { manifest: manifestOf(ACCOUNTS.own) } : shown
  const text = JSON.stringify(sent)?.replace("tm_…", ADMIN_KEY)
  return app.request(examplePath(endpoint), {
    method: endpoint.method.toUpperCase(),
    headers: { ...asAdmin, ...(text !== undefined && { "content-type": "application/json" }) },
    ...(text !== undefined && { body: text }),
  })
}

/** By method and path; without those whose answer is not JSON. */
export const recordedAnswers = async (): Promise<Readonly<Record<string, unknown>>> => {
  const answers: Record<string, unknown> = {}
  for (const endpoint of ENDPOINTS) {
    if (endpoint.answers[0]?.schema == null) continue
    const response = await askExample(endpoint)
    answers[nameOfEndpoint(endpoint)] = steady("", await response.json(), endpoint)
  }
  return answers
}
