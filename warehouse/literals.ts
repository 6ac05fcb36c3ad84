/**
 * Parameters as SQL literals. The embedded engine runs queries with bound parameters one at a time in the
 * whole process, so its reads carry theirs in the text; a server gets its long lists this way. This is the
 * only place that makes SQL of a value. A value is written only if it comes back from the engine as it
 * was: what does not fit its type is refused, never cut, rounded or wrapped.
 */
import type { Parameter, Parameters } from "./clickhouse.ts"
import { formatInstant, isDay } from "./domain/calendar.ts"
import { UnfitParameter } from "./errors.ts"

/** The statement with a literal in the place of every `{name:Type}`. Throws `UnfitParameter`. */
export const withLiterals = (statement: string, parameters: Parameters): string =>
  statement.replace(/\{(\w+):([^{}]+)\}/g, (_, name: string, type: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (value === undefined) throw new UnfitParameter(`{${name}:${type}} has no value`)
    try {
      return literalOf(type, value)
    } catch (error) {
      if (!(error instanceof UnfitParameter)) throw error
      throw new UnfitParameter(`{${name}:${type}}: ${error.message}`)
    }
  })

/** One value as an expression of exactly this type. Throws `UnfitParameter`. */
export const literalOf = (type: string, value: Parameter): string => {
  if (type === "String") return written(type, value)
  if (value === null && /^Nullable\(.*\)$/.test(type)) return `CAST(NULL, ${quoted(type)})`
  const inner = /^Nullable\((.*)\)$/.exec(type)?.[1] ?? type
  const text = inner.startsWith("Array(") ? written(inner, value) : bare(inner, value)
  return isPlain(type, text, value) ? text : `CAST(${quoted(text)}, ${quoted(type)})`
}

/** Longer lists are read faster as text. */
const PLAIN_LIST_MAX = 1_000

/**
 * Whether the engine reads the text as this type by itself, as it does whole numbers of the smallest type
 * that holds them: a conversion costs it more than the value.
 */
const isPlain = (type: string, text: string, value: Parameter): boolean => {
  if (!Array.isArray(value)) return smallestType(text) === type
  if (value.length === 0 || value.length > PLAIN_LIST_MAX) return false
  if (type === "Array(String)") return true
  const sizes = value.map((element: Parameter) => SIZES.indexOf(smallestType(String(element))))
  return !sizes.includes(-1) && type === `Array(${SIZES[Math.max(...sizes)]})`
}

const SIZES = ["UInt8", "UInt16", "UInt32", "UInt64"]

/** Empty for what is no whole number from zero on, written plainly. */
const smallestType = (text: string): string => {
  if (!/^(?:0|[1-9]\d{0,19})$/.test(text)) return ""
  const bits = BigInt(text).toString(2).length
  return SIZES.find((_, i) => bits <= 8 << i) ?? ""
}

/** As the engine reads it inside the text of a list. */
const written = (type: string, value: Parameter): string => {
  const [, outer, inner = ""] = /^(Array|Nullable)\((.*)\)$/.exec(type) ?? []
  if (outer === "Nullable") return value === null ? "NULL" : written(inner, value)
  if (outer === "Array") {
    if (!Array.isArray(value)) throw new UnfitParameter("is no list")
    return `[${value.map((element: Parameter) => written(inner, element)).join(",")}]`
  }
  const text = bare(type, value)
  return isText(type) ? quoted(text) : text
}

const bare = (type: string, value: Parameter): string => {
  if (value === null) throw new UnfitParameter("is null")
  const [, name = "", first = "", second = ""] =
    /^(\w+?)(?:\((\d+)?(?:, )?(\d+)?(?:'[\w/+-]+')?\))?$/.exec(type) ?? []
  if (name === "String" && first === "") return plainText(value)
  if (name === "Decimal") return decimal(value, Number(first) - Number(second), Number(second))
  if (name === "Date" && first === "") return instant(value, /^$/, "1970-01-01", "2149-06-06")
  if (name === "DateTime" && first === "")
    return instant(fromSeconds(value), clockTo(0), "1970-01-01", "2106-02-07 06:28:15")
  if (name === "DateTime64" && first !== "" && Number(first) <= 6)
    return instant(value, clockTo(Number(first)), "1900-01-01", "2299-12-31")
  const [, unsigned, bits] = /^(U?)Int(8|16|32|64|128|256)$/.exec(type) ?? []
  if (bits !== undefined) return integer(value, unsigned === "U", BigInt(bits))
  throw new UnfitParameter("has a type that nobody writes yet")
}

const isText = (type: string): boolean => /^(String|Date)/.test(type)

/** Both are what ends or changes a literal; NUL is what ends a text for many who pass it on. */
const quoted = (text: string): string =>
  `'${text.replace(/[\\'\0]/g, (found) => (found === "\0" ? "\\0" : `\\${found}`))}'`

const plainText = (value: Parameter): string => {
  if (typeof value !== "string") throw new UnfitParameter("is no text")
  // As bytes, half of a pair would become another character.
  if (!value.isWellFormed()) throw new UnfitParameter("is no Unicode text")
  return value
}

const digits = (value: Parameter, form: RegExp): string => {
  const exact = typeof value !== "number" || Number.isSafeInteger(value)
  const text = String(value)
  if (Array.isArray(value) || !exact || !form.test(text))
    throw new UnfitParameter("is no exact number of this kind")
  return text
}

const integer = (value: Parameter, unsigned: boolean, bits: bigint): string => {
  const number = BigInt(digits(value, /^-?\d+$/))
  const [low, high] = unsigned
    ? [0n, 2n ** bits - 1n]
    : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
  if (number < low || number > high) throw new UnfitParameter("is out of range")
  return String(number)
}

const decimal = (value: Parameter, wholeMax: number, fractionMax: number): string => {
  const text = digits(value, /^-?\d+(\.\d+)?$/)
  const [whole = "", fraction = ""] = text.replace("-", "").split(".")
  if (whole.replace(/^0+/, "").length > wholeMax) throw new UnfitParameter("is out of range")
  if (fraction.replace(/0+$/, "").length > fractionMax)
    throw new UnfitParameter("has too many places")
  return text
}

/** `YYYY-MM-DD` and, for instants, ` hh:mm:ss`. The engine moves what it cannot hold, without a word. */
const instant = (value: Parameter, time: RegExp, first: string, last: string): string => {
  const text = typeof value === "string" ? value : ""
  const day = text.slice(0, "YYYY-MM-DD".length)
  if (!isDay(day) || !time.test(text.slice(day.length)))
    throw new UnfitParameter("is no time of this kind")
  if (text < first || text.slice(0, last.length) > last) throw new UnfitParameter("is out of range")
  return text
}

/** A number is epoch seconds, as it is for a server; as text, small ones would be years. */
const fromSeconds = (value: Parameter): Parameter =>
  typeof value === "number" && Number.isSafeInteger(value) && Math.abs(value) < 2 ** 33
    ? formatInstant(value * 1000)
        .slice(0, 19)
        .replace("T", " ")
    : value

const CLOCK = " ([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d"
const clockTo = (scale: number) =>
  new RegExp(scale === 0 ? `^${CLOCK}$` : `^${CLOCK}(\\.\\d{1,${scale}})?$`)
