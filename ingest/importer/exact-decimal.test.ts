import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import {
  addExact,
  exactOfMillionths,
  formatExact,
  multiplyExact,
  parseExact,
  ROUNDINGS,
  type Rounding,
  roundExact,
  subtractExact,
} from "./exact-decimal.ts"

const exact = (text: string) => {
  const value = parseExact(text)
  if (value === undefined) throw new Error(`${text} is no decimal`)
  return value
}
const rounded = (text: string, rounding: Rounding) => {
  const millionths = roundExact(exact(text), rounding)
  return millionths === undefined ? undefined : formatDecimal(millionths)
}

describe("an exact decimal", () => {
  it.each([
    ["0.00000080000", "0.0000008"],
    ["-3.00000000000", "-3"],
    ["8e-7", "0.0000008"],
    ["1.5E3", "1500"],
    ["+2.", "2"],
    ["-0.0", "0"],
    ["007.50", "7.5"],
  ])("reads %s as %s", (text, shortest) => {
    assert.strictEqual(formatExact(exact(text)), shortest)
  })

  it.each(["", "-", ".5", "1,000", "0x10", "1e1000", "NULL", " 1", "9".repeat(101)])(
    "does not read %j",
    (text) => {
      assert.isUndefined(parseExact(text))
    },
  )

  it("multiplies tokens by a price to the last digit", () => {
    const sum = addExact(
      multiplyExact(exact("374"), exact("0.0000025")),
      multiplyExact(exact("44"), exact("0.00001")),
    )
    assert.strictEqual(formatExact(sum), "0.001375")
  })

  it.each([
    ["0.0000005", "0.000001", "0", "0"],
    ["0.0000015", "0.000002", "0.000002", "0.000001"],
    ["0.00000051", "0.000001", "0.000001", "0"],
    ["0.0000004999", "0", "0", "0"],
    ["-0.0000005", "-0.000001", "0", "0"],
    ["-0.0000019", "-0.000002", "-0.000002", "-0.000001"],
    ["1.234567", "1.234567", "1.234567", "1.234567"],
    ["1.2345670", "1.234567", "1.234567", "1.234567"],
  ])("rounds %s to %s half up, %s half even, %s down", (text, halfUp, halfEven, down) => {
    assert.deepStrictEqual(
      [rounded(text, "half-up"), rounded(text, "half-even"), rounded(text, "down")],
      [halfUp, halfEven, down],
    )
  })

  it("is not rounded unless a way is stated", () => {
    assert.isUndefined(rounded("1.2345678", "exact"))
    assert.strictEqual(rounded("1.2345670", "exact"), "1.234567")
  })

  it("equals its rounded value plus the difference", () => {
    const decimal = fc.record({ digits: fc.bigInt(-(10n ** 30n), 10n ** 30n), places: fc.nat(30) })
    fc.assert(
      fc.property(decimal, fc.constantFrom(...ROUNDINGS.slice(1)), (value, rounding) => {
        const sent = exactOfMillionths(roundExact(value, rounding) ?? 0n)
        const difference = subtractExact(value, sent)
        assert.strictEqual(formatExact(addExact(sent, difference)), formatExact(value))
        const limit = exact(rounding === "down" ? "0.000001" : "0.0000005")
        const magnitude = difference.digits < 0n ? -difference.digits : difference.digits
        const room = subtractExact(limit, { ...difference, digits: magnitude }).digits
        assert.isTrue(rounding === "down" ? room > 0n : room >= 0n)
      }),
    )
  })
})
