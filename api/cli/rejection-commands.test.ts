import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { answering } from "./testing/answers.ts"
import { commandLine } from "./testing/command-line.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-cli-"))
afterAll(() => rmSync(folder, { recursive: true }))

const ID = "00000000000000ab"
const meta = {
  complete_to: "2026-03-05T10:00:00.000Z",
  lag: { messages: 0, seconds: 0 },
  generated_at: "2026-03-05T10:00:00.000Z",
  tz: "UTC",
  from: null,
  to: null,
}
const rejection = (more: object = {}) => ({
  id: ID,
  reason: "rejected",
  account: "mana",
  event_id: "e1",
  received_at: "2026-03-05T10:00:00.000Z",
  place: { topic: "usage.events", partition: 3, offset: "9007199254740993" },
  errors: [{ pointer: "/credits", code: "decimal_places", message: "at most 6, got 7" }],
  differs: [],
  raw: { encoding: "utf-8", data: '{"id":\n"e1"}', kept: 12, whole: true },
  state: "open",
  resolution: null,
  ...more,
})
const page = (count: number, next: string | null) => ({
  body: { rejections: Array.from({ length: count }, () => rejection()), next, meta },
})

const run = (...words: ReadonlyArray<string>) =>
  commandLine({ TIDEMARK_KEY: "tm_env" })(["rejections", ...words])

describe("tidemark rejections list", () => {
  it("prints a line for each, and follows pages up to its limit", async () => {
    await using server = await answering(page(500, "c1"), page(2, "c2"))
    const words = ["--limit", "502", "--url", server.url, "--reason", "rejected"]
    const { code, out } = await run("list", ...words)
    assert.strictEqual(code, 0)
    assert.deepStrictEqual(server.asked, [
      "GET /v1/rejections?reason=rejected&limit=500",
      "GET /v1/rejections?reason=rejected&limit=2&cursor=c1",
    ])
    const lines = out.split("\n")
    assert.strictEqual(lines.length, 503)
    assert.match(
      lines[0] ?? "",
      new RegExp(`^${ID} .* open .* mana e1: /credits at most 6, got 7$`),
    )
    assert.match(lines[502] ?? "", /there are more/)
  })

  it("says when there is nothing, and hands account and state on", async () => {
    await using server = await answering(page(0, null))
    const words = ["--account", "a b&c", "--state", "open", "--url", server.url]
    assert.strictEqual((await run("list", ...words)).out, "nothing of that kind")
    assert.deepStrictEqual(server.asked, ["GET /v1/rejections?account=a+b%26c&state=open&limit=20"])
  })

  it("prints a line of JSON for each", async () => {
    await using server = await answering(page(2, null))
    const { out } = await run("list", "--json", "--url", server.url)
    const lines = out.split("\n").map((line) => JSON.parse(line))
    assert.deepStrictEqual(lines, [rejection(), rejection()])
  })
})

describe("tidemark rejections show", () => {
  it("tells all of it, and lets nothing of it steer the terminal", async () => {
    const raw = { encoding: "utf-8", data: "a\u001b[2J\n\u202eb", kept: 9, whole: false }
    const resolution = {
      action: "retry",
      at: "2026-03-06T10:00:00.000Z",
      fate: "accepted",
      event: { account: "mana", id: "e2" },
      note: null,
    }
    const body = { rejection: rejection({ raw, state: "resolved", resolution }), meta }
    await using server = await answering({ body })
    const { code, out } = await run("show", ID, "--url", server.url)
    assert.strictEqual(code, 0)
    assert.deepStrictEqual(server.asked, [`GET /v1/rejections/${ID}`])
    assert.include(out, "usage.events partition 3 offset 9007199254740993")
    assert.include(out, "sent again as event e2 of account mana, accepted")
    assert.include(out, "the first 9 bytes are kept")
    assert.include(out, "a\\u{1b}[2J\n\\u{202e}b")
  })
})

describe("tidemark rejections retry", () => {
  it.each([
    ["accepted", 0],
    ["duplicate", 0],
    ["queued", 0],
    ["rejected", 1],
    ["conflict", 1],
  ])("of an event that is %s exits with %i", async (fate, expected) => {
    const result = { index: 0, account: "mana", id: "e1", fate }
    await using server = await answering({ body: { rejection: rejection(), result, meta } })
    const { code, out } = await run("retry", ID, "--url", server.url)
    assert.deepStrictEqual([code, out], [expected, `event e1 of account mana: ${fate}`])
    assert.deepStrictEqual(server.asked, [`POST /v1/rejections/${ID}/resolve {"action":"retry"}`])
  })

  it("sends the corrected event of a file", async () => {
    const differs = [{ field: "credits", stored: "1", sent: null }]
    const result = { index: 0, account: "mana", id: "e1", fate: "conflict", differs }
    await using server = await answering({ body: { rejection: rejection(), result, meta } })
    const path = join(folder, "corrected.json")
    writeFileSync(path, '{ "id": "e1" }\n')
    const { out } = await run("retry", ID, "--file", path, "--url", server.url)
    assert.include(server.asked[0], '{"action":"retry","event":{"id":"e1"}}')
    assert.include(out, "credits: 1 is stored, nothing was sent")
  })
})

describe("tidemark rejections dismiss", () => {
  it("sends the note", async () => {
    await using server = await answering({ body: { rejection: rejection(), result: null, meta } })
    const { code, out } = await run("dismiss", ID, "--note", "ours", "--url", server.url)
    assert.deepStrictEqual([code, out], [0, `${ID} is dismissed`])
    assert.include(server.asked[0], '{"action":"dismiss","note":"ours"}')
  })
})
