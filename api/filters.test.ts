import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import {
  canonicalFilters,
  FILTER_FIELDS,
  type Filter,
  type FilterOperator,
  type NamedField,
  PROPERTY_OPERATORS,
  propertyField,
} from "#warehouse/domain/filters.ts"
import { FILTERS_MAX, printFilters, readFilters } from "./filters.ts"

const read = (...texts: ReadonlyArray<string>) => readFilters(texts, { account: true })
const errorsOf = (...texts: ReadonlyArray<string>) =>
  read(...texts).errors.map(({ pointer, code }) => `${pointer} ${code}`)
const messageOf = (text: string) => read(text).errors[0]?.message

// What would end a value, a field or an escape too early, among other text.
const awkward = fc.string({
  unit: fc.constantFrom(",", ":", "\\", "a", "B", " ", "é", "\t", "\n", "%", "'", "😀"),
  maxLength: 8,
})
const values = (value: fc.Arbitrary<string>) => fc.array(value, { minLength: 1, maxLength: 4 })
const nonEmpty = awkward.filter((text) => text !== "")
const credits = fc.bigInt(-(10n ** 18n) + 1n, 10n ** 18n - 1n).map((millionths) => {
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(7, "0")
  const text = `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, "")
  return millionths < 0n ? `-${text}` : text
})
const textOf = (field: NamedField) => {
  if (field === "type") return fc.constantFrom("spend", "purchase", "refund", "bonus")
  return field === "credits" ? credits : nonEmpty
}

const named = fc
  .constantFrom(...(Object.keys(FILTER_FIELDS) as ReadonlyArray<NamedField>))
  .chain((field) =>
    fc.record<Filter>({
      field: fc.constant(field),
      operator: fc.constantFrom(...(FILTER_FIELDS[field] as ReadonlyArray<FilterOperator>)),
      values: values(textOf(field)),
    }),
  )
const property = fc.record<Filter>({
  field: nonEmpty.filter((name) => !/[\t\n]/.test(name)).map(propertyField),
  operator: fc.constantFrom(...PROPERTY_OPERATORS),
  values: values(nonEmpty),
})
const filters = fc
  .uniqueArray(fc.oneof(named, property), {
    selector: ({ field, operator }) => `${operator} ${field}`,
    maxLength: 8,
  })
  .map((all) =>
    all.map((one) =>
      ["gt", "lt"].includes(one.operator) ? { ...one, values: one.values.slice(0, 1) } : one,
    ),
  )

describe("filters in a query", () => {
  it("read as what was printed, whatever the values hold", () => {
    fc.assert(
      fc.property(filters, (asked) => {
        const { filters: back, errors } = read(...printFilters(asked))
        assert.deepStrictEqual(errors, [])
        assert.deepStrictEqual(back, canonicalFilters(asked))
      }),
      { numRuns: 1_000 },
    )
  })

  it("print the same for the same question, in whatever order it was put", () => {
    fc.assert(
      fc.property(filters, (asked) => {
        const turned = asked
          .map((filter) => ({ ...filter, values: [...filter.values, ...filter.values].reverse() }))
          .reverse()
        assert.deepStrictEqual(printFilters(turned), printFilters(asked))
      }),
    )
  })

  it("never throw, and say what is wrong with whatever comes", () => {
    const anything = fc.oneof(
      fc.string(),
      awkward.map((text) => `description:is:${text}`),
    )
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (texts) => {
        const { filters: got, errors } = read(...texts)
        if (errors.length === 0) assert.strictEqual(got.length, texts.length)
        for (const { message } of errors) assert.isAbove(message.length, 10)
      }),
      { numRuns: 2_000 },
    )
  })

  it("take a colon in a value as it is, and a comma after a backslash", () => {
    assert.deepStrictEqual(read("reference:is:https://pay.example/1,a\\,b").filters, [
      { field: "reference", operator: "is", values: ["a,b", "https://pay.example/1"] },
    ])
  })

  it("take a name of a property with a colon after a backslash", () => {
    assert.deepStrictEqual(read("property:app\\:model:not:x").filters, [
      { field: "property:app:model", operator: "not", values: ["x"] },
    ])
  })

  it("mean the same decimal however it is written", () => {
    assert.deepStrictEqual(read("credits:is:1.50,01.5,1.500000").filters[0]?.values, ["1.5"])
    assert.deepStrictEqual(read("credits:lt:-0.0").filters[0]?.values, ["0"])
  })

  it("take the empty text for none where a field may be left out", () => {
    assert.deepStrictEqual(errorsOf("actor:is:", "reference:not:", "property:model:is:,x"), [])
    assert.deepStrictEqual(errorsOf("category:is:", "actor:has:", "description:is:a,"), [
      "/filter/0 invalid_value",
      "/filter/1 invalid_value",
      "/filter/2 invalid_value",
    ])
  })

  it("name every bad one at once, by its place", () => {
    assert.deepStrictEqual(
      errorsOf(
        "type:is:spend",
        "mood:is:good",
        "type:gt:spend",
        "type:is:theft,spend,gift",
        "credits:gt:1,2",
        "credits:lt:much",
        "category",
        "actor:is:a\\b",
        "property::is:x",
        "type:is:refund",
      ),
      [
        "/filter/1 unknown_field",
        "/filter/2 unknown_operator",
        "/filter/3 invalid_value",
        "/filter/3 invalid_value",
        "/filter/4 too_many_values",
        "/filter/5 invalid_value",
        "/filter/6 filter_form",
        "/filter/7 invalid_escape",
        "/filter/8 invalid_value",
        "/filter/9 repeated_filter",
      ],
    )
  })

  it.each([
    ["mood:is:good", '"mood" is no field; known here: account (is, not); type (is, not);'],
    ["toString:is:x", '"toString" is no field'],
    ["type:gt:spend", 'type takes is, not, not "gt"'],
    ["type:is:theft", 'type: "theft" is no type; known: spend, purchase, refund, bonus'],
    ["credits:gt:1e3", 'credits: "1e3" is no decimal'],
    ["credits:gt:1000000000000", "credits:"],
    ["actor:is:a\u0000b", "actor: control characters"],
  ])("%j is told why", (text, message) => {
    assert.include(messageOf(text), message)
  })

  it("know accounts only where there are several", () => {
    const [error] = readFilters(["account:is:mana"], { account: false }).errors
    assert.strictEqual(error?.code, "unknown_field")
    assert.notInclude(error?.message, "account (")
    assert.deepStrictEqual(errorsOf("account:is:mana"), [])
  })

  it("are bounded in number and in values", () => {
    const many = Array.from({ length: FILTERS_MAX + 1 }, (_, i) => `property:p${i}:is:x`)
    assert.deepStrictEqual(errorsOf(...many), ["/filter too_many_filters"])
    assert.deepStrictEqual(errorsOf(...many.slice(1)), [])
    const list = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`).join(",")
    assert.deepStrictEqual(errorsOf(`actor:is:${list(60)}`, `operation:is:${list(40)}`), [])
    assert.deepStrictEqual(errorsOf(`actor:is:${list(60)}`, `operation:is:${list(41)}`), [
      "/filter too_many_values",
    ])
  })
})
