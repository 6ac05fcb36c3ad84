import { assert, describe, it } from "@effect/vitest"
import { asAdmin, fakeApp, ODD, STUDIO } from "./testing/fake-services.ts"

const put = async (body: unknown, name = "new", type = "application/json") => {
  const { app, asked } = await fakeApp()
  const response = await app.request(`/v1/accounts/${encodeURIComponent(name)}`, {
    method: "PUT",
    headers: { ...asAdmin, "content-type": type },
    body: typeof body === "string" ? body : JSON.stringify(body),
  })
  return { response, asked }
}

describe("GET /v1/accounts", () => {
  it("goes on behind the last account of a page", async () => {
    const { app, asked } = await fakeApp()
    const get = async (query: string) =>
      (await app.request(`/v1/accounts?limit=1${query}`, { headers: asAdmin })).json()
    const first = await get("")
    assert.deepStrictEqual(
      first.accounts.map((one: { account: string }) => one.account),
      [ODD.account],
    )
    const second = await get(`&cursor=${first.next}`)
    assert.strictEqual(second.accounts[0].account, STUDIO.account)
    assert.strictEqual(second.accounts[0].balance, "991")
    assert.isNull(second.next)
    assert.deepStrictEqual(
      asked.lists.map(({ after, limit, text, only }) => [after, limit, text, only]),
      [
        ["", 2, "", null],
        [ODD.account, 2, "", null],
      ],
    )
  })

  it("takes a cursor for the question it came from only", async () => {
    const { app } = await fakeApp()
    const get = (query: string) => app.request(`/v1/accounts?${query}`, { headers: asAdmin })
    const { next } = await (await get("limit=1")).json()
    const ledger = await app.request("/v1/accounts/studio-north/transactions?limit=1", {
      headers: asAdmin,
    })
    const foreign = (await ledger.json()).next
    for (const query of [`cursor=${next}&q=studio`, `cursor=${next}x`, `cursor=${foreign}`]) {
      const response = await get(query)
      assert.strictEqual(response.status, 400, query)
      assert.strictEqual((await response.json()).errors[0].pointer, "/cursor")
    }
  })
})

describe("GET /v1/accounts/:account", () => {
  it("finds a name that needs escaping", async () => {
    const { app } = await fakeApp()
    const path = `/v1/accounts/${encodeURIComponent(ODD.account)}`
    const response = await app.request(path, { headers: asAdmin })
    assert.strictEqual((await response.json()).account, ODD.account)
  })

  it.each(["ghost", "%00", "%", "%ff", "a".repeat(500)])("has nothing under %s", async (name) => {
    const { app } = await fakeApp()
    const response = await app.request(`/v1/accounts/${name}`, { headers: asAdmin })
    assert.strictEqual(response.status, 404)
  })
})

describe("PUT /v1/accounts/:account", () => {
  it("stores what is given and defaults for the rest", async () => {
    const { response, asked } = await put({
      name: "Studio South",
      time_zone: "Asia/Kathmandu",
      allowance: "1000.5",
      low_balance_mark: "-3",
      period_anchor_day: 31,
    })
    assert.strictEqual(response.status, 200)
    assert.deepStrictEqual(asked.put, [
      {
        account: "new",
        name: "Studio South",
        timeZone: "Asia/Kathmandu",
        plan: null,
        allowance: 1_000_500_000n,
        periodAnchorDay: 31,
        lowBalanceMark: -3_000_000n,
        about: null,
      },
    ])
  })

  it("takes back what GET answered, less its meta", async () => {
    const { app } = await fakeApp()
    const answer = await app.request("/v1/accounts/studio-north", { headers: asAdmin })
    const { meta, ...account } = await answer.json()
    const { response, asked } = await put(account, "studio-north")
    assert.strictEqual(response.status, 200)
    assert.deepStrictEqual(asked.put, [STUDIO])
    assert.strictEqual(meta.tz, "Europe/Berlin")
  })

  it("names every bad field at once", async () => {
    const { response, asked } = await put({
      account: "other",
      name: "",
      time_zone: "+02:00",
      plan: 3,
      allowance: "-1",
      low_balance_mark: "1.0000001",
      period_anchor_day: 32,
      colour: "red",
    })
    assert.strictEqual(response.status, 400)
    const { type, errors } = await response.json()
    assert.strictEqual(type, "/problems/invalid-body")
    assert.deepStrictEqual(errors.map(({ pointer }: { pointer: string }) => pointer).sort(), [
      "/account",
      "/allowance",
      "/colour",
      "/low_balance_mark",
      "/name",
      "/period_anchor_day",
      "/plan",
      "/time_zone",
    ])
    assert.deepStrictEqual(asked.put, [])
  })

  it.each([
    ["no name", {}, "new", 400],
    ["a number for credits", { name: "a", allowance: 1000 }, "new", 400],
    ["an array", [], "new", 400],
    ["half a document", "{", "new", 400],
    ["a name with a line break", { name: "a" }, "a\nb", 400],
    ["a name that is too long", { name: "a" }, "a".repeat(129), 400],
    ["a longest name of wide characters", { name: "a" }, "é".repeat(128), 200],
    ["a body of 64 KiB and more", { name: "a".repeat(65_536) }, "new", 413],
  ])("given %s", async (_, body, name, status) => {
    const { response } = await put(body, name)
    assert.strictEqual(response.status, status)
  })

  it("takes JSON only", async () => {
    const { response } = await put({ name: "a" }, "new", "text/plain")
    assert.strictEqual(response.status, 415)
  })
})
