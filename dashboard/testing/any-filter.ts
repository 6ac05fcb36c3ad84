/** Any filter that the API takes, for property tests. */
import fc from "fast-check"
import { type Filter, filterFields, operatorsOf, types } from "../filters.ts"

const printable = fc
  .string({ minLength: 1, maxLength: 20, unit: "grapheme" })
  .filter((text) => !/\p{Cc}/u.test(text))
const field = fc.oneof(
  fc.constantFrom(...filterFields),
  printable.map((name) => `property:${name}` as const),
)

export const anyFilter: fc.Arbitrary<Filter> = field.chain((field) =>
  fc.constantFrom(...operatorsOf(field)).chain((operator) => {
    const value =
      field === "type"
        ? fc.constantFrom(...types)
        : field === "credits"
          ? fc.integer({ min: -99_999, max: 99_999 }).map((n) => `${n}.5`)
          : printable
    const maxLength = operator === "gt" || operator === "lt" ? 1 : 4
    return fc
      .uniqueArray(value, { minLength: 1, maxLength })
      .map((values) => ({ field, operator, values }))
  }),
)
