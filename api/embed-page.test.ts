import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { makeApp } from "./app.ts"
import { readEmbedOrigins } from "./embed-origins.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-embed-"))
writeFileSync(join(folder, "index.html"), "<html><head><title>Tidemark</title></head></html>")
afterAll(() => rmSync(folder, { recursive: true }))

const hosts = ["https://app.example.com", "http://localhost:3000"]
const page = { accept: "text/html" }

const get = async (path: string, embedOrigins: ReadonlyArray<string> = hosts, headers = {}) => {
  const { runtime } = await fakeApp()
  const app = makeApp(runtime, { dashboard: folder, embedOrigins })
  return app.request(path, { headers: { ...page, ...headers } })
}
const framing = ({ headers }: Response) => [
  /frame-ancestors ([^;]+)/.exec(headers.get("content-security-policy") ?? "")?.[1],
  headers.get("x-frame-options"),
]

describe("the page that is embedded", () => {
  it("may be framed by exactly the origins that were set, which it is told as well", async () => {
    const response = await get("/embed/usage")
    assert.strictEqual(response.status, 200)
    assert.deepStrictEqual(framing(response), [hosts.join(" "), null])
    assert.include(await response.text(), `<meta name="embed-origins" content="${hosts.join(" ")}"`)
    assert.strictEqual(response.headers.get("cache-control"), "no-cache")
    const etag = { "if-none-match": response.headers.get("etag") ?? "" }
    assert.strictEqual((await get("/embed/usage", hosts, etag)).status, 304)
  })

  it("may be framed by nobody where nothing was set", async () => {
    const response = await get("/embed/usage", [])
    assert.deepStrictEqual(framing(response), ["'none'", "DENY"])
    assert.include(await response.text(), '<meta name="embed-origins" content=""')
  })

  it.each(["/", "/usage", "/embedded", "/operations", "/docs", "/v1/session", "/health/live"])(
    "leaves %s framed by nobody",
    async (path) => {
      assert.deepStrictEqual(framing(await get(path, hosts, asAdmin)), ["'none'", "DENY"])
    },
  )

  it("has no other pages beside it", async () => {
    for (const path of ["/embed", "/embed/", "/embed/operations", "/embed/usage/history"])
      assert.strictEqual((await get(path)).status, 404, path)
  })
})

describe("the origins that may embed", () => {
  it("are read as a list, each once", () => {
    assert.deepStrictEqual(
      readEmbedOrigins(
        "https://app.example.com, https://b.example:8443,http://127.0.0.1:3000,https://app.example.com",
      ),
      ["https://app.example.com", "https://b.example:8443", "http://127.0.0.1:3000"],
    )
  })

  it.each([
    "app.example.com",
    "https://app.example.com/",
    "https://app.example.com/pricing",
    "https://app.example.com:443",
    "https://APP.example.com",
    "https://*.example.com",
    "*",
    "https://a.example;script-src",
    "https://user@a.example",
    "http://app.example.com",
    "http://localhost.example.com",
    "ftp://a.example",
    "null",
    "https://a.example,",
    "https://a.example https://b.example",
    Array.from({ length: 33 }, (_, i) => `https://host-${i}.example`).join(","),
  ])("are not %j", (text) => {
    assert.isNull(readEmbedOrigins(text))
  })
})
