/** The rules of single fields on the wire: each gives the refusal of a text, or nothing. */
import { EARLIEST_INSTANT } from "./calendar.ts"
import { FRACTION_DIGITS } from "./decimal.ts"
import { type Refusal, refuse } from "./usage-event-refusals.ts"

type Rule<T> = (value: T) => Refusal | undefined

const CONTROL = /\p{Cc}/u
const CONTROL_IN_PROSE = /(?![\t\n\r])\p{Cc}/u

/** The number of code points, which is what the limits count. */
const countCharacters = (text: string): number => {
  let count = text.length
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--
      i++
    }
  }
  return count
}

const limitedText =
  (limits: { readonly min: 0 | 1; readonly max: number; readonly control: RegExp }): Rule<string> =>
  (text) => {
    if (text.length < limits.min) return refuse("too_short")
    if (text.length > limits.max) {
      const got = countCharacters(text)
      if (got > limits.max) return refuse("too_long", limits.max, got)
    }
    if (limits.control.test(text) || !text.isWellFormed()) return refuse("not_printable")
    return undefined
  }

/** From 1 to `max` printable characters. */
export const printable = (max: number): Rule<string> =>
  limitedText({ min: 1, max, control: CONTROL })

/** Like `printable`, with line breaks and tabs; `min` 0 allows the empty text. */
export const prose = (max: number, min: 0 | 1 = 1): Rule<string> =>
  limitedText({ min, max, control: CONTROL_IN_PROSE })

/** Twelve digits before the point and six behind it are what `Decimal(18, 6)` holds. */
export const WHOLE_DIGITS_MAX = 12
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

const decimal =
  (sign: (negative: boolean, zero: boolean) => Refusal | undefined): Rule<string> =>
  (text) => {
    const match = DECIMAL.exec(text)
    if (match === null) return refuse("decimal")
    const [, minus, whole = "", fraction = ""] = match
    const wholeDigits = whole.replace(/^0+/, "").length
    const signed = sign(minus === "-", wholeDigits === 0 && /^0*$/.test(fraction))
    if (signed !== undefined) return signed
    if (fraction.length > FRACTION_DIGITS) return refuse("decimal_places", fraction.length)
    if (wholeDigits > WHOLE_DIGITS_MAX) return refuse("too_large", WHOLE_DIGITS_MAX, wholeDigits)
    return undefined
  }

export const positiveDecimal = decimal((negative, zero) =>
  negative || zero ? refuse("not_positive") : undefined,
)
export const decimalFromZero = decimal((negative, zero) =>
  negative && !zero ? refuse("negative") : undefined,
)

/** A JSON number as a quantity: only where it is exact. */
export const wholeFromZero: Rule<number> = (value) => {
  if (!Number.isSafeInteger(value)) return refuse("type", "a whole JSON number, or a string")
  if (value < 0) return refuse("negative")
  const digits = String(value).length
  return digits > WHOLE_DIGITS_MAX ? refuse("too_large", WHOLE_DIGITS_MAX, digits) : undefined
}

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))?$/
const OFFSET = /(?:[Zz]|[+-]\d\d:\d\d)$/
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const daysInMonth = (year: number, month: number): number =>
  month === 2 && (year % 4 === 0 ? year % 100 !== 0 || year % 400 === 0 : false)
    ? 29
    : (DAYS_IN_MONTH[month - 1] ?? 0)

/**
 * RFC 3339 to epoch milliseconds. Read by hand: `Date.parse` takes 30 February, 24:00 and a missing
 * offset. A leap second is refused, for there is no such epoch millisecond.
 */
export const readInstant = (text: string): number | Refusal => {
  const match = TIMESTAMP.exec(text)
  if (match === null) return refuse("timestamp")
  const [, y, mo, d, h, mi, s, fraction = "", sign, offsetHours = "0", offsetMinutes = "0"] = match
  const [year, month, day] = [Number(y), Number(mo), Number(d)]
  const [hour, minute, second] = [Number(h), Number(mi), Number(s)]
  const [offsetHour, offsetMinute] = [Number(offsetHours), Number(offsetMinutes)]
  if (day < 1 || day > daysInMonth(year, month)) return refuse("timestamp")
  if (hour > 23 || minute > 59 || second > 59) return refuse("timestamp")
  if (offsetHour > 23 || offsetMinute > 59) return refuse("timestamp")
  if (!OFFSET.test(text)) return refuse("time_zone_missing")
  if (fraction.length > 3) return refuse("precision", fraction.length)
  // Before the arithmetic: `Date.UTC` takes the years 0 to 99 for 1900 to 1999.
  if (year < 1970) return refuse("too_old")
  const offset = (sign === "-" ? -60_000 : 60_000) * (offsetHour * 60 + offsetMinute)
  const instant =
    Date.UTC(year, month - 1, day, hour, minute, second, Number(fraction.padEnd(3, "0"))) - offset
  return instant < EARLIEST_INSTANT ? refuse("too_old") : instant
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"))
export const currency: Rule<string> = (text) =>
  CURRENCIES.has(text) ? undefined : refuse("currency")
