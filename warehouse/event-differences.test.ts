import { assert, describe, it } from "@effect/vitest"
import type { UsageEvent } from "./domain/usage-event.ts"
import { differencesOf } from "./event-differences.ts"

const event: UsageEvent = {
  id: "e1",
  account: "mana",
  type: "spend",
  operation: "combination",
  credits: 1_500_000n,
  occurredAt: Date.UTC(2026, 2, 5, 10, 30),
}

describe("the differences between two events with one id", () => {
  it("are none for the same event", () => {
    assert.deepStrictEqual(differencesOf(event, { ...event }), [])
    assert.deepStrictEqual(differencesOf(event, { ...event, properties: {} }), [])
  })

  it.each<[change: Partial<UsageEvent>, field: string, stored: string | null, sent: string | null]>(
    [
      [{ type: "refund" }, "type", "spend", "refund"],
      [{ operation: "export" }, "operation", "combination", "export"],
      [{ credits: 2_000_000n }, "credits", "1.5", "2"],
      [
        { occurredAt: Date.UTC(2026, 2, 5, 10, 30, 0, 1) },
        "occurred_at",
        "2026-03-05T10:30:00.000Z",
        "2026-03-05T10:30:00.001Z",
      ],
      [{ category: "Research" }, "category", null, "Research"],
      [{ description: "A walk" }, "description", null, "A walk"],
      [{ quantity: 1_000_500_000n }, "quantity", null, "1000.5"],
      [{ unit: "combos" }, "unit", null, "combos"],
      [{ reference: "r1" }, "reference", null, "r1"],
      [{ refersTo: "e0" }, "refers_to", null, "e0"],
      [{ amount: 39_990_000n }, "amount", null, "39.99"],
      [{ currency: "USD" }, "currency", null, "USD"],
      [{ actor: "kim" }, "actor", null, "kim"],
    ],
  )("name %s in words and figures of the wire", (change, field, stored, sent) => {
    const changed = { ...event, ...change }
    assert.deepStrictEqual(differencesOf(event, changed), [{ field, stored, sent }])
    assert.deepStrictEqual(differencesOf(changed, event), [{ field, stored: sent, sent: stored }])
  })

  it("name each property that differs, in order of the names", () => {
    const stored = { ...event, properties: { size: "b", model: "a", seed: "7" } }
    const sent = { ...event, properties: { size: "c", model: "a", angle: "2" } }
    assert.deepStrictEqual(differencesOf(stored, sent), [
      { field: "properties.angle", stored: null, sent: "2" },
      { field: "properties.seed", stored: "7", sent: null },
      { field: "properties.size", stored: "b", sent: "c" },
    ])
  })

  it("are all of them at once", () => {
    const sent = { ...event, credits: 1n, unit: "x", properties: { a: "1" } }
    assert.deepStrictEqual(
      differencesOf(event, sent).map(({ field }) => field),
      ["credits", "unit", "properties.a"],
    )
  })
})
