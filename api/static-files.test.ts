import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { makeApp } from "./app.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-dist-"))
beforeAll(() => {
  mkdirSync(join(folder, "dist", "assets"), { recursive: true })
  writeFileSync(join(folder, "dist", "index.html"), "<title>Tidemark</title>")
  writeFileSync(join(folder, "dist", "assets", "main-abc.js"), "main()")
  writeFileSync(join(folder, "dist", "assets", "main-abc.js.gz"), gzipSync("main()"))
  writeFileSync(join(folder, "secret"), "outside")
})
afterAll(() => rmSync(folder, { recursive: true }))

const get = async (path: string, headers: Record<string, string> = {}) => {
  const { runtime } = await fakeApp()
  const app = makeApp(runtime, { dashboard: join(folder, "dist") })
  return app.request(path, { headers })
}
const page = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" }

describe("the dashboard's files", () => {
  it("are kept for ever when their name holds their hash", async () => {
    const response = await get("/assets/main-abc.js")
    assert.strictEqual(await response.text(), "main()")
    assert.match(response.headers.get("content-type") ?? "", /javascript/)
    assert.strictEqual(response.headers.get("cache-control"), "public, max-age=31536000, immutable")
  })

  it("are sent compressed to who takes that", async () => {
    const response = await get("/assets/main-abc.js", { "accept-encoding": "br, gzip" })
    assert.strictEqual(response.headers.get("content-encoding"), "gzip")
    assert.strictEqual(response.headers.get("vary"), "Accept-Encoding")
    assert.match(response.headers.get("content-type") ?? "", /javascript/)
    assert.strictEqual(gunzipSync(await response.arrayBuffer()).toString(), "main()")
  })

  it.each(["/", "/index.html", "/usage/history?range=30d", "/a/studio-north"])(
    "answer %s with the page, which is asked for again each time",
    async (path) => {
      const response = await get(path, page)
      assert.strictEqual(response.status, 200)
      assert.include(await response.text(), "Tidemark")
      assert.strictEqual(response.headers.get("cache-control"), "no-cache")
      const again = await get(path, {
        ...page,
        "if-none-match": response.headers.get("etag") ?? "",
      })
      assert.strictEqual(again.status, 304)
    },
  )

  it.each([
    ["a script that is gone", "/assets/main-old.js", page],
    ["a picture", "/nothing.png", { accept: "image/*" }],
    ["a path of the API", "/v1/nothing", { ...page, ...asAdmin }],
    ["a path under health", "/health/nothing", page],
  ])("do not answer for %s", async (_, path, headers) => {
    const response = await get(path, headers)
    assert.strictEqual(response.status, 404)
    assert.notInclude(await response.text(), "<title>")
  })

  it.each(["/../secret", "/..%2fsecret", "/%2e%2e/secret", "/assets/..%5c..%5csecret"])(
    "end at their folder (%s)",
    async (path) => {
      const response = await get(path)
      assert.notInclude(await response.text(), "outside")
    },
  )

  it("leave a wrong method to the API's own refusal", async () => {
    const { runtime } = await fakeApp()
    const app = makeApp(runtime, { dashboard: join(folder, "dist") })
    const response = await app.request("/", { method: "POST", headers: page })
    assert.strictEqual(response.status, 404)
  })
})
