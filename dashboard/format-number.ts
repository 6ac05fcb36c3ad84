/** Figures as people read them. Credits stay decimal strings: `Intl` formats those exactly. */
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { locale, numberLocale, rightToLeft } from "./locale.ts"

const PROSE_DIGITS = 2
/** From here on a figure in a sentence is shortened (12.3M); the exact one is given beside it. */
const COMPACT_FROM = 10_000_000n * 1_000_000n

const formats = new Map<string, Intl.NumberFormat>()
const formatOf = (options: Intl.NumberFormatOptions) => {
  const key = numberLocale() + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.NumberFormat(numberLocale(), options)
  formats.set(key, format)
  return format
}

/** Keeps a sign before its figure in a text from right to left. */
const mark = () => (rightToLeft() ? "\u200e" : "")

/** `format` takes a decimal string without rounding it through a binary number first. */
const print = (decimal: string, options: Intl.NumberFormatOptions) =>
  formatOf(options)
    .formatToParts(decimal as Intl.StringNumericLiteral)
    .map((part) => (part.type === "minusSign" ? `${mark()}−` : part.value))
    .join("")

const isTiny = (decimal: string) => {
  const value = parseDecimal(decimal) ?? 0n
  return value !== 0n && value > -10_000n && value < 10_000n
}

/** Up to two decimals, `<0.01` for what would round to nothing, `12.3M` for the very large. */
export const credits = (decimal: string): string => {
  if (isTiny(decimal)) return decimal.startsWith("-") ? "−<0.01" : "<0.01"
  const value = parseDecimal(decimal) ?? 0n
  if (value >= COMPACT_FROM || value <= -COMPACT_FROM)
    return print(decimal, { notation: "compact", maximumFractionDigits: 2 })
  return print(decimal, { maximumFractionDigits: PROSE_DIGITS })
}

/** What is only reckoned: three digits that mean something, `14,700`. */
export const roughCredits = (decimal: string): string =>
  isTiny(decimal) ? credits(decimal) : print(decimal, { maximumSignificantDigits: 3 })

/** Every digit there is. */
export const exactCredits = (decimal: string): string =>
  print(decimal, { maximumFractionDigits: 6 })

/** True when `credits` does not show every digit, so that the exact figure belongs beside it. */
export const isShortened = (decimal: string): boolean => credits(decimal) !== exactCredits(decimal)

const withPlus = (decimal: string, text: string) =>
  decimal.startsWith("-") || (parseDecimal(decimal) ?? 0n) === 0n ? text : `${mark()}+${text}`

/** `−20`, `+5,000`: an addition says so. */
export const signedCredits = (decimal: string): string => withPlus(decimal, credits(decimal))

/** The fewest fractional digits that hold every value of a column, so that its figures line up. */
export const columnDigits = (decimals: Iterable<string>): number => {
  let digits = 0
  for (const decimal of decimals)
    digits = Math.max(digits, (decimal.split(".")[1] ?? "").replace(/0+$/, "").length)
  return digits
}

export const columnCredits = (decimal: string, digits: number): string =>
  print(decimal, { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** A column of averages: two decimals each, and `<0.01` for what would round to nothing. */
export const averageCredits = (decimal: string): string =>
  isTiny(decimal) ? credits(decimal) : columnCredits(decimal, PROSE_DIGITS)

export const signedColumnCredits = (decimal: string, digits: number): string =>
  withPlus(decimal, columnCredits(decimal, digits))

export const count = (n: number): string => formatOf({}).format(n)

/** `19,367` below a million, then `about 1.2 million`. */
export const roughCount = (n: number, about: (figure: string) => string): string =>
  n < 1_000_000
    ? count(n)
    : about(
        formatOf({
          notation: "compact",
          compactDisplay: "long",
          maximumFractionDigits: 1,
        }).format(n),
      )

/** One decimal under 10, none above: `6.4%`, `62%`. */
export const percent = (n: number): string =>
  print(String(n), {
    style: "unit",
    unit: "percent",
    maximumFractionDigits: Math.abs(n) < 10 ? 1 : 0,
  })

/** `+19%`, `−2.1%`: a change says where it goes. */
export const signedPercent = (n: number): string => withPlus(n.toFixed(6), percent(n))

/** `2.5×` a usual day. */
export const times = (n: number): string =>
  `${print(String(n), { maximumFractionDigits: n < 10 ? 1 : 0 })}×`

/** Axis ticks: short, and never more exact than needed. */
export const axisNumber = (n: number): string =>
  formatOf(
    Math.abs(n) >= 10_000
      ? { notation: "compact", maximumFractionDigits: 1 }
      : { maximumSignificantDigits: 3 },
  ).format(n)

/** Money paid, by its ISO 4217 code; with the code itself where `Intl` does not know it. */
export const money = (amount: string, currency: string): string => {
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${exactCredits(amount)} ${currency}`
  return print(amount, { style: "currency", currency, currencyDisplay: "narrowSymbol" })
}

/** `a, b and c`. */
export const nameList = (names: ReadonlyArray<string>): string =>
  new Intl.ListFormat(locale(), { type: "conjunction" }).format(names)

export const plural = (n: number, one: string, many: string): string =>
  `${count(n)} ${n === 1 ? one : many}`

/** What somebody typed as a decimal: `1,000.5` or, where it is written so, `1.000,5`. */
export const readNumber = (text: string): string => {
  const sample = formatOf({ minimumFractionDigits: 1 }).formatToParts(12345.5)
  const sign = (type: "group" | "decimal") => sample.find((part) => part.type === type)?.value ?? ""
  const plain = text.replaceAll(/\s/g, "").replaceAll(sign("group"), "")
  return plain.replace(sign("decimal"), ".")
}
