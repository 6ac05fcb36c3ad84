import { assert, describe, it } from "@effect/vitest"
import { asAdmin, fakeApp, ODD, STUDIO } from "./testing/fake-services.ts"

const ask = async (path: string) => {
  const fake = await fakeApp()
  const get = async (query: string, headers: Readonly<Record<string, string>> = asAdmin) => {
    const response = await fake.app.request(`/v1/transactions${query}`, { headers })
    return { status: response.status, body: await response.json() }
  }
  return { ...fake, get, ...(await get(path)) }
}

const keysOf = (body: { transactions: ReadonlyArray<{ account: string; id: string }> }) =>
  body.transactions.map(({ account, id }) => `${account} ${id}`)

describe("the transactions of all accounts", () => {
  it("name their accounts, have no balance, and lie on days in UTC unless asked otherwise", async () => {
    const { body, get } = await ask("?limit=2")
    assert.deepStrictEqual(keysOf(body), [`${STUDIO.account} e7`, `${ODD.account} e7`])
    const [one] = body.transactions
    assert.deepInclude(one, { credits: "-1", day: "2026-03-05", quantity: "1000" })
    assert.notProperty(one, "balance_after")
    assert.deepInclude(body, { count: 14, offset: 0, prev: null })
    assert.deepStrictEqual(body.meta.tz, "UTC")
    assert.strictEqual((await get("?tz=Asia/Tokyo")).body.meta.tz, "Asia/Tokyo")
  })

  it("go on behind an entry of any account, and back", async () => {
    const { body, get, asked } = await ask("?limit=3")
    const next = await get(`?limit=3&cursor=${body.next}`)
    assert.deepStrictEqual(keysOf(next.body)[0], `${ODD.account} e6`)
    assert.strictEqual(next.body.offset, 3)
    const place = asked.joint.at(-1)?.cursor
    assert.deepInclude(place, { account: STUDIO.account, id: "e6", direction: "next", offset: 2 })
    const back = await get(`?limit=3&cursor=${next.body.prev}`)
    assert.deepStrictEqual(keysOf(back.body), keysOf(body))
  })

  it("are asked for by account, and by days or instants", async () => {
    const { asked, get } = await ask(
      "?filter=account:is:studio-north&from=2026-03-01&to=2026-03-02",
    )
    assert.deepStrictEqual(asked.joint[0]?.interval, {
      from: Date.UTC(2026, 2, 1),
      to: Date.UTC(2026, 2, 3),
    })
    assert.deepInclude(asked.joint[0]?.filters[0], { field: "account", values: ["studio-north"] })
    await get("?from=2026-03-01T00:00:00.001Z&to=2026-03-01T00:00:00.002Z")
    assert.strictEqual(asked.joint[1]?.interval?.from, Date.UTC(2026, 2, 1) + 1)
  })

  it("are refused with the number where too many would have to be counted through", async () => {
    const { status, body } = await ask("?sort=credits")
    assert.strictEqual(status, 400)
    assert.deepInclude(body.errors[0], { pointer: "/filter", code: "too_many_rows" })
    assert.include(body.errors[0].message, "2000001 transactions")
  })

  it("are those of the accounts that a key may read, and so is a cursor", async () => {
    const { app, body, get } = await ask("?limit=1")
    const made = await app.request("/v1/keys", {
      method: "POST",
      headers: { ...asAdmin, "content-type": "application/json" },
      body: JSON.stringify({ name: "one", scopes: ["read"], accounts: [STUDIO.account] }),
    })
    const own = { authorization: `Bearer ${(await made.json()).key}` }
    assert.deepStrictEqual(keysOf((await get("?limit=2", own)).body), [
      `${STUDIO.account} e7`,
      `${STUDIO.account} e6`,
    ])
    const taken = await get(`?limit=1&cursor=${body.next}`, own)
    assert.deepStrictEqual([taken.status, taken.body.errors[0].pointer], [400, "/cursor"])
    const other = await get(`?limit=1&sort=occurred_at&cursor=${body.next}`)
    assert.strictEqual(other.status, 400)
  })
})

describe("the balance of all accounts together", () => {
  it("is at an instant, or now", async () => {
    const { app } = await fakeApp()
    for (const at of ["2026-03-01T00:00:00.000Z", null]) {
      const words = at === null ? "" : `?at=${at}`
      const response = await app.request(`/v1/balance${words}`, { headers: asAdmin })
      const { meta, ...balance } = await response.json()
      assert.deepStrictEqual(balance, { at, balance: "991", count: 7 })
      assert.strictEqual(meta.tz, "UTC")
    }
  })
})
