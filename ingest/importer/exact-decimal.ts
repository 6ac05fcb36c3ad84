/** Decimals of any number of places, for prices and costs before they are rounded to credits. */
import { FRACTION_DIGITS } from "#warehouse/domain/decimal.ts"

export const ROUNDINGS = ["exact", "half-up", "half-even", "down"] as const
export type Rounding = (typeof ROUNDINGS)[number]

/** `digits` / 10^`places`. */
export interface Exact {
  readonly digits: bigint
  readonly places: number
}

export const EXACT_ZERO: Exact = { digits: 0n, places: 0 }

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/
/** What a cell may hold: enough for every price list, too little to keep the process busy. */
const TEXT_MAX = 100
const EXPONENT_MAX = 100

/** `"-0.00000080000"`, `"8e-7"`; `undefined` when the text is not a decimal number. */
export const parseExact = (text: string): Exact | undefined => {
  if (text.length > TEXT_MAX) return undefined
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, sign, whole = "", fraction = "", exponentText = "0"] = match
  const exponent = Number(exponentText)
  if (exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX) return undefined
  const magnitude = BigInt(whole + fraction)
  const digits = sign === "-" ? -magnitude : magnitude
  const places = fraction.length - exponent
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}

export const exactOfMillionths = (millionths: bigint): Exact => ({
  digits: millionths,
  places: FRACTION_DIGITS,
})

const atPlaces = ({ digits, places }: Exact, wanted: number): bigint =>
  digits * 10n ** BigInt(wanted - places)

export const addExact = (a: Exact, b: Exact): Exact => {
  const places = Math.max(a.places, b.places)
  return { digits: atPlaces(a, places) + atPlaces(b, places), places }
}

export const subtractExact = (a: Exact, b: Exact): Exact =>
  addExact(a, { digits: -b.digits, places: b.places })

export const multiplyExact = (a: Exact, b: Exact): Exact => ({
  digits: a.digits * b.digits,
  places: a.places + b.places,
})

/** The shortest text: `"0.0000008"`. */
export const formatExact = ({ digits, places }: Exact): string => {
  const magnitude = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0")
  const whole = magnitude.slice(0, magnitude.length - places)
  const fraction = magnitude.slice(magnitude.length - places).replace(/0+$/, "")
  return `${digits < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`
}

/** To millionths. `half-up` is half away from zero, `down` towards it; `exact` gives nothing when digits would be lost. */
export const roundExact = ({ digits, places }: Exact, rounding: Rounding): bigint | undefined => {
  if (places <= FRACTION_DIGITS) return atPlaces({ digits, places }, FRACTION_DIGITS)
  const divisor = 10n ** BigInt(places - FRACTION_DIGITS)
  const quotient = digits / divisor
  const remainder = digits % divisor
  if (remainder === 0n) return quotient
  if (rounding === "exact") return undefined
  const twice = 2n * (remainder < 0n ? -remainder : remainder)
  const away =
    rounding === "down"
      ? false
      : twice > divisor || (twice === divisor && (rounding === "half-up" || quotient % 2n !== 0n))
  return away ? quotient + (digits < 0n ? -1n : 1n) : quotient
}
