import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { divideRounded, formatDecimal, MILLIONTHS_MAX, parseDecimal, ratio } from "./decimal.ts"

const anyMillionths = fc.oneof(
  fc.bigInt({ min: -MILLIONTHS_MAX, max: MILLIONTHS_MAX }),
  fc.bigInt({ min: -3_000_000n, max: 3_000_000n }),
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
)
/** A decimal as somebody writes it: zeros in front and behind, a sign or none. */
const anyText = fc
  .record({
    sign: fc.constantFrom("", "-"),
    whole: fc.stringMatching(/^[0-9]{1,20}$/),
    fraction: fc.option(fc.stringMatching(/^[0-9]{1,6}$/)),
  })
  .map(({ sign, whole, fraction }) => ({
    text: `${sign}${whole}${fraction === null ? "" : `.${fraction}`}`,
    millionths:
      BigInt(`${sign}1`) * (BigInt(whole) * 1_000_000n + BigInt((fraction ?? "").padEnd(6, "0"))),
  }))

describe("a decimal", () => {
  it.each([
    ["1.5", 1_500_000n],
    ["-1.50", -1_500_000n],
    ["0.000001", 1n],
    ["007", 7_000_000n],
    ["0", 0n],
    ["-0", 0n],
    ["999999999999.999999", MILLIONTHS_MAX],
  ])("%s is %d millionths", (text, millionths) => {
    assert.strictEqual(parseDecimal(text), millionths)
  })

  it.each([
    [0n, "0"],
    [1n, "0.000001"],
    [-1n, "-0.000001"],
    [100_000n, "0.1"],
    [20_000_000n, "20"],
    [-991_000_000n, "-991"],
    [MILLIONTHS_MAX, "999999999999.999999"],
  ])("of %d millionths is written %s", (millionths, text) => {
    assert.strictEqual(formatDecimal(millionths), text)
  })

  it.each([
    "",
    "-",
    ".",
    ".5",
    "5.",
    "+1",
    "--1",
    "1.2.3",
    "1,5",
    "1e3",
    "0x10",
    "NaN",
    "Infinity",
  ])("is not %j", (text) => {
    assert.isUndefined(parseDecimal(text))
  })

  it.each([" 1", "1 ", "1\n", "1_000", "1 000", "१२", "1.0000000", "-0.0000001", "∞", "½"])(
    "is not %j either",
    (text) => {
      assert.isUndefined(parseDecimal(text))
    },
  )

  it("comes back from its text as it was", () => {
    fc.assert(
      fc.property(anyMillionths, (millionths) => {
        assert.strictEqual(parseDecimal(formatDecimal(millionths)), millionths)
      }),
    )
  })

  it("is read as whole-number arithmetic reads its digits", () => {
    fc.assert(
      fc.property(anyText, ({ text, millionths }) => {
        assert.strictEqual(parseDecimal(text), millionths)
      }),
    )
  })

  it("has one text, the shortest", () => {
    fc.assert(
      fc.property(anyText, ({ millionths }) => {
        assert.match(formatDecimal(millionths), /^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d{0,5}[1-9])$/)
      }),
    )
  })

  it("adds up without rounding", () => {
    fc.assert(
      fc.property(fc.array(anyMillionths), (all) => {
        const sum = all.reduce((a, b) => a + b, 0n)
        const back = all.map(formatDecimal).reduce((a, text) => a + (parseDecimal(text) ?? 0n), 0n)
        assert.strictEqual(back, sum)
      }),
    )
  })
})

describe("a quotient", () => {
  it.each([
    [7n, 2n, 4n],
    [-7n, 2n, -4n],
    [7n, -2n, -4n],
    [-7n, -2n, 4n],
    [5n, 2n, 3n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [-1n, 3n, 0n],
    [0n, 5n, 0n],
    [10n, 5n, 2n],
  ])("%d / %d is %d, half away from zero", (dividend, divisor, quotient) => {
    assert.strictEqual(divideRounded(dividend, divisor), quotient)
  })

  it("is never more than half a unit off, and away from zero at just a half", () => {
    const divisors = fc.bigInt({ min: -1_000n, max: 1_000n }).filter((divisor) => divisor !== 0n)
    fc.assert(
      fc.property(anyMillionths, divisors, (dividend, divisor) => {
        const quotient = divideRounded(dividend, divisor)
        const abs = (value: bigint) => (value < 0n ? -value : value)
        const rest = abs(2n * (dividend - quotient * divisor))
        assert.isTrue(rest <= abs(divisor))
        if (rest === abs(divisor)) assert.isTrue(abs(quotient * divisor) > abs(dividend))
      }),
    )
  })

  it("as a ratio is a plain number with six places", () => {
    assert.strictEqual(ratio(8_000_000n, 9_000_000n), 0.888889)
    assert.strictEqual(ratio(1n, 3n), 0.333333)
    assert.strictEqual(ratio(-1n, 2n), -0.5)
    assert.strictEqual(ratio(0n, 7n), 0)
    assert.strictEqual(ratio(10n ** 30n, 10n ** 30n), 1)
  })

  it("by zero is a mistake, not a figure", () => {
    assert.throws(() => divideRounded(1n, 0n), RangeError)
    assert.throws(() => ratio(0n, 0n), RangeError)
  })
})
