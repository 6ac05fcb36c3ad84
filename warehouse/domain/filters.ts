/** Which transactions a question is about: all filters hold, each by any one of its values. Pure. */

/**
 * `is`: equal to one of the values. `not`: to none of them. `has`: contains one of them, whatever the
 * case. `gt`, `lt`: above, below the one value.
 */
export const FILTER_OPERATORS = ["is", "not", "has", "gt", "lt"] as const
export type FilterOperator = (typeof FILTER_OPERATORS)[number]

const TEXT = ["is", "not", "has"] as const

/**
 * What each field may be asked. `credits` are signed, as answers show them: a spend of 5 is -5. `text`
 * looks into description and reference at once. `account` is for questions about several accounts.
 * The empty text means: none was sent.
 */
export const FILTER_FIELDS = {
  account: ["is", "not"],
  type: ["is", "not"],
  category: TEXT,
  operation: TEXT,
  actor: TEXT,
  credits: ["is", "not", "gt", "lt"],
  description: TEXT,
  reference: TEXT,
  text: ["has"],
} as const satisfies Readonly<Record<string, ReadonlyArray<FilterOperator>>>

/** The same for `property:NAME`, one of the event's own dimensions. */
export const PROPERTY_OPERATORS: ReadonlyArray<FilterOperator> = TEXT

export type NamedField = keyof typeof FILTER_FIELDS
export type PropertyField = `property:${string}`
export type FilterField = NamedField | PropertyField

export interface Filter {
  readonly field: FilterField
  readonly operator: FilterOperator
  /** At least one. Of `credits`: decimals as `formatDecimal` writes them. */
  readonly values: ReadonlyArray<string>
}

/** In canonical order, and no two with the same field and operator. */
export type Filters = ReadonlyArray<Filter>

const PROPERTY = "property:"

export const isProperty = (field: FilterField): field is PropertyField => field.startsWith(PROPERTY)
export const propertyField = (name: string): PropertyField => `${PROPERTY}${name}`
export const propertyName = (field: PropertyField): string => field.slice(PROPERTY.length)

const compare = (a: string, b: string): number => {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Equal questions become equal: filters and values sorted, values once. */
export const canonicalFilters = (filters: Filters): Filters =>
  filters
    .map((filter) => ({ ...filter, values: [...new Set(filter.values)].sort(compare) }))
    .sort((a, b) => compare(a.field, b.field) || compare(a.operator, b.operator))

/** Whether they ask for nothing but these fields: what a rollup with these columns can answer. */
export const askOnly = (filters: Filters, fields: ReadonlyArray<NamedField>): boolean =>
  filters.every(({ field }) => !isProperty(field) && fields.includes(field))
