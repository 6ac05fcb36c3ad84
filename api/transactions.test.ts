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
