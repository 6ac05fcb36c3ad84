import { assert, describe, it } from "@effect/vitest"
import type { Layer } from "effect"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const reader = accessAs({ accounts: ["odd/ö %"] })

const get = async (account: string, id: string, ...layers: ReadonlyArray<Layer.Layer<never>>) => {
  const { app } = await fakeApp(...layers)
  const path = `/v1/accounts/${encodeURIComponent(account)}/events/${encodeURIComponent(id)}`
  const response = await app.request(path, { headers: asAdmin })
  return { status: response.status, body: await response.json() }
}

describe("GET /v1/accounts/:account/events/:id", () => {
  it("tells what was stored and what else arrived under the id", async () => {
    const { body } = await get("studio-north", "e1")
    assert.strictEqual(body.fate, "accepted")
    assert.strictEqual(body.transaction.credits, "-1")
    assert.deepStrictEqual(body.source, {
      via: "http",
      place: null,
      batch: "1",
      received_at: "2026-03-06T12:00:00.000Z",
      late_by: "P1DT1H59M",
    })
    assert.deepStrictEqual([body.conflict_count, body.rejection_count], [1, 1])
    assert.deepStrictEqual(body.conflicts[0].differs, [
      { field: "credits", stored: "1", sent: "2" },
    ])
    assert.strictEqual(body.meta.tz, "Europe/Berlin")
  })

  it("tells of an event that was only refused", async () => {
    const { body } = await get("odd/ö %", "e1")
    assert.deepStrictEqual([body.fate, body.transaction, body.source], ["rejected", null, null])
    assert.strictEqual(body.rejection_count, 1)
  })

  it("has nothing for an id that never came, or an account that is none", async () => {
    const unknown = await get("studio-north", "ghost")
    assert.strictEqual(unknown.status, 404)
    assert.strictEqual((await get("nobody", "e1")).status, 404)
  })

  it("answers for another account as for one that does not exist", async () => {
    assert.strictEqual((await get("odd/ö %", "e1", reader)).status, 200)
    const other = await get("studio-north", "e1", reader)
    assert.strictEqual(other.status, 404)
    assert.deepStrictEqual(other, await get("nobody", "e1", reader))
  })
})
