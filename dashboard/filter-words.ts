/** Filters as people read them: `Type is spend, purchase`. */
import { type Filter, type FilterField, filterFields } from "./filters.ts"
import { exactCredits } from "./format-number.ts"
import { m } from "./messages.ts"

export const fieldName = (field: FilterField): string => {
  const named = filterFields.find((known) => known === field)
  return named === undefined ? field.slice(field.indexOf(":") + 1) : m().filters.fields[named]
}

export const valueName = (field: FilterField, value: string): string => {
  if (value === "") return m().filters.empty
  if (field === "credits") return exactCredits(value)
  if (field === "type" && value in m().common.types)
    return m().common.types[value as keyof ReturnType<typeof m>["common"]["types"]]
  return value
}

export const chipText = ({ field, operator, values }: Filter): string =>
  m().filters.chip(
    fieldName(field),
    m().filters.operators[operator],
    values.map((value) => valueName(field, value)).join(", "),
  )
