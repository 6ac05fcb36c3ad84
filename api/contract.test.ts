import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { Problem } from "./contract.ts"
import type { Endpoint } from "./endpoint.ts"
import { ENDPOINTS } from "./endpoints.ts"
import { PROBLEM_JSON } from "./problem.ts"
import { asAdmin, fakeApp, STUDIO } from "./testing/fake-services.ts"

const key = ({ method, path }: Pick<Endpoint, "method" | "path">) =>
  `${method.toUpperCase()} ${path}`

const bodies: Record<string, object> = {
  "POST /v1/events": {},
  "PUT /v1/accounts/:account": { name: "Studio North" },
  "POST /v1/rejections/:id/resolve": { action: "dismiss", note: "sent by mistake" },
  "POST /v1/session": { key: asAdmin.authorization.slice("Bearer ".length) },
}

const ask = async (endpoint: Endpoint, search = "", headers: Record<string, string> = asAdmin) => {
  const { app } = await fakeApp()
  const path = endpoint.path
    .replace(/(events|transactions)\/:id/, "$1/e1")
    .replace(":account", STUDIO.account)
    .replace(":rollup", "lifetime_totals")
    .replace(":id", "0000000000000001")
  const body = bodies[key(endpoint)]
  return app.request(`${path}${search}`, {
    method: endpoint.method.toUpperCase(),
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  })
}

describe("the endpoint table", () => {
  it("lists every route that is served, and none besides", async () => {
    const { app } = await fakeApp()
    const served = app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`)
    assert.deepStrictEqual([...new Set(served)].sort(), ENDPOINTS.map(key).sort())
  })

  it.each(ENDPOINTS)("states what $method $path answers", async (endpoint) => {
    const response = await ask(endpoint)
    const answer = endpoint.answers.find(({ status }) => status === response.status)
    assert.isDefined(answer, `status ${response.status}`)
  })

  it.each(ENDPOINTS)("refuses an unknown parameter of $method $path by name", async (endpoint) => {
    const response = await ask(endpoint, "?colour=red")
    assert.strictEqual(response.status, 400)
    const problem = Schema.decodeUnknownSync(Problem)(await response.json())
    assert.strictEqual(problem.type, "/problems/invalid-query")
    assert.deepStrictEqual(
      problem.errors?.map(({ pointer, code }) => [pointer, code]),
      [["/colour", "unknown_parameter"]],
    )
  })

  it.each(ENDPOINTS.filter(({ credential }) => credential !== "none"))(
    "needs a credential for $method $path",
    async (endpoint) => {
      const response = await ask(endpoint, "", {})
      assert.strictEqual(response.status, 401)
      assert.strictEqual(response.headers.get("content-type"), PROBLEM_JSON)
      assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer/)
    },
  )

  it.each(ENDPOINTS)("guards the answer of $method $path with headers", async (endpoint) => {
    const { headers } = await ask(endpoint)
    assert.match(headers.get("content-security-policy") ?? "", /^default-src 'self';/)
    assert.notInclude(headers.get("content-security-policy"), "unsafe")
    assert.strictEqual(headers.get("x-content-type-options"), "nosniff")
    assert.strictEqual(headers.get("referrer-policy"), "no-referrer")
    if (endpoint.path.startsWith("/v1"))
      assert.strictEqual(headers.get("cache-control"), "no-store")
  })
})
