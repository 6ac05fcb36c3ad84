import { assert, describe, it } from "@effect/vitest"
import type { Breakdown, Overview, Transactions, Usage } from "./contract.ts"
import type { EventStory } from "./rejection-contract.ts"
import { serverForTests } from "./testing/server-for-tests.ts"

const own = serverForTests()

const event = (id: string, credits: string, occurred_at: string, more: object = {}) => ({
  ...{ id, account: "late", type: "spend", operation: "variation", credits, occurred_at },
  ...more,
})
const send = async (...events: ReadonlyArray<object>) =>
  (await own.client.sendEvents(JSON.stringify(events))).body.results
const get = async <A>(path: string) => (await own.client.get<A>(`/v1/accounts/late/${path}`)).body
const balances = async () => {
  const { transactions } = await get<Transactions>("transactions")
  return transactions.map(({ id, balance_after }) => `${id} ${balance_after}`).reverse()
}
const spendByDay = async () => {
  const { series, total } = await get<Usage>("usage?from=2020-03-04&to=2020-03-06")
  return [...series.map(({ bucket, spend }) => `${bucket} ${spend}`), `in all ${total.spend}`]
}
const spendByCategory = async (day: string) => {
  const { values } = await get<Breakdown>(`breakdown?from=${day}&to=${day}`)
  return values.map(({ category, spend }) => `${category} ${spend}`)
}

describe("an event that comes late", () => {
  it("changes its own day, and the balance of everything behind it", async () => {
    await send(
      event("p", "100", "2020-03-04T10:00:00Z", { type: "purchase", operation: "purchase" }),
      event("a", "1.5", "2020-03-04T11:00:00Z"),
      event("c", "2", "2020-03-06T11:00:00Z"),
    )
    assert.deepStrictEqual(await balances(), ["p 100", "a 98.5", "c 96.5"])
    assert.deepStrictEqual(await spendByDay(), [
      "2020-03-04 1.5",
      "2020-03-05 0",
      "2020-03-06 2",
      "in all 3.5",
    ])
    assert.deepStrictEqual(await spendByCategory("2020-03-05"), [])

    const [late] = await send(
      event("b", "0.25", "2020-03-05T23:59:59.999Z", { category: "Late work" }),
    )

    assert.match(late?.late_by ?? "", /^P\d{4}D/)
    assert.deepStrictEqual(await balances(), ["p 100", "a 98.5", "b 98.25", "c 96.25"])
    assert.deepStrictEqual(await spendByDay(), [
      "2020-03-04 1.5",
      "2020-03-05 0.25",
      "2020-03-06 2",
      "in all 3.75",
    ])
    assert.deepStrictEqual(await spendByCategory("2020-03-05"), ["Late work 0.25"])
    assert.deepStrictEqual(await spendByCategory("2020-03-06"), ["Image Generation 2"])
    assert.strictEqual((await get<Overview>("overview")).balance, "96.25")
  })

  it("may be older than all before it, and stand at the head of them", async () => {
    await send(event("z", "10", "1980-01-01T00:00:00Z", { type: "bonus" }))
    assert.deepStrictEqual(await balances(), ["z 10", "p 110", "a 108.5", "b 108.25", "c 106.25"])
  })

  it("says so once, when it is taken in, and in its story", async () => {
    const again = await send(
      event("b", "0.25", "2020-03-05T23:59:59.999Z", { category: "Late work" }),
      event("b", "7", "2020-03-05T23:59:59.999Z"),
      event("x", "-1", "2020-03-05T23:59:59.999Z"),
    )
    assert.deepStrictEqual(
      again.map(({ fate, late_by }) => [fate, late_by]),
      [
        ["duplicate", undefined],
        ["conflict", undefined],
        ["rejected", undefined],
      ],
    )
    const story = await get<EventStory>("events/b")
    assert.match(story.source?.late_by ?? "", /^P\d{4}D/)
  })

  it("is not one that came within a day", async () => {
    const received = Date.parse((await get<Overview>("overview")).meta.generated_at)
    const hours = (count: number) => new Date(received - count * 3_600_000).toISOString()
    const results = await send(
      event("in time", "1", hours(23.9)),
      event("ahead", "1", hours(-0.9)),
      event("a day", "1", hours(24.01)),
    )
    assert.deepStrictEqual(
      results.map(({ late_by }) => late_by?.slice(0, 3)),
      [undefined, undefined, "P1D"],
    )
    assert.isNull((await get<EventStory>("events/in%20time")).source?.late_by)
  })
})
