import { assert, describe, it } from "@effect/vitest"
import { storedDecimal } from "./stored-decimal.ts"

describe("a decimal from the engine", () => {
  it("is exact", () => {
    assert.strictEqual(storedDecimal("-123456789012.000001"), -123_456_789_012_000_001n)
    assert.strictEqual(storedDecimal("0"), 0n)
  })

  it.each(["", "1e3", "nan", "1.0000000", "NULL"])("is never %j: that is a bug of ours", (text) => {
    assert.throws(() => storedDecimal(text), `the warehouse answered ${text} for a decimal`)
  })
})
