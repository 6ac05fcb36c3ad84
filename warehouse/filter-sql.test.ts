import { assert, describe, it } from "@effect/vitest"
import { FILTER_FIELDS, type Filters, PROPERTY_OPERATORS } from "./domain/filters.ts"
import { withFilters } from "./filter-sql.ts"
import { sqlFragments } from "./sql-files.ts"
import { EVERY_FILTER } from "./testing/every-filter.ts"

const LEDGER = "SELECT id FROM transactions WHERE {{transaction_filters}}"
const ROLLUP = "SELECT 1 FROM usage_per_quarter_hour WHERE {{category_filters}}"
const typedIn = (text: string) =>
  [...text.matchAll(/\{(\w+):[^}]+\}/g)].map(([, name]) => name as string)

describe("a statement with filters", () => {
  it("has a condition for every field and operator, and for nothing else", () => {
    const keys = Object.entries({ ...FILTER_FIELDS, property: PROPERTY_OPERATORS }).flatMap(
      ([field, operators]) => operators.map((operator) => `${field}:${operator}`),
    )
    assert.deepStrictEqual([...sqlFragments("filters").keys()].sort(), keys.sort())
  })

  it("asks nothing without filters", () => {
    assert.deepStrictEqual(withFilters(LEDGER, []), {
      statement: "SELECT id FROM transactions WHERE true",
      parameters: {},
    })
  })

  it("holds the conditions that are asked for, and takes the values as parameters", () => {
    const filters: Filters = [
      { field: "category", operator: "is", values: ["a'b", "c"] },
      { field: "credits", operator: "gt", values: ["-1.5"] },
    ]
    assert.deepStrictEqual(withFilters(LEDGER, filters), {
      statement:
        "SELECT id FROM transactions WHERE (category IN {category_is:Array(String)}) AND (reinterpretAsInt64(delta) > {credits_gt:Int64})",
      parameters: { category_is: ["a'b", "c"], credits_gt: -1_500_000n },
    })
  })

  it("asks for several properties in one condition", () => {
    const { statement, parameters } = withFilters(LEDGER, [
      { field: "property:app:model", operator: "is", values: ["a", "b"] },
      { field: "property:size", operator: "is", values: [""] },
    ])
    assert.strictEqual(statement.split("arrayAll").length, 2)
    assert.deepStrictEqual(parameters, {
      property_is: ["app:model\u001fa", "app:model\u001fb", "size\u001f"],
      property_is_names: ["app:model", "size"],
    })
  })

  it("passes the parameters that its conditions name, and no others", () => {
    for (const filter of EVERY_FILTER) {
      const { statement, parameters } = withFilters(LEDGER, [filter])
      assert.deepStrictEqual(
        [...new Set(typedIn(statement))].sort(),
        Object.keys(parameters).sort(),
      )
    }
  })

  it("is refused where the table has no such column", () => {
    const filters: Filters = [{ field: "operation", operator: "is", values: ["x"] }]
    assert.throws(() => withFilters(ROLLUP, filters), /category_filters.*operation:is/)
    assert.throws(
      () => withFilters(ROLLUP, [{ ...filters[0], field: "property:type" } as Filters[number]]),
      /property:is/,
    )
  })
})
