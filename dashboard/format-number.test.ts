import fc from "fast-check"
import { expect, it } from "vitest"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import {
  averageCredits,
  axisNumber,
  columnCredits,
  columnDigits,
  credits,
  exactCredits,
  isShortened,
  money,
  percent,
  roughCount,
  signedColumnCredits,
  signedCredits,
  times,
} from "./format-number.ts"

it("groups digits, drops trailing zeros and rounds to two decimals", () => {
  expect(credits("184206.5")).toBe("184,206.5")
  expect(credits("12480")).toBe("12,480")
  expect(credits("0.306")).toBe("0.31")
})

it("never shows zero for what is not zero", () => {
  expect(credits("0.000001")).toBe("<0.01")
  expect(credits("0")).toBe("0")
  expect(["0.000001", "0", "61.854", "100"].map(averageCredits)).toEqual([
    "<0.01",
    "0.00",
    "61.85",
    "100.00",
  ])
})

it("writes a real minus, and a plus on additions", () => {
  expect(signedCredits("-20")).toBe("−20")
  expect(signedCredits("5000")).toBe("+5,000")
  expect(signedCredits("0")).toBe("0")
})

it("shortens from ten million on, and knows when it left digits out", () => {
  expect(credits("9999999")).toBe("9,999,999")
  expect(credits("12345678.9")).toBe("12.35m")
  expect(isShortened("12345678.9")).toBe(true)
  expect(isShortened("12.34")).toBe(false)
  expect(isShortened("12.345")).toBe(true)
})

it("prints every digit of any decimal exactly, beyond what a binary number holds", () => {
  expect(exactCredits("999999999999.999999")).toBe("999,999,999,999.999999")
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (millionths) => {
      const text = formatDecimal(millionths)
      expect(exactCredits(text).replaceAll(",", "").replace("−", "-")).toBe(text)
    }),
  )
})

it("lines up a column with the fewest decimals that hold every value", () => {
  const column = ["-20", "-12.5", "-4.00"]
  expect(columnDigits(column)).toBe(1)
  expect(column.map((value) => signedColumnCredits(value, 1))).toEqual(["−20.0", "−12.5", "−4.0"])
  expect(columnCredits("0.000001", columnDigits(["0.000001"]))).toBe("0.000001")
})

it("gives percents one decimal under ten and none above", () => {
  expect(percent(6.44)).toBe("6.4%")
  expect(percent(62.4)).toBe("62%")
  expect(percent(-3.5)).toBe("−3.5%")
})

it("writes money in its currency, and an unknown one by its code", () => {
  expect(money("49.00", "EUR")).toBe("€49.00")
  expect(money("3", "points")).toBe("3 points")
})

it("counts exactly below a million", () => {
  const about = (figure: string) => `about ${figure}`
  expect(roughCount(1, about)).toBe("1")
  expect(roughCount(19367, about)).toBe("19,367")
  expect(roughCount(1_234_567, about)).toBe("about 1.2 million")
})

it("keeps axis labels and ratios short", () => {
  expect(axisNumber(500)).toBe("500")
  expect(axisNumber(20_000)).toBe("20k")
  expect(axisNumber(0.05)).toBe("0.05")
  expect(times(2.46)).toBe("2.5×")
})
