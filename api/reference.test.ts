import { createHash } from "node:crypto"
import { assert, describe, it } from "vitest"
import { ENDPOINTS } from "./endpoints.ts"
import { nameOfEndpoint } from "./request-examples.ts"
import { fakeApp } from "./testing/fake-services.ts"

const { app } = await fakeApp()
const response = await app.request("/docs")
const text = await response.text()
// It comes without types.
const { JSDOM } = await import("jsdom" as string)
const document: Document = new JSDOM(text).window.document
const all = (selector: string) => [...document.querySelectorAll(selector)]

describe("the API reference", () => {
  it("runs what the policy names by its hash, and nothing else", () => {
    const policy = response.headers.get("content-security-policy") ?? ""
    assert.notInclude(policy, "unsafe")
    for (const [kind, element] of [
      ["script-src", "script"],
      ["style-src", "style"],
    ] as const) {
      const [inline] = all(element)
      assert.lengthOf(all(element), 1)
      const hash = createHash("sha256")
        .update(inline?.textContent ?? "")
        .digest("base64")
      assert.include(policy, `${kind} 'self' 'sha256-${hash}'`)
    }
    const attributes = all("*").flatMap((one) => one.getAttributeNames())
    assert.notInclude(attributes, "style")
    assert.isEmpty(attributes.filter((name) => name.startsWith("on")))
    // Nothing comes from elsewhere.
    assert.isEmpty(all('[src], link:not([href="data:,"])'))
  })

  it("has an entry for every endpoint, with an example that can be pasted", () => {
    const titles = all("main h3").map((title) => title.textContent)
    for (const endpoint of ENDPOINTS)
      assert.include(titles, nameOfEndpoint(endpoint).replace(/:(\w+)/g, "{$1}"))
    const usage = document.querySelector("#get-v1-accounts-account-usage")
    assert.include(
      usage?.querySelector("pre")?.textContent ?? "",
      "'http://127.0.0.1:4000/v1/accounts/studio-north/usage?range=30d&by=operation",
    )
    assert.include(usage?.textContent, "A key with the scope read, or a token of the account")
  })

  it("links to places that are there, each of them once", () => {
    const ids = all("[id]").map(({ id }) => id)
    assert.strictEqual(new Set(ids).size, ids.length)
    const targets = all('a[href^="#"]').map((link) => link.getAttribute("href")?.slice(1) ?? "")
    assert.isAbove(targets.length, 100)
    assert.isEmpty(targets.filter((id) => !ids.includes(id)))
  })

  it("is kept by a browser until it changes", async () => {
    const headers = { "if-none-match": response.headers.get("etag") ?? "" }
    assert.strictEqual((await app.request("/docs", { headers })).status, 304)
  })
})
