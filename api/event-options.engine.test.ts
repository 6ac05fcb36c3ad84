import { assert, describe, it } from "@effect/vitest"
import type { EventResults } from "./event-contract.ts"
import type { Rejections } from "./rejection-contract.ts"
import { serverForTests } from "./testing/server-for-tests.ts"

const own = serverForTests()

const event = (id: string, more: object = {}) => ({
  id,
  account: "mana",
  type: "spend",
  operation: "image_generation",
  credits: "1.5",
  occurred_at: "2026-03-05T10:40:00Z",
  ...more,
})
const send = async (query: string, ...events: ReadonlyArray<unknown>) =>
  (await own.client.post<EventResults>(`/v1/events${query}`, events)).body

describe("a dry run", () => {
  it("names fates and cells, and leaves no trace", async () => {
    await send("", event("stored"))
    const dry = await send(
      "?dry_run=true",
      event("stored"),
      event("stored", { credits: "2" }),
      event("new"),
      event("bad", { credits: 1 }),
    )
    assert.deepStrictEqual(
      dry.results.map(({ fate }) => fate),
      ["duplicate", "conflict", "accepted", "rejected"],
    )
    const cell = dry.results[2]?.changes?.find(({ rollup }) => rollup === "usage_per_quarter_hour")
    const { bucket, category } = { ...cell?.key }
    assert.deepStrictEqual([bucket, category], ["2026-03-05T10:30:00.000Z", "Image Generation"])
    assert.deepStrictEqual([cell?.type, cell?.credits, cell?.entries], ["spend", "1.5", 1])
    const { body } = await own.client.get<Rejections>("/v1/rejections")
    assert.deepStrictEqual(body.rejections, [])
    assert.strictEqual((await own.client.get("/v1/accounts/mana/events/new")).status, 404)
    assert.strictEqual((await send("", event("new"))).accepted, 1)
  })
})

describe("the balance after", () => {
  it("is that of the event's own place, late ones too", async () => {
    const at = (minute: number) => ({ account: "b", occurred_at: `2026-03-05T10:${minute}:00Z` })
    const { results } = await send(
      "?balance=true",
      event("p", { ...at(10), type: "purchase", credits: "100" }),
      event("s2", at(30)),
      event("s2", { ...at(30), credits: "3" }),
    )
    assert.deepStrictEqual(
      results.map(({ balance_after }) => balance_after ?? null),
      ["100", "98.5", null],
    )
    const late = await send("?balance=true", event("s1", at(20)))
    assert.strictEqual(late.results[0]?.balance_after, "98.5")
    const last = await send("?balance=true", event("s3", at(40)))
    assert.strictEqual(last.results[0]?.balance_after, "95.5")
  })
})
