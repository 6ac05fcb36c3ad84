/** Filters as the address and the API write them: `field:op:value,value`, all of which hold. */

export const filterFields = [
  "account",
  "type",
  "category",
  "operation",
  "credits",
  "description",
  "reference",
  "actor",
  "text",
] as const
export type NamedField = (typeof filterFields)[number]
export type FilterField = NamedField | `property:${string}`

export const filterOperators = ["is", "not", "has", "gt", "lt"] as const
export type FilterOperator = (typeof filterOperators)[number]

export interface Filter {
  readonly field: FilterField
  readonly operator: FilterOperator
  /** At least one; any of them may hold. */
  readonly values: ReadonlyArray<string>
}

const TEXT = ["is", "not", "has"] as const
const operatorsOfNamed: Record<NamedField, ReadonlyArray<FilterOperator>> = {
  account: ["is", "not"],
  type: ["is", "not"],
  category: TEXT,
  operation: TEXT,
  credits: ["gt", "lt", "is", "not"],
  description: TEXT,
  reference: TEXT,
  actor: TEXT,
  text: ["has"],
}

const PROPERTY = "property:"
const isProperty = (field: FilterField): field is `property:${string}` => field.startsWith(PROPERTY)

export const operatorsOf = (field: FilterField): ReadonlyArray<FilterOperator> =>
  isProperty(field) ? TEXT : operatorsOfNamed[field]

export const types = ["spend", "purchase", "refund", "bonus"] as const

const FILTERS_MAX = 20
const VALUES_MAX = 100
const VALUE_MAX = 2048

const escaped = (text: string): string => text.replace(/[\\,:]/g, "\\$&")
const unescaped = (text: string): string => text.replace(/\\([\\,:])/g, "$1")

export const printFilter = ({ field, operator, values }: Filter): string => {
  const name = isProperty(field) ? PROPERTY + escaped(field.slice(PROPERTY.length)) : field
  return `${name}:${operator}:${values.map(escaped).join(",")}`
}

/** `undefined` for what the API would refuse. */
export const readFilter = (text: string): Filter | undefined => {
  if (text.replace(/\\[\\,:]/g, "").includes("\\")) return undefined
  const [head = "", second, ...others] = splitAt(text, ":")
  const named = head === "property"
  const operator = named ? others[0] : second
  const rest = named ? others.slice(1) : others
  const field = named ? propertyOf(second) : filterFields.find((known) => known === head)
  const known = field && operatorsOf(field).find((each) => each === operator)
  if (field === undefined || known === undefined || rest.length === 0) return undefined
  const values = [...new Set(splitAt(rest.join(":"), ",").map(unescaped))]
  const single = known === "gt" || known === "lt"
  return values.every((value) => isValue(field, known, value)) && !(single && values.length > 1)
    ? { field, operator: known, values }
    : undefined
}

const propertyOf = (name: string | undefined): FilterField | undefined =>
  name === undefined || name === "" ? undefined : `${PROPERTY}${unescaped(name)}`

const CREDITS = /^-?\d{1,12}(\.\d{1,6})?$/

export const isValue = (field: FilterField, operator: FilterOperator, value: string): boolean => {
  if (value.length > VALUE_MAX || /(?![\t\n\r])\p{Cc}/u.test(value)) return false
  if (field === "type") return types.some((type) => type === value)
  if (field === "credits") return CREDITS.test(value)
  const mayBeEmpty = isProperty(field) || field === "actor" || field === "reference"
  return value !== "" || (mayBeEmpty && operator !== "has")
}

/** At each separator that no backslash stands before; the escapes stay. */
const splitAt = (text: string, separator: ":" | ","): ReadonlyArray<string> => {
  const parts: string[] = [""]
  for (const [piece] of text.matchAll(/\\[\\,:]|./gsu)) {
    if (piece === separator) parts.push("")
    else parts[parts.length - 1] += piece
  }
  return parts
}

/**
 * What a list of texts means, as the API takes it: one filter for a field and operator. `undefined`
 * when one of them, or all together, would be refused.
 */
export const readFilters = (texts: ReadonlyArray<string>): ReadonlyArray<Filter> | undefined => {
  const filters: Filter[] = []
  for (const text of texts) {
    const filter = readFilter(text)
    if (filter === undefined || filters.some((known) => sameQuestion(known, filter)))
      return undefined
    filters.push(filter)
  }
  const values = filters.reduce((sum, filter) => sum + filter.values.length, 0)
  return filters.length > FILTERS_MAX || values > VALUES_MAX ? undefined : filters
}

const sameQuestion = (a: Filter, b: Filter) => a.field === b.field && a.operator === b.operator

/** With the filter in the place of the one with its field and operator; without values, without it. */
export const putFilter = (
  filters: ReadonlyArray<Filter>,
  filter: Filter,
): ReadonlyArray<Filter> => {
  const others = filters.filter((known) => !sameQuestion(known, filter))
  if (filter.values.length === 0) return others
  const at = filters.findIndex((known) => sameQuestion(known, filter))
  return at < 0 ? [...others, filter] : others.toSpliced(at, 0, filter)
}

/** One value more for a field, or, where `not`, one that is left out; taken from the opposite. */
export const addValue = (
  filters: ReadonlyArray<Filter>,
  { field, operator, value }: { field: FilterField; operator: "is" | "not"; value: string },
): ReadonlyArray<Filter> => {
  const valuesOf = (wanted: FilterOperator) =>
    filters.find((known) => sameQuestion(known, { field, operator: wanted, values: [] }))?.values ??
    []
  const opposite = operator === "is" ? "not" : "is"
  const left = valuesOf(opposite).filter((known) => known !== value)
  const without = putFilter(filters, { field, operator: opposite, values: left })
  const values = [...new Set([...valuesOf(operator), value])]
  return putFilter(without, { field, operator, values })
}

/** What the search box says: the one filter that is no chip. */
export const searchOf = (filters: ReadonlyArray<Filter>): string =>
  filters.find(({ field }) => field === "text")?.values[0] ?? ""

export const SEARCH_MIN = 2

export const withSearch = (filters: ReadonlyArray<Filter>, text: string): ReadonlyArray<Filter> =>
  putFilter(filters, {
    field: "text",
    operator: "has",
    values: text.trim().length < SEARCH_MIN ? [] : [text.trim()],
  })
