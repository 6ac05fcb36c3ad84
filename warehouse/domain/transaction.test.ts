import { assert, describe, it } from "@effect/vitest"
import { addTotals, NO_TOTALS, netOf, settleTexts, signed } from "./transaction.ts"
import { TRANSACTION_TYPES } from "./transaction-type.ts"

const entry = (category: string, description: string) =>
  new Map([["detection", { operation: "detection", category, description }]])

describe("a transaction", () => {
  it("takes credits away when it is a spend, and adds them otherwise", () => {
    assert.deepStrictEqual(
      TRANSACTION_TYPES.map((type) => signed(type, 5n)),
      [-5n, 5n, 5n, 5n],
    )
  })

  it("takes category and description from the catalog when its event says nothing", () => {
    assert.deepStrictEqual(settleTexts("detection", entry("Research", "Looked")), {
      category: ["Research", "catalog"],
      description: ["Looked", "catalog"],
    })
  })

  it.each([
    ["an operation that no catalog has", new Map()],
    ["an operation whose entry is empty", entry("", "")],
  ])("is Other, described by its operation, for %s", (_, catalog) => {
    assert.deepStrictEqual(settleTexts("detection", catalog), {
      category: ["Other", "default"],
      description: ["detection", "default"],
    })
  })
})

describe("totals", () => {
  const totals = { spend: 7n, purchase: 10n, refund: 2n, bonus: 1n, count: 4 }

  it("change the balance by what came in less what was spent", () => {
    assert.strictEqual(netOf(totals), 6n)
    assert.strictEqual(netOf(NO_TOTALS), 0n)
  })

  it("add up type by type", () => {
    const twice = { spend: 14n, purchase: 20n, refund: 4n, bonus: 2n, count: 8 }
    assert.deepStrictEqual(addTotals(totals, totals), twice)
    assert.deepStrictEqual(addTotals(totals, NO_TOTALS), totals)
  })
})
