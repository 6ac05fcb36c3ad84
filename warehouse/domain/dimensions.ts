/** What usage is split by, and what is measured of it. */
import { FRACTION_DIGITS } from "./decimal.ts"
import type { Totals } from "./transaction.ts"

export const NAMED_DIMENSIONS = ["category", "operation", "type", "account", "actor"] as const
export type NamedDimension = (typeof NAMED_DIMENSIONS)[number]
/** `property:NAME` is one of the event's own dimensions. */
export type Dimension = NamedDimension | `property:${string}`

export const DIMENSIONS_MAX = 2
const PROPERTY = "property:"
const PROPERTY_NAME_LENGTH_MAX = 64

/**
 * `spend` … `bonus`: credits of transactions of that type. `credits`: of all of them, each positive.
 * `count`: how many transactions, in millionths like the others.
 */
export const MEASURES = ["spend", "purchase", "refund", "bonus", "credits", "count"] as const
export type Measure = (typeof MEASURES)[number]

const ONE = 10n ** BigInt(FRACTION_DIGITS)

export const measured = (totals: Totals, measure: Measure): bigint => {
  const { spend, purchase, refund, bonus, count } = totals
  if (measure === "count") return BigInt(count) * ONE
  return measure === "credits" ? spend + purchase + refund + bonus : totals[measure]
}

/** Which groups come first, and so which are listed: `change` is the difference, `value` the name. */
export const GROUP_SORTS = [
  "-credits",
  "credits",
  "-count",
  "count",
  "-change",
  "change",
  "value",
] as const
export type GroupSort = (typeof GROUP_SORTS)[number]

export const isPropertyDimension = (dimension: Dimension): dimension is `property:${string}` =>
  dimension.startsWith(PROPERTY)

export const propertyOf = (dimension: `property:${string}`): string =>
  dimension.slice(PROPERTY.length)

const isDimension = (text: string): text is Dimension =>
  (NAMED_DIMENSIONS as ReadonlyArray<string>).includes(text) ||
  (text.startsWith(PROPERTY) &&
    text.length > PROPERTY.length &&
    [...text].length <= PROPERTY.length + PROPERTY_NAME_LENGTH_MAX)

/**
 * One or two different dimensions, by comma; null for anything else. As in filters, a backslash before a
 * comma, a colon or a backslash makes it part of a property's name.
 */
export const readDimensions = (text: string): ReadonlyArray<Dimension> | null => {
  const pieces = splitAtCommas(text)
  if (pieces === null) return null
  const parts = pieces.map((part) => part.replace(/\\([\\,:])/g, "$1"))
  const dimensions = parts.filter(isDimension)
  const fits =
    dimensions.length === parts.length &&
    dimensions.length <= DIMENSIONS_MAX &&
    new Set(dimensions).size === dimensions.length
  return fits ? dimensions : null
}

/** At each comma without a backslash before it; null where a backslash stands before nothing it may. */
const splitAtCommas = (text: string): ReadonlyArray<string> | null => {
  const parts: string[] = [""]
  for (const [piece] of text.matchAll(/\\[\\,:]|./gsu)) {
    if (piece === "\\") return null
    if (piece === ",") parts.push("")
    else parts[parts.length - 1] += piece
  }
  return parts
}

/**
 * The name of a group in the values of a bucket: of one dimension the value itself, of two both as a
 * JSON array, which no third pair can look like.
 */
export const groupKey = (values: ReadonlyArray<string>): string =>
  values.length === 1 ? (values[0] as string) : JSON.stringify(values)
