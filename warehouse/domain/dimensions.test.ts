import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { groupKey, MEASURES, measured, readDimensions } from "./dimensions.ts"

describe("dimensions", () => {
  it.each([
    ["category", ["category"]],
    ["operation,account", ["operation", "account"]],
    ["property:model,actor", ["property:model", "actor"]],
    ["property:a,property:b", ["property:a", "property:b"]],
    ["property:a\\,b,actor", ["property:a,b", "actor"]],
    ["property:a\\\\,category", ["property:a\\", "category"]],
    ["property:with spaces: and more", ["property:with spaces: and more"]],
  ] satisfies ReadonlyArray<[string, ReadonlyArray<string>]>)(
    "are read from %s",
    (text, expected) => {
      assert.deepEqual<ReadonlyArray<string> | null>(readDimensions(text), expected)
    },
  )

  it.each([
    "",
    "mood",
    "category,",
    "category,category",
    "category,operation,type",
    "property:",
    `property:${"x".repeat(65)}`,
    "constructor",
    "Category",
    "property:a\\b",
    "property:a\\",
  ])("are not read from %j", (text) => {
    assert.isNull(readDimensions(text))
  })
})

describe("the key of a group", () => {
  it("is the value itself, and of two values what no other two have", () => {
    assert.strictEqual(groupKey(["a,b"]), "a,b")
    const pair = fc.tuple(fc.string(), fc.string())
    fc.assert(
      fc.property(pair, pair, (a, b) => {
        assert.strictEqual(groupKey(a) === groupKey(b), a[0] === b[0] && a[1] === b[1])
      }),
    )
  })
})

describe("a measure", () => {
  it("is one sum, all of them, or how many there were", () => {
    const totals = { spend: 1n, purchase: 20n, refund: 300n, bonus: 4_000n, count: 5 }
    assert.deepStrictEqual(
      MEASURES.map((measure) => measured(totals, measure)),
      [1n, 20n, 300n, 4_000n, 4_321n, 5_000_000n],
    )
  })
})
