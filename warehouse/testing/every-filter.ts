/** Statements with every filter that they have a place for, for tests of the statements themselves. */
import {
  askOnly,
  FILTER_FIELDS,
  type Filter,
  type FilterField,
  type FilterOperator,
  type NamedField,
  PROPERTY_OPERATORS,
} from "../domain/filters.ts"
import { withFilters } from "../filter-sql.ts"
import { withDimensions } from "../usage-dimensions.ts"

const textOf = (field: FilterField) => {
  if (field === "type") return "spend"
  return field === "credits" ? "-1.5" : "x"
}
const filtersOf = (field: FilterField, operators: ReadonlyArray<FilterOperator>) =>
  operators.map((operator): Filter => ({ field, operator, values: [textOf(field)] }))

export const EVERY_FILTER = [
  ...Object.entries(FILTER_FIELDS).flatMap(([field, operators]) =>
    filtersOf(field as NamedField, operators),
  ),
  ...filtersOf("property:model", PROPERTY_OPERATORS),
]

/** Without any of its placeholders for filters and dimensions. */
export const withEveryFilter = (text: string): string => {
  const { statement } = withDimensions(text, ["category", "type"])
  const fits = EVERY_FILTER.filter((filter) => {
    if (statement.includes("{{category_filters}}"))
      return askOnly([filter], ["account", "type", "category"])
    if (statement.includes("{{operation_filters}}"))
      return askOnly([filter], ["type", "category", "operation"])
    return true
  })
  return withFilters(statement, fits).statement
}
