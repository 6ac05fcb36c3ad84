import { assert, describe, it } from "@effect/vitest"
import type { UsageEvent } from "./domain/usage-event.ts"
import { hashOf } from "./event-hash.ts"
import { rowsOf } from "./testing/event-rows.ts"

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

const joined = (words: Uint32Array, at: number) =>
  (BigInt(words[at + 1] ?? 0) << 32n) | BigInt(words[at] ?? 0)
const keyOf = (one: UsageEvent) => joined(rowsOf([one]).words, 0)
const contentOf = (one: UsageEvent) => joined(rowsOf([one]).words, 2)

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
    assert.strictEqual(keyOf(event), hashOf("mana\0e1"))
    assert.strictEqual(hashOf(""), 0xef46db3751d8e999n)
  })

  it("is reckoned of the UTF-8 bytes, however long", () => {
    const [account, id] = ["ä日🚀".repeat(32), "🚀".repeat(128)]
    assert.strictEqual(keyOf({ ...event, account, id }), hashOf(`${account}\0${id}`))
  })
})
