import { assert, describe, it } from "@effect/vitest"
import type { UsageEvent } from "./domain/usage-event.ts"
import { contentOf, hashOf, keyOf, wordsOf } from "./event-hash.ts"

const event: UsageEvent = {
  id: "e1",
  account: "mana",
  type: "spend",
  operation: "combination",
  credits: 1_500_000n,
  occurredAt: Date.UTC(2026, 2, 5, 10, 30),
}
const full: UsageEvent = {
  ...event,
  category: "Research",
  description: "A walk",
  quantity: 1_000_000_000n,
  unit: "combos",
  reference: "https://example.com/r/1",
  refersTo: "e0",
  amount: 40_000_000n,
  currency: "USD",
  actor: "kim",
  properties: { model: "a", size: "b" },
}

describe("the hash of an event's content", () => {
  it("does not depend on the order of fields or properties", () => {
    const turned = Object.fromEntries(Object.entries(full).reverse()) as unknown as UsageEvent
    assert.strictEqual(contentOf(turned), contentOf(full))
    const properties = { size: "b", model: "a" }
    assert.strictEqual(contentOf({ ...full, properties }), contentOf(full))
  })

  it("takes no properties and an empty set of them for the same", () => {
    assert.strictEqual(contentOf({ ...event, properties: {} }), contentOf(event))
  })

  it.each<[field: keyof UsageEvent, other: unknown]>([
    ["id", "e2"],
    ["account", "other"],
    ["type", "refund"],
    ["operation", "export"],
    ["credits", 1_500_001n],
    ["occurredAt", full.occurredAt + 1],
    ["category", "Researc"],
    ["description", "A walk "],
    ["quantity", 1_000_000_001n],
    ["unit", "combo"],
    ["reference", "https://example.com/r/2"],
    ["refersTo", "e00"],
    ["amount", 40_000_001n],
    ["currency", "EUR"],
    ["actor", "Kim"],
    ["properties", { model: "a", size: "c" }],
  ])("changes with %s, and without it", (field, other) => {
    assert.notStrictEqual(contentOf({ ...full, [field]: other }), contentOf(full))
    if (field in event) return
    const { [field]: _, ...without } = full
    assert.notStrictEqual(contentOf(without as UsageEvent), contentOf(full))
  })

  it("tells the same text in another field apart", () => {
    const category = contentOf({ ...event, category: "x" })
    assert.notStrictEqual(category, contentOf({ ...event, description: "x" }))
  })
})

describe("the hash of an event's identity", () => {
  it("is xxHash64 of account, zero byte and id, as the engine's column reckons it", () => {
    // SELECT xxHash64(concat('mana', '\0', 'e1'))
    assert.strictEqual(keyOf("mana\0e1"), hashOf("mana\0e1"))
    assert.strictEqual(hashOf(""), 0xef46db3751d8e999n)
  })

  it("comes apart into two words", () => {
    assert.deepStrictEqual(wordsOf(0x0123456789abcdefn), { low: 0x89abcdef, high: 0x01234567 })
    assert.deepStrictEqual(wordsOf(2n ** 64n - 1n), { low: 0xffffffff, high: 0xffffffff })
  })
})
