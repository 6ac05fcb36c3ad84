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
const note = (account: string | null, text: string) => ({
  ...{ account, day: "2026-03-04", text },
  ...{ at: "2026-03-05T08:00:00.000Z", by: "admin" },
})
const listed = {
  notes: [note(null, "Scene 12\nagain"), note("acme", "A new plan")],
  ...{ count: 3, first_day: "2026-02-04", last_day: "2026-03-05" },
  meta,
}
const run = (url: string, ...words: ReadonlyArray<string>) =>
  commandLine({ TIDEMARK_KEY: "tm_env" })(["notes", ...words, "--url", url])

describe("tidemark notes", () => {
  it("lists notes, one a line, and says how many there are beyond", async () => {
    await using server = await answering({ body: listed }, { body: listed })
    const { code, out } = await run(server.url, "list", "--range", "30d", "--limit", "2")
    assert.strictEqual(code, 0)
    assert.match(out, /2026-03-04 +\(all\) +Scene 12.*again/)
    assert.include(out, "3 notes from 2026-02-04 to 2026-03-05, of which the newest 2")
    const lines = (await run(server.url, "list", "--account", "acme", "--json")).out.trim()
    assert.deepStrictEqual(
      lines.split("\n").map((line) => JSON.parse(line)),
      listed.notes,
    )
    assert.deepStrictEqual(server.asked, [
      "GET /v1/notes?range=30d&limit=2",
      "GET /v1/notes?account=acme&limit=50",
    ])
  })

  it("pins a note to a day of all accounts or of one, and takes it off", async () => {
    await using server = await answering(
      { body: { ...note(null, "Why"), meta } },
      { body: { ...note("acme", "Why"), meta } },
      { status: 204, body: null },
    )
    assert.include((await run(server.url, "add", "2026-03-04", "Why")).out, "2026-03-04 has")
    const acme = ["--account", "acme"]
    assert.include(
      (await run(server.url, "add", "2026-03-04", "Why", ...acme)).out,
      "2026-03-04 of acme has this note",
    )
    const removed = await run(server.url, "remove", "2026-03-04", ...acme, "--json")
    assert.deepStrictEqual([removed.code, removed.errors], [0, ""])
    assert.deepStrictEqual(JSON.parse(removed.out), {
      ...{ account: "acme", day: "2026-03-04", removed: true },
    })
    assert.deepStrictEqual(server.asked, [
      'PUT /v1/notes/2026-03-04 {"text":"Why"}',
      'PUT /v1/notes/2026-03-04?account=acme {"text":"Why"}',
      "DELETE /v1/notes/2026-03-04?account=acme",
    ])
  })
})
