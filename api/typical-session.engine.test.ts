import { assert, describe, it } from "@effect/vitest"
import type { Breakdown, Overview, Transactions, Usage } from "./contract.ts"
import { serverForTests } from "./testing/server-for-tests.ts"

const own = serverForTests()

const SESSION = [
  ["purchase", "purchase", "1000.0", "10:00"],
  ["spend", "image_generation", "1.5", "10:30"],
  ["spend", "image_generation", "1.50", "10:32"],
  ["spend", "detection", "1.0", "10:35"],
  ["spend", "variation", "2", "10:40"],
  ["spend", "variation", "2.0", "10:42"],
  ["spend", "combination", "1.0", "10:50"],
].map(([type, operation, credits, time], i) => ({
  id: `e${i}`,
  account: "mana",
  type,
  operation,
  credits,
  occurred_at: `2026-03-05T${time}:00Z`,
}))
const one = (more: object) => ({ ...SESSION[1], id: "other", ...more })
const send = (body: unknown) => own.client.sendEvents(JSON.stringify(body))

describe("the typical session", () => {
  it("sent over HTTP has these balances, however often it is sent", async () => {
    assert.strictEqual((await send(SESSION.slice(3))).body.accepted, 4)
    assert.strictEqual((await send(SESSION.slice(0, 4))).body.accepted, 3)
    assert.strictEqual((await send(SESSION)).body.duplicate, 7)
    const { body } = await own.client.get<Transactions>("/v1/accounts/mana/transactions")
    assert.deepStrictEqual(
      body.transactions.map((entry) => entry.balance_after),
      ["991", "992", "994", "996", "997", "998.5", "1000"],
    )
    const overview = (await own.client.get<Overview>("/v1/accounts/mana/overview")).body
    assert.strictEqual(overview.balance, "991")
    assert.strictEqual(overview.lifetime.spent, "9")
    const usage = await own.client.get<Usage>(
      "/v1/accounts/mana/usage?from=2026-03-05&to=2026-03-05&by=category",
    )
    assert.strictEqual(usage.body.total.spend, "9")
    assert.deepStrictEqual(usage.body.series[0]?.values, {
      "Image Generation": "8",
      "Image Analysis": "1",
    })
    const breakdown = await own.client.get<Breakdown>("/v1/accounts/mana/breakdown?range=all")
    assert.strictEqual(breakdown.body.total.spend, "9")
  })

  it("pages through the ledger without a gap", async () => {
    const seen: string[] = []
    let cursor: string | null = ""
    while (cursor !== null) {
      const query: string = cursor === "" ? "limit=2" : `limit=2&cursor=${cursor}`
      const path = `/v1/accounts/mana/transactions?${query}`
      const { body }: { body: Transactions } = await own.client.get<Transactions>(path)
      assert.strictEqual(body.offset, seen.length)
      seen.push(...body.transactions.map(({ id }) => id))
      cursor = body.next
    }
    assert.deepStrictEqual(seen, ["e6", "e5", "e4", "e3", "e2", "e1", "e0"])
  })

  it("keeps each balance whatever is left out, in any order, and finds its way back", async () => {
    const question = "filter=operation:is:variation,detection&filter=credits:lt:-0.5&sort=credits"
    const path = `/v1/accounts/mana/transactions?${question}&limit=2`
    const read = async (cursor = "") => (await own.client.get<Transactions>(path + cursor)).body
    const shown = ({ transactions }: Transactions) =>
      transactions.map(({ id, credits, balance_after }) => `${id} ${credits} ${balance_after}`)
    const first = await read()
    assert.deepStrictEqual(shown(first), ["e4 -2 994", "e5 -2 992"])
    assert.deepStrictEqual([first.count, first.count_is, first.sum.spend], [3, "exact", "5"])
    const second = await read(`&cursor=${first.next}`)
    assert.deepStrictEqual([shown(second), second.offset], [["e3 -1 996"], 2])
    const back = await read(`&cursor=${second.prev}`)
    assert.deepStrictEqual([shown(back), back.offset, back.prev], [shown(first), 0, null])
    const instants = "from=2026-03-05T10:32:00Z&to=2026-03-05T10:40:00Z"
    const between = await own.client.get<Transactions>(`/v1/accounts/mana/transactions?${instants}`)
    assert.deepStrictEqual(shown(between.body), ["e3 -1 996", "e2 -1.5 997"])
    assert.deepStrictEqual([between.body.count, between.body.sum.spend], [2, "2.5"])
  })

  it("names the field that differs in a conflict", async () => {
    const { status, body } = await send({ ...SESSION[1], credits: "2" })
    assert.strictEqual(status, 200)
    assert.strictEqual(body.conflict, 1)
    assert.deepStrictEqual(body.results[0]?.differs, [
      { field: "credits", stored: "1.5", sent: "2" },
    ])
  })
})

describe("an event that cannot be counted", () => {
  it.each([
    ["a seventh decimal", { credits: "1.0000001" }, "/credits"],
    ["a negative amount", { credits: "-1" }, "/credits"],
    ["no amount", { credits: "0" }, "/credits"],
    ["a type that is none", { type: "gift" }, "/type"],
    ["a long id", { id: "x".repeat(200) }, "/id"],
    ["a time two hours ahead", { occurred_at: "2999-01-01T00:00:00Z" }, "/occurred_at"],
  ])("with %s is rejected with its field", async (_, more, pointer) => {
    const { status, body } = await send(one(more))
    assert.strictEqual(status, 200)
    assert.strictEqual(body.rejected, 1)
    assert.strictEqual(body.results[0]?.errors?.[0]?.pointer, pointer)
  })

  it("does not sink the thousand around it", async () => {
    const events = Array.from({ length: 1_001 }, (_, i) => ({
      ...one({}),
      account: "thousand",
      id: `t${i}`,
      ...(i === 500 ? { credits: "ten" } : {}),
    }))
    const lines = events.map((event) => JSON.stringify(event)).join("\n")
    const { body } = await own.client.sendEvents(lines, "application/x-ndjson")
    assert.deepStrictEqual([body.accepted, body.rejected], [1_000, 1])
    assert.strictEqual(body.results[500]?.errors?.[0]?.pointer, "/credits")
    const overview = (await own.client.get<Overview>("/v1/accounts/thousand/overview")).body
    assert.strictEqual(overview.lifetime.spent, "1500")
  })

  it("as a line that is not JSON, or not UTF-8, is that line's rejection", async () => {
    const body = Buffer.concat([
      Buffer.from(`${JSON.stringify(one({ id: "n1" }))}\n{"id":\n`),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(JSON.stringify(one({ id: "n2" }))),
    ])
    const answer = await own.client.sendEvents(body, "application/x-ndjson")
    assert.strictEqual(answer.status, 200)
    assert.deepStrictEqual(
      answer.body.results.map(({ fate }) => fate),
      ["accepted", "rejected", "rejected", "accepted"],
    )
  })
})

describe("a body that cannot be split into events", () => {
  it.each([
    ["malformed", Buffer.from('[{"id":"a"'), 400],
    ["not UTF-8", Buffer.from([0x22, 0xff, 0x22]), 400],
    ["12 MiB long", Buffer.alloc(12 * 1024 * 1024, 0x20), 413],
  ])("since it is %s is refused", async (_, body, status) => {
    assert.strictEqual((await own.client.sendEvents(body)).status, status)
  })
})
