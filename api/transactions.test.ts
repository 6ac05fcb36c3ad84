import { assert, describe, it } from "@effect/vitest"
import { TestClock } from "effect/testing"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const open = async () => {
  const fake = await fakeApp()
  const get = async (query: string, account = "studio-north") => {
    const path = `/v1/accounts/${account}/transactions?${query}`
    const response = await fake.app.request(path, { headers: asAdmin })
    return { status: response.status, body: await response.json() }
  }
  return { ...fake, get }
}
const ids = (body: { transactions: ReadonlyArray<{ id: string }> }) =>
  body.transactions.map(({ id }) => id)

describe("a page of the ledger", () => {
  it("leads to older entries and back, with another limit too", async () => {
    const { get } = await open()
    const first = (await get("limit=2")).body
    assert.deepStrictEqual(ids(first), ["e7", "e6"])
    assert.isNull(first.prev)
    const second = (await get(`limit=3&cursor=${first.next}`)).body
    assert.deepStrictEqual(ids(second), ["e5", "e4", "e3"])
    assert.strictEqual(second.offset, 2)
    const last = (await get(`limit=3&cursor=${second.next}`)).body
    assert.deepStrictEqual(ids(last), ["e2", "e1"])
    assert.isNull(last.next)
    const back = (await get(`limit=2&cursor=${second.prev}`)).body
    assert.deepStrictEqual(ids(back), ["e7", "e6"])
  })

  it("holds the whole ledger without a range, and says so", async () => {
    const { get, asked } = await open()
    const { meta } = (await get("")).body
    assert.isNull(asked.pages[0]?.interval)
    assert.deepStrictEqual([meta.from, meta.to, meta.tz], [null, null, "Europe/Berlin"])
  })

  it("counts days in the account's zone, or in one that is asked for", async () => {
    const { get, asked } = await open()
    await get("from=2026-03-05&to=2026-03-05")
    await get("from=2026-03-05&to=2026-03-05&tz=Asia/Kathmandu")
    assert.deepStrictEqual(
      asked.pages.map(({ interval, timeZone }) => [interval?.from, interval?.to, timeZone]),
      [
        [Date.UTC(2026, 2, 4, 23), Date.UTC(2026, 2, 5, 23), "Europe/Berlin"],
        [Date.UTC(2026, 2, 4, 18, 15), Date.UTC(2026, 2, 5, 18, 15), "Asia/Kathmandu"],
      ],
    )
  })

  it("keeps its interval over midnight", async () => {
    const { get, asked, runtime } = await open()
    const first = (await get("limit=2&range=7d")).body
    await runtime.runPromise(TestClock.adjust("1 day"))
    const second = (await get(`limit=2&range=7d&cursor=${first.next}`)).body
    assert.deepStrictEqual(asked.pages[1]?.interval, asked.pages[0]?.interval)
    assert.strictEqual(second.meta.to, first.meta.to)
  })

  it.each([
    ["another account", "range=30d&tz=Europe/Berlin", "odd%2F%C3%B6%20%25"],
    ["another range", "range=7d", "studio-north"],
    ["no range", "", "studio-north"],
    ["days", "from=2026-02-05&to=2026-03-06", "studio-north"],
    ["another zone", "range=30d&tz=UTC", "studio-north"],
    ["another filter", "range=30d&filter=type:is:spend", "studio-north"],
    ["another order", "range=30d&sort=credits", "studio-north"],
  ])("refuses a cursor for %s", async (_, query, account) => {
    const { get } = await open()
    const { next } = (await get("limit=2&range=30d")).body
    const { status, body } = await get(`${query}&cursor=${next}`, account)
    assert.strictEqual(status, 400)
    assert.deepStrictEqual(body.errors, [
      {
        pointer: "/cursor",
        code: "invalid_value",
        message: "must be a cursor of an earlier answer to the same question",
      },
    ])
  })

  it("asks for what filters and sort say, and keeps to it from page to page", async () => {
    const { get, asked } = await open()
    const question = "filter=type:is:spend,refund&filter=description:has:a%5C,b&sort=-credits"
    const { next } = (await get(`limit=2&${question}`)).body
    const same = "sort=-credits&filter=description:has:a%5C,b&filter=type:is:refund,spend,spend"
    assert.strictEqual((await get(`limit=2&${same}&cursor=${next}`)).status, 200)
    const [first, second] = asked.pages
    assert.deepStrictEqual(first?.filters, [
      { field: "description", operator: "has", values: ["a,b"] },
      { field: "type", operator: "is", values: ["refund", "spend"] },
    ])
    assert.deepStrictEqual([second?.filters, second?.sort], [first?.filters, "-credits"])
    assert.deepInclude(second?.cursor, {
      ...{ direction: "next", offset: 1, credits: -1_000_000n },
      ...{ occurredAt: Date.UTC(2026, 2, 5, 10, 6), id: "e6" },
    })
  })

  it("takes instants, the last one not in it", async () => {
    const { get, asked } = await open()
    const { body } = await get("from=2026-03-05T10:00:00.5Z&to=2026-03-05T12:00:00%2B01:00")
    const interval = { from: Date.UTC(2026, 2, 5, 10, 0, 0, 500), to: Date.UTC(2026, 2, 5, 11) }
    assert.deepStrictEqual(asked.pages[0]?.interval, interval)
    assert.strictEqual(body.meta.from, "2026-03-05T10:00:00.500Z")
  })

  it.each([
    ["from=2026-03-05T10:00:00Z&to=2026-03-05T10:00:00Z", "/from order, /to order"],
    ["from=2026-03-05T10:00:00Z&to=2026-03-05", "/from mixed, /to mixed"],
    ["from=2026-03-05T10:00:00&to=2026-03-05T11:00:00Z", "/from invalid_value"],
    ["from=1979-12-31T23:59:59Z&to=2101-03-05T11:00:00Z", "/from invalid_value, /to invalid_value"],
    ["sort=amount", "/sort invalid_value"],
    ["filter=mood:is:good&filter=type:is:x", "/filter/0 unknown_field, /filter/1 invalid_value"],
    ["filter=account:is:mana", "/filter/0 unknown_field"],
  ])("refuses %s", async (query, expected) => {
    const { get } = await open()
    const { status, body } = await get(query)
    assert.strictEqual(status, 400)
    const errors = body.errors as ReadonlyArray<{ pointer: string; code: string }>
    assert.strictEqual(errors.map(({ pointer, code }) => `${pointer} ${code}`).join(", "), expected)
  })

  it("refuses a cursor that was touched", async () => {
    const { get } = await open()
    const next: string = (await get("limit=2")).body.next
    const [text = "", mac = ""] = next.split(".")
    const place = JSON.parse(Buffer.from(text, "base64url").toString())
    const moved = Buffer.from(JSON.stringify({ ...place, id: "e1" })).toString("base64url")
    const swapped = `${next.startsWith("A") ? "B" : "A"}${next.slice(1)}`
    for (const cursor of [`${moved}.${mac}`, swapped, text, `${text}.`, `${next}.`, "", ".", "x"]) {
      const { status } = await get(`cursor=${cursor}`)
      assert.strictEqual(status, 400, cursor)
    }
  })
})
