import { assert, describe, it } from "@effect/vitest"
import type { Layer } from "effect"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const reader = accessAs({ accounts: ["odd/ö %"] })

const get = async (account: string, id: string, ...layers: ReadonlyArray<Layer.Layer<never>>) => {
  const { app } = await fakeApp(...layers)
  const response = await app.request(`/v1/accounts/${account}/transactions/${id}`, {
    headers: asAdmin,
  })
  return { status: response.status, body: await response.json() }
}

describe("GET /v1/accounts/:account/transactions/:id", () => {
  it("tells the transaction, its day in the zone, and what it is linked to", async () => {
    const { body } = await get("studio-north", "e1?tz=Asia/Kathmandu")
    assert.deepStrictEqual(
      [body.transaction.id, body.transaction.balance_after, body.transaction.day],
      ["e1", "6", "2026-03-05"],
    )
    assert.deepStrictEqual(
      [body.refers_to, body.referred_by, body.referred_by_count, body.failures],
      [null, [], 0, []],
    )
    assert.strictEqual(body.meta.tz, "Asia/Kathmandu")
  })

  it("has nothing for an id that is not stored", async () => {
    assert.strictEqual((await get("studio-north", "ghost")).status, 404)
  })

  it("answers for another account as for one that does not exist", async () => {
    const other = await get("studio-north", "e1", reader)
    assert.strictEqual(other.status, 404)
    assert.deepStrictEqual(other, await get("nobody", "e1", reader))
    assert.deepStrictEqual(other, await get("nobody", "e1"))
  })
})
