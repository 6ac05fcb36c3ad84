/**
 * Exact decimals with at most six fractional digits, held as millionths in a bigint, so that no sum
 * ever rounds. Imports nothing: the dashboard runs this file too.
 */
export const FRACTION_DIGITS = 6
const ONE = 10n ** BigInt(FRACTION_DIGITS)

/** The largest magnitude one transaction may carry: what `Decimal(18, 6)` holds. */
export const MILLIONTHS_MAX = 10n ** 18n - 1n

const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,6}))?$/

/** `"-1.50"` → `-1500000n`; `undefined` when the text is not a decimal of at most six places. */
export const parseDecimal = (text: string): bigint | undefined => {
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, sign, whole = "0", fraction = ""] = match
  const magnitude = BigInt(whole) * ONE + BigInt(fraction.padEnd(FRACTION_DIGITS, "0"))
  return sign === "-" ? -magnitude : magnitude
}

/** `-1500000n` → `"-1.5"`: the shortest text, as it travels on the wire. */
export const formatDecimal = (millionths: bigint): string => {
  const magnitude = millionths < 0n ? -millionths : millionths
  const fraction = (magnitude % ONE).toString().padStart(FRACTION_DIGITS, "0").replace(/0+$/, "")
  const text = `${magnitude / ONE}${fraction === "" ? "" : `.${fraction}`}`
  return millionths < 0n ? `-${text}` : text
}

/** The quotient rounded half away from zero, for averages and scaled imports. */
export const divideRounded = (dividend: bigint, divisor: bigint): bigint => {
  const negative = dividend < 0n !== divisor < 0n
  const [n, d] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor]
  const quotient = (2n * n + d) / (2n * d)
  return negative ? -quotient : quotient
}

/** `part / whole` as a plain number with six places: shares and rates, never credits. */
export const ratio = (part: bigint, whole: bigint): number =>
  Number(divideRounded(part * ONE, whole)) / 1e6
