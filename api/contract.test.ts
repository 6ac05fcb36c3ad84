import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { Problem } from "./contract.ts"
import type { Endpoint } from "./endpoint.ts"
import { ENDPOINTS } from "./endpoints.ts"
import { PROBLEM_JSON } from "./problem.ts"
import { nameOfEndpoint, requestFor } from "./testing/endpoint-requests.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const ask = async (endpoint: Endpoint, search = "", headers: Record<string, string> = asAdmin) => {
  const { app } = await fakeApp()
  const { path, init } = requestFor(endpoint)
  return app.request(`${path}${search}`, { ...init, headers: { ...headers, ...init.headers } })
}

describe("the endpoint table", () => {
  it("lists every route that is served, and none besides", async () => {
    const { app } = await fakeApp()
    const served = app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`)
    assert.deepStrictEqual([...new Set(served)].sort(), ENDPOINTS.map(nameOfEndpoint).sort())
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
