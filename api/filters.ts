/**
 * Filters in a query string: `filter=field:op:value`, repeated; several values by comma. In names of
 * properties and in values, `\` comes before a comma, a colon or itself that stands for itself.
 */
import { Schema } from "effect"
import { formatDecimal, MILLIONTHS_MAX, parseDecimal } from "#warehouse/domain/decimal.ts"
import {
  canonicalFilters,
  FILTER_FIELDS,
  type Filter,
  type FilterField,
  type FilterOperator,
  type Filters,
  isProperty,
  PROPERTY_OPERATORS,
  propertyField,
  propertyName,
} from "#warehouse/domain/filters.ts"
import { TRANSACTION_TYPES } from "#warehouse/domain/transaction-type.ts"
import type { FieldError } from "./contract.ts"

export const FILTERS_MAX = 20
export const FILTER_VALUES_MAX = 100
const VALUE_LENGTH_MAX = 2_048
const NAME_LENGTH_MAX = 64

const word = (fields: string) =>
  Schema.Array(Schema.String).annotate({
    description: `field:op:value, repeated, and all of them hold; at most ${FILTERS_MAX} with ${FILTER_VALUES_MAX} values in all. Fields: ${fields}. Several values by comma, any of which may hold. A backslash before a comma, a colon or a backslash makes it part of the value. \`credits\` are signed: a spend of 5 is -5. \`has\` looks for a part, whatever the case; an empty value stands for none. Example: category:is:Image Generation,Research`,
  })

const fieldList = (account: boolean) =>
  [
    ...Object.entries(FILTER_FIELDS).filter(([field]) => account || field !== "account"),
    ["property:NAME", PROPERTY_OPERATORS] as const,
  ]
    .map(([field, operators]) => `${field} (${operators.join(", ")})`)
    .join("; ")

/** The word of a question about one account, and that of one about all that may be read. */
export const FILTER_WORD = word(fieldList(false))
export const FILTER_WORD_ALL = word(fieldList(true))
export type FilterWord = typeof FILTER_WORD

/** What a query's `filter` texts mean, or every error in them. */
export const readFilters = (
  texts: ReadonlyArray<string>,
  { account }: { readonly account: boolean },
): { readonly filters: Filters; readonly errors: ReadonlyArray<FieldError> } => {
  if (texts.length > FILTERS_MAX)
    return {
      filters: [],
      errors: [
        {
          pointer: "/filter",
          code: "too_many_filters",
          message: `at most ${FILTERS_MAX} filters, got ${texts.length}`,
        },
      ],
    }
  const read = texts.map((text) => readFilter(text, account))
  const errors = read.flatMap(({ refusals }, i) =>
    refusals.map((refusal) => ({ pointer: `/filter/${i}`, ...refusal })),
  )
  const filters = read.flatMap(({ filter }) => (filter === null ? [] : [filter]))
  return { filters: canonicalFilters(filters), errors: [...errors, ...togetherErrors(read)] }
}

/** The canonical text of each, which reads as the same filters again. */
export const printFilters = (filters: Filters): ReadonlyArray<string> =>
  canonicalFilters(filters).map(
    ({ field, operator, values }) =>
      `${isProperty(field) ? `property:${escaped(propertyName(field))}` : field}:${operator}:${values.map(escaped).join(",")}`,
  )

interface Refusal {
  readonly code: string
  readonly message: string
}
interface Read {
  readonly filter: Filter | null
  readonly refusals: ReadonlyArray<Refusal>
}

const refused = (code: string, message: string): Read => ({
  filter: null,
  refusals: [{ code, message }],
})

/** What single filters cannot tell. */
const togetherErrors = (read: ReadonlyArray<Read>): FieldError[] => {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  let values = 0
  read.forEach(({ filter }, i) => {
    if (filter === null) return
    values += filter.values.length
    const key = `${filter.operator} ${filter.field}`
    if (seen.has(key))
      errors.push({
        pointer: `/filter/${i}`,
        code: "repeated_filter",
        message: `${filter.field}:${filter.operator} is given twice: name all values in one filter, with commas`,
      })
    seen.add(key)
  })
  if (values > FILTER_VALUES_MAX)
    errors.push({
      pointer: "/filter",
      code: "too_many_values",
      message: `at most ${FILTER_VALUES_MAX} values in all filters, got ${values}`,
    })
  return errors
}

const FORM = "must be field:op:value, such as category:is:Research"

const readFilter = (text: string, account: boolean): Read => {
  if (text.replace(/\\[\\,:]/g, "").includes("\\"))
    return refused(
      "invalid_escape",
      "a backslash must stand before a comma, a colon or a backslash",
    )
  const parts = splitAt(text, ":")
  const [head = "", second = ""] = parts
  const named = head === "property"
  const operator = named ? parts[2] : second
  const rest = parts.slice(named ? 3 : 2)
  if (operator === undefined || rest.length === 0) return refused("filter_form", FORM)
  const field = fieldOf(head, named ? unescaped(second) : null, account)
  if (field === null)
    return refused("unknown_field", `${shown(head)} is no field; known here: ${fieldList(account)}`)
  if (named && !isName(unescaped(second)))
    return refused(
      "invalid_value",
      `property: a name has 1 to ${NAME_LENGTH_MAX} printable characters`,
    )
  const operators = operatorsOf(field)
  if (!operators.includes(operator as FilterOperator))
    return refused(
      "unknown_operator",
      `${field} takes ${operators.join(", ")}, not ${shown(operator)}`,
    )
  return readValues(field, operator as FilterOperator, rest.join(":"))
}

const fieldOf = (head: string, name: string | null, account: boolean): FilterField | null => {
  if (name !== null) return propertyField(name)
  if (!Object.hasOwn(FILTER_FIELDS, head) || (head === "account" && !account)) return null
  return head as FilterField
}

const operatorsOf = (field: FilterField): ReadonlyArray<FilterOperator> =>
  isProperty(field) ? PROPERTY_OPERATORS : FILTER_FIELDS[field]

const readValues = (field: FilterField, operator: FilterOperator, text: string): Read => {
  const values = splitAt(text, ",").map(unescaped)
  const refusals: Refusal[] = []
  for (const value of values) {
    const message = valueRefusal(field, operator, value)
    if (message !== null) refusals.push({ code: "invalid_value", message: `${field}: ${message}` })
  }
  if ((operator === "gt" || operator === "lt") && values.length > 1)
    refusals.push({ code: "too_many_values", message: `${field}:${operator} takes one value` })
  const filter = { field, operator, values: field === "credits" ? values.map(canonical) : values }
  return refusals.length > 0
    ? { filter: null, refusals }
    : { filter: { ...filter, values: [...new Set(filter.values)] }, refusals }
}

/** Only of decimals that were accepted. */
const canonical = (text: string): string => {
  const credits = parseDecimal(text)
  return credits === undefined ? text : formatDecimal(credits)
}

const UNPRINTABLE = /(?![\t\n\r])\p{Cc}/u
/** Where an event may leave the field out, the empty text stands for that. */
const mayBeEmpty = (field: FilterField) =>
  isProperty(field) || field === "actor" || field === "reference"

const valueRefusal = (field: FilterField, operator: FilterOperator, value: string) => {
  if (value === "" && (operator === "has" || !mayBeEmpty(field))) return "the value is empty"
  if (value.length > VALUE_LENGTH_MAX) return `at most ${VALUE_LENGTH_MAX} characters a value`
  if (UNPRINTABLE.test(value)) return "control characters are in no value"
  if (field === "type" && !TRANSACTION_TYPES.some((type) => type === value))
    return `${shown(value)} is no type; known: ${TRANSACTION_TYPES.join(", ")}`
  if (field === "credits" && !isCredits(value))
    return `${shown(value)} is no decimal of at most 12 digits before the point and 6 behind it`
  return null
}

const isCredits = (text: string): boolean => {
  const credits = parseDecimal(text)
  return credits !== undefined && credits <= MILLIONTHS_MAX && credits >= -MILLIONTHS_MAX
}

const isName = (name: string) =>
  name !== "" && name.length <= 2 * NAME_LENGTH_MAX && !/\p{Cc}/u.test(name)

const SHOWN_MAX = 64
const shown = (text: string) => JSON.stringify(text.slice(0, SHOWN_MAX))

const escaped = (text: string): string => text.replace(/[\\,:]/g, "\\$&")
const unescaped = (text: string): string => text.replace(/\\([\\,:])/g, "$1")

/** At each separator that no backslash stands before; the escapes stay. */
const splitAt = (text: string, separator: ":" | ","): ReadonlyArray<string> => {
  const parts: string[] = [""]
  for (const [piece] of text.matchAll(/\\[\\,:]|./gsu)) {
    if (piece === separator) parts.push("")
    else parts[parts.length - 1] += piece
  }
  return parts
}
