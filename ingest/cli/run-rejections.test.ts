import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect } from "effect"
import { runCommand } from "./run-command.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-cli-"))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const ID = "00000000000000ab"
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
  rejections: Array.from({ length: count }, () => rejection()),
  next,
})

/** Gives these answers one after another, and remembers what was asked. */
const api = (...answers: ReadonlyArray<{ readonly status?: number; readonly body: unknown }>) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const waiting = [...answers]
      const asked: string[] = []
      const server = createServer(async (request, response) => {
        const body = await text(request)
        asked.push(`${request.method} ${request.url}${body === "" ? "" : ` ${body}`}`)
        const { status = 200, body: answer } = waiting.shift() ?? { status: 500, body: {} }
        response.writeHead(status).end(JSON.stringify(answer))
      })
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      const { port } = server.address() as AddressInfo
      return { url: `http://127.0.0.1:${port}`, asked, server }
    }),
    ({ server }) =>
      Effect.promise(async () => {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }),
  )

const withKey = ConfigProvider.layer(ConfigProvider.fromEnv({ env: { TIDEMARK_KEY: "tm_env" } }))

const run = (...words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const out: Array<string> = []
    const errors: Array<string> = []
    const code = yield* runCommand(["rejections", ...words], {
      out: (line) => out.push(line),
      error: (line) => errors.push(line),
      progress: () => {},
    })
    return { code, out: out.join("\n"), errors: errors.join("\n") }
  }).pipe(Effect.provide(withKey))

describe("tidemark rejections list", () => {
  it.live("prints a line for each, and follows pages up to its limit", () =>
    Effect.gen(function* () {
      const { url, asked } = yield* api({ body: page(500, "c1") }, { body: page(2, "c2") })
      const { code, out } = yield* run(
        "list",
        "--limit",
        "502",
        "--url",
        url,
        "--reason",
        "rejected",
      )
      assert.strictEqual(code, 0)
      assert.deepStrictEqual(asked, [
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
    }),
  )

  it.live("says when there is nothing, and hands account and state on", () =>
    Effect.gen(function* () {
      const { url, asked } = yield* api({ body: page(0, null) })
      const { out } = yield* run("list", "--account", "a b&c", "--state", "open", "--url", url)
      assert.strictEqual(out, "nothing of that kind")
      assert.deepStrictEqual(asked, ["GET /v1/rejections?account=a+b%26c&state=open&limit=20"])
    }),
  )

  it.live("prints JSON", () =>
    Effect.gen(function* () {
      const { url } = yield* api({ body: page(1, null) })
      const { out } = yield* run("list", "--json", "--url", url)
      assert.deepStrictEqual(JSON.parse(out), { rejections: [rejection()], more: false })
    }),
  )
})

describe("tidemark rejections show", () => {
  it.live("tells all of it, and lets nothing of it steer the terminal", () =>
    Effect.gen(function* () {
      const raw = { encoding: "utf-8", data: "a\u001b[2J\n\u202eb", kept: 9, whole: false }
      const resolution = {
        action: "retry",
        at: "2026-03-06T10:00:00.000Z",
        fate: "accepted",
        event: { account: "mana", id: "e2" },
        note: null,
      }
      const body = { rejection: rejection({ raw, state: "resolved", resolution }) }
      const { url, asked } = yield* api({ body })
      const { code, out } = yield* run("show", ID, "--url", url)
      assert.strictEqual(code, 0)
      assert.deepStrictEqual(asked, [`GET /v1/rejections/${ID}`])
      assert.include(out, "usage.events partition 3 offset 9007199254740993")
      assert.include(out, "sent again as event e2 of account mana, accepted")
      assert.include(out, "the first 9 bytes are kept")
      assert.include(out, "a\\u{1b}[2J\n\\u{202e}b")
    }),
  )
})

describe("tidemark rejections retry", () => {
  it.live.each([
    ["accepted", 0],
    ["duplicate", 0],
    ["queued", 0],
    ["rejected", 1],
    ["conflict", 1],
  ])("of an event that is %s exits with %i", ([fate, expected]) =>
    Effect.gen(function* () {
      const result = { index: 0, account: "mana", id: "e1", fate }
      const { url, asked } = yield* api({ body: { rejection: rejection(), result } })
      const { code, out } = yield* run("retry", ID, "--url", url)
      assert.strictEqual(code, expected)
      assert.strictEqual(out, `event e1 of account mana: ${fate}`)
      assert.deepStrictEqual(asked, [`POST /v1/rejections/${ID}/resolve {"action":"retry"}`])
    }),
  )

  it.live("sends the corrected event of a file", () =>
    Effect.gen(function* () {
      const differs = [{ field: "credits", stored: "1", sent: null }]
      const result = { index: 0, account: "mana", id: "e1", fate: "conflict", differs }
      const { url, asked } = yield* api({ body: { rejection: rejection(), result } })
      const path = file("corrected.json", '{ "id": "e1" }\n')
      const { out } = yield* run("retry", ID, "--file", path, "--url", url)
      assert.include(asked[0], '{"action":"retry","event":{"id":"e1"}}')
      assert.include(out, "credits: 1 is stored, nothing was sent")
    }),
  )

  it.live("finishes with 1 when the file cannot be read, or the server refuses", () =>
    Effect.gen(function* () {
      const problem = { title: "Resolved already", detail: "It was sent again." }
      const { url, asked } = yield* api({ status: 409, body: problem })
      for (const path of [join(folder, "none.json"), file("half.json", "{")])
        assert.strictEqual((yield* run("retry", ID, "--file", path, "--url", url)).code, 1)
      assert.deepStrictEqual(asked, [])
      const { code, errors } = yield* run("retry", ID, "--url", url)
      assert.strictEqual(code, 1)
      assert.include(errors, "409 Resolved already: It was sent again.")
    }),
  )

  it.live("does not take another server's answer for a success", () =>
    Effect.gen(function* () {
      const { url } = yield* api({ body: { ok: true } })
      const { code, errors } = yield* run("retry", ID, "--url", url)
      assert.strictEqual(code, 1)
      assert.include(errors, "is this a Tidemark")
    }),
  )
})

describe("tidemark rejections dismiss", () => {
  it.live("sends the note", () =>
    Effect.gen(function* () {
      const { url, asked } = yield* api({ body: { rejection: rejection(), result: null } })
      const { code, out } = yield* run("dismiss", ID, "--note", "ours", "--url", url)
      assert.deepStrictEqual([code, out], [0, `${ID} is dismissed`])
      assert.include(asked[0], '{"action":"dismiss","note":"ours"}')
    }),
  )
})

describe("the words of tidemark rejections", () => {
  it.live.each([
    [[], "list, show, retry or dismiss"],
    [["drop"], "list, show, retry or dismiss"],
    [["list", "x"], "options only"],
    [["list", "--limit", "0"], "--limit"],
    [["list", "--limit", "10001"], "--limit"],
    [["list", "--note", "n"], "has no option --note"],
    [["show"], "needs an id"],
    [["show", "xyz"], "16 hex digits"],
    [["show", ID, ID], "one id at a time"],
    [["show", ID, "--file", "f"], "has no option --file"],
    [["dismiss", ID], "needs --note"],
    [["retry", ID, "--mapping", "m"], "has no option --mapping"],
    [["retry", ID, "--url", "ftp://x"], "--url"],
  ])("%j are answered with 2 and a sentence", ([words, expected]) =>
    Effect.gen(function* () {
      const { code, errors } = yield* run(...(words as ReadonlyArray<string>))
      assert.strictEqual(code, 2)
      assert.include(errors, expected as string)
    }),
  )
})
