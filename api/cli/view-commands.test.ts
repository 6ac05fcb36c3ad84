import { assert, describe, it } from "vitest"
import { answering } from "./testing/answers.ts"
import { commandLine } from "./testing/command-line.ts"

const meta = {
  complete_to: "2026-03-05T10:00:00.000Z",
  lag: { messages: 0, seconds: 0 },
  generated_at: "2026-03-05T10:00:00.000Z",
  tz: "UTC",
  from: null,
  to: null,
}
const view = {
  ...{ id: "large", name: "Large", address: "/explore?by=actor", shared: true },
  ...{ owner: "key:k1", own: false, at: "2026-03-05T08:00:00.000Z" },
}
const run = (url: string, ...words: ReadonlyArray<string>) =>
  commandLine({ TIDEMARK_KEY: "tm_env" })(["views", ...words, "--url", url])

describe("tidemark views", () => {
  it("lists, keeps and removes views", async () => {
    await using server = await answering(
      { body: { views: [view], count: 1, own_max: 100, meta } },
      { body: { ...view, meta } },
      { status: 204, body: null },
    )
    const { out } = await run(server.url, "list")
    assert.match(out, /large +Large +key:k1 +yes +\/explore\?by=actor\n\n1 view$/)
    await run(server.url, "save", "large", "Large", "/explore?by=actor", "--shared")
    const removed = await run(server.url, "remove", "large", "--owner", "key:k1")
    assert.deepStrictEqual([removed.code, removed.out.trim()], [0, "large is removed"])
    assert.deepStrictEqual(server.asked, [
      "GET /v1/views",
      'PUT /v1/views/large {"name":"Large","address":"/explore?by=actor","shared":true}',
      "DELETE /v1/views/large?owner=key%3Ak1",
    ])
  })
})
