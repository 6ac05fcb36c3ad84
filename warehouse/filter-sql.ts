/**
 * From filters to a statement: which of the conditions in `sql/fragments/filters.sql` it has is decided by
 * fields and operators, and what was asked travels as typed parameters. No text of a request becomes SQL.
 */

import type { Parameters } from "./clickhouse.ts"
import { parseDecimal } from "./domain/decimal.ts"
import {
  askOnly,
  type Filter,
  type Filters,
  isProperty,
  type NamedField,
  propertyName,
} from "./domain/filters.ts"
import type { BoundStatement } from "./long-parameters.ts"
import { sqlFragments } from "./sql-files.ts"

const conditions = sqlFragments("filters")

/**
 * Placeholders of queries, and which fields the table behind each can be asked for; properties go with
 * the ledger.
 */
const PLACEHOLDERS = {
  category_filters: ["account", "type", "category"],
  operation_filters: ["type", "category", "operation"],
  transaction_filters: null,
} as const satisfies Readonly<Record<string, ReadonlyArray<NamedField> | null>>
type Placeholder = keyof typeof PLACEHOLDERS

const PLACEHOLDER = /\{\{(category|operation|transaction)_filters\}\}/g

/** The statement with a condition for each filter, and their parameters. */
export const withFilters = (statement: string, filters: Filters): BoundStatement => ({
  statement: statement.replace(PLACEHOLDER, (placeholder) => {
    const fields = PLACEHOLDERS[placeholder.slice(2, -2) as Placeholder]
    if (fields !== null && !askOnly(filters, fields))
      throw new Error(`${placeholder} has no place for these filters: ${keysOf(filters)}`)
    return conditionOf(filters)
  }),
  parameters: parametersOf(filters),
})

const keyOf = ({ field, operator }: Filter) =>
  `${isProperty(field) ? "property" : field}:${operator}`
const keysOf = (filters: Filters) => [...new Set(filters.map(keyOf))]

const conditionOf = (filters: Filters): string => {
  const parts = keysOf(filters).map((key) => {
    const condition = conditions.get(key)
    if (condition === undefined) throw new Error(`no condition for ${key} in sql/fragments`)
    return `(${condition})`
  })
  return parts.length === 0 ? "true" : parts.join(" AND ")
}

/** No control character comes into a name or a value of a property, but for tabs and line breaks. */
const SEPARATOR = "\u001f"

const parametersOf = (filters: Filters): Parameters => {
  const parameters: Record<string, Parameters[string]> = {}
  const append = (name: string, values: ReadonlyArray<string>) => {
    const before = (parameters[name] ?? []) as ReadonlyArray<string>
    parameters[name] = [...before, ...values]
  }
  for (const { field, operator, values } of filters) {
    if (isProperty(field)) {
      const name = propertyName(field)
      const pairs = values.map((value) => `${name}${SEPARATOR}${value}`)
      append(`property_${operator}`, pairs)
      append(`property_${operator}_names`, [name])
    } else if (field === "credits") {
      const millionths = values.map(millionthsOf)
      parameters[`credits_${operator}`] =
        operator === "is" || operator === "not" ? millionths : (millionths[0] ?? 0n)
    } else append(`${field}_${operator}`, values)
  }
  return parameters
}

const millionthsOf = (text: string): bigint => {
  const millionths = parseDecimal(text)
  if (millionths === undefined) throw new Error("a filter of credits holds no decimal")
  return millionths
}
