import { assert, describe, it } from "@effect/vitest"
import { TestClock } from "effect/testing"
import { ENDPOINTS } from "./endpoints.ts"
import { entityTag, isNamed } from "./entity-tag.ts"
import { requestFor } from "./testing/endpoint-requests.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const PATH = "/v1/accounts/studio-north/statement?from=2026-01-01&to=2026-01-31"

describe("a read", () => {
  const reads = ENDPOINTS.filter(
    ({ method, path, answers }) =>
      method === "get" && path.startsWith("/v1/") && path !== "/v1/session" && answers[0]?.schema,
  )

  it("has a tag, at every endpoint, and is not sent again to who names it", async () => {
    const { app } = await fakeApp()
    for (const endpoint of reads) {
      const { path } = requestFor(endpoint)
      const first = await app.request(path, { headers: asAdmin })
      const tag = first.headers.get("etag") ?? ""
      assert.match(tag, /^W\/"[\w-]{22}"$/, path)
      const again = await app.request(path, { headers: { ...asAdmin, "if-none-match": tag } })
      assert.deepStrictEqual([again.status, await again.text()], [304, ""], path)
      assert.strictEqual(again.headers.get("etag"), tag)
      assert.strictEqual(again.headers.get("cache-control"), "no-store")
    }
  })

  it("keeps its tag while the figures stay, and has another with others", async () => {
    const { app, runtime } = await fakeApp()
    const tagOf = async (path: string) =>
      (await app.request(path, { headers: asAdmin })).headers.get("etag")
    const before = await tagOf(PATH)
    await runtime.runPromise(TestClock.adjust("1 minute"))
    assert.strictEqual(await tagOf(PATH), before)
    assert.notStrictEqual(await tagOf(PATH.replace("01-31", "02-28")), before)
  })

  it("is refused to who may not read it, whatever tag it names", async () => {
    const { app } = await fakeApp()
    const response = await app.request(PATH, { headers: { "if-none-match": "*" } })
    assert.strictEqual(response.status, 401)
  })
})

describe("a tag", () => {
  it("is named among others, weakly or not", () => {
    const tag = entityTag("{}")
    assert.isTrue(isNamed(tag, `"a", ${tag.slice(2)}`))
    assert.isTrue(isNamed(tag, "*"))
    assert.isFalse(isNamed(tag, undefined))
    assert.isFalse(isNamed(tag, 'W/"a"'))
  })

  it("leaves out the moment alone, not what looks like it in a text", () => {
    const text = (at: string, more: string) =>
      JSON.stringify({
        a: more,
        meta: { complete_to: at, lag: { messages: 0, seconds: 0 }, generated_at: at, tz: "UTC" },
      })
    assert.strictEqual(entityTag(text("1", "x")), entityTag(text("2", "x")))
    const fake = (at: string) => `"complete_to":"${at}","lag":{},"generated_at":"${at}",`
    assert.notStrictEqual(entityTag(text("1", fake("1"))), entityTag(text("1", fake("2"))))
  })
})
