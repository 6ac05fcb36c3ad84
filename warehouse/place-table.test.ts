import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { PlaceTable } from "./place-table.ts"

describe("a table of places", () => {
  it("keeps the first place of each item, as a map of the items does", () => {
    // Few hashes for many items: most share theirs with others.
    const anyItem = fc.integer({ min: 0, max: 300 })
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 3_000 }), (items) => {
        const table = new PlaceTable()
        const firsts = new Map<number, number>()
        for (const [place, item] of items.entries()) {
          if (!firsts.has(item)) firsts.set(item, place)
          const hash = { low: item % 7, high: item % 3 }
          const found = table.findOrKeep(hash, place, (other) => items[other] === item)
          assert.strictEqual(found, firsts.get(item))
        }
      }),
      { numRuns: 20 },
    )
  })

  it("keeps them while it grows", () => {
    const table = new PlaceTable()
    const hashOf = (item: number) => ({ low: Math.imul(item, 0x9e3779b1) >>> 0, high: item })
    for (let item = 0; item < 20_000; item++)
      assert.strictEqual(
        table.findOrKeep(hashOf(item), item, () => true),
        item,
      )
    for (let item = 0; item < 20_000; item++)
      assert.strictEqual(
        table.findOrKeep(hashOf(item), 99_999, () => true),
        item,
      )
  })
})
