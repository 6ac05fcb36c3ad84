/** Decimals and instants out of ASCII bytes, where they are written plainly. */

/** The schema has to decide. Less than every value that counts. */
export const UNSURE = -1

const [DIGIT_0, POINT, DASH, PLUS, COLON] = [0x30, 0x2e, 0x2d, 0x2b, 0x3a]
const [LETTER_T, LETTER_Z] = [0x54, 0x5a]
const MILLIONTHS = 1_000_000
const FRACTION_DIGITS = 6
/** With six places behind it, below 2^53. */
const WHOLE_DIGITS_MAX = 9
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** Millionths of `digits[.digits]`; exact, since what could exceed 2^53 is left to others. */
export const readPlainDecimal = (bytes: Uint8Array, from: number, to: number): number => {
  let at = from
  let whole = 0
  for (; at < to; at++) {
    const digit = (bytes[at] as number) - DIGIT_0
    if (digit < 0 || digit > 9) break
    whole = whole * 10 + digit
  }
  if (at === from || at - from > WHOLE_DIGITS_MAX) return UNSURE
  if (at === to) return whole * MILLIONTHS
  if (bytes[at] !== POINT) return UNSURE
  const places = to - at - 1
  if (places < 1 || places > FRACTION_DIGITS) return UNSURE
  let fraction = 0
  for (at++; at < to; at++) {
    const digit = (bytes[at] as number) - DIGIT_0
    if (digit < 0 || digit > 9) return UNSURE
    fraction = fraction * 10 + digit
  }
  for (let i = places; i < FRACTION_DIGITS; i++) fraction *= 10
  return whole * MILLIONTHS + fraction
}

/** The digits from here on as a number; NaN when one of them is none. */
const digits = (bytes: Uint8Array, at: number, count: number): number => {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = (bytes[i] as number) - DIGIT_0
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** Epoch milliseconds of `YYYY-MM-DDThh:mm:ss[.mmm]` with `Z` or `±hh:mm`. */
export const readPlainInstant = (bytes: Uint8Array, from: number, to: number): number => {
  const length = to - from
  if (length !== 20 && length !== 24 && length !== 25 && length !== 29) return UNSURE
  if (bytes[from + 4] !== DASH || bytes[from + 7] !== DASH || bytes[from + 10] !== LETTER_T)
    return UNSURE
  if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return UNSURE
  const day = dayOf(digits(bytes, from, 4), digits(bytes, from + 5, 2), digits(bytes, from + 8, 2))
  const [hour, minute] = [digits(bytes, from + 11, 2), digits(bytes, from + 14, 2)]
  const second = digits(bytes, from + 17, 2)
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return UNSURE
  const withMilliseconds = length === 24 || length === 29
  if (withMilliseconds && bytes[from + 19] !== POINT) return UNSURE
  const millisecond = withMilliseconds ? digits(bytes, from + 20, 3) : 0
  const offset = offsetOf(bytes, from + (withMilliseconds ? 23 : 19), to)
  const instant =
    day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + millisecond - offset
  return instant >= 0 ? instant : UNSURE
}

/** Milliseconds ahead of UTC; NaN when it is no offset. */
const offsetOf = (bytes: Uint8Array, at: number, to: number): number => {
  const first = bytes[at]
  if (at + 1 === to) return first === LETTER_Z ? 0 : Number.NaN
  if (at + 6 !== to || bytes[at + 3] !== COLON) return Number.NaN
  const [hours, minutes] = [digits(bytes, at + 1, 2), digits(bytes, at + 4, 2)]
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN
  const ahead = hours * HOUR_MS + minutes * MINUTE_MS
  if (first === PLUS) return ahead
  return first === DASH ? -ahead : Number.NaN
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970-01-01; NaN for a day that is not in the calendar. */
const dayOf = (year: number, month: number, day: number): number => {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)
  if (!(year >= 1970 && day >= 1 && day <= last)) return Number.NaN
  // Counted in years that begin in March, so that a leap day is the last of its year.
  const shifted = month > 2 ? year : year - 1
  const monthFromMarch = (month + 9) % 12
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400)
  return shifted * 365 + leapDays + dayOfYear - DAYS_TO_1970
}
/** From 0000-03-01 to 1970-01-01. */
const DAYS_TO_1970 = 719_468
