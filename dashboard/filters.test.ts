import fc from "fast-check"
import { expect, it } from "vitest"
import {
  addValue,
  type Filter,
  printFilter,
  putFilter,
  readFilter,
  readFilters,
  searchOf,
  withSearch,
} from "./filters.ts"
import { anyFilter } from "./testing/any-filter.ts"

it("reads back every filter it printed", () => {
  fc.assert(
    fc.property(anyFilter, (one) => {
      expect(readFilter(printFilter(one))).toEqual(one)
    }),
    { numRuns: 1000 },
  )
})

it("keeps commas, colons and backslashes of a value apart from its own", () => {
  const tricky: Filter = { field: "category", operator: "is", values: ["a,b", "c:d", "e\\f"] }
  expect(printFilter(tricky)).toBe("category:is:a\\,b,c\\:d,e\\\\f")
  expect(readFilter("category:is:a\\,b,c\\:d,e\\\\f")).toEqual(tricky)
})

it.each([
  "",
  "type",
  "type:is",
  "type:is:loan",
  "type:has:spend",
  "colour:is:red",
  "credits:gt:1,2",
  "credits:is:a",
  "credits:is:1.0000001",
  "category:is:",
  "category:is:a\\b",
  "property::is:a",
])("does not take %j", (text) => {
  expect(readFilter(text)).toBeUndefined()
})

it("does not take the same question twice", () => {
  expect(readFilters(["type:is:spend", "type:is:bonus"])).toBeUndefined()
  expect(readFilters(["type:is:spend", "type:not:bonus"])).toHaveLength(2)
})

it("puts a filter where the one with its question stood, and removes one without values", () => {
  const [a, b]: [Filter, Filter] = [
    { field: "type", operator: "is", values: ["spend"] },
    { field: "category", operator: "is", values: ["Research"] },
  ]
  expect(putFilter([a, b], { ...a, values: ["bonus"] })).toEqual([{ ...a, values: ["bonus"] }, b])
  expect(putFilter([a, b], { ...a, values: [] })).toEqual([b])
})

it("adds a value, and takes it from what excludes it", () => {
  const excluded = addValue([], { field: "category", operator: "not", value: "Research" })
  expect(excluded).toEqual([{ field: "category", operator: "not", values: ["Research"] }])
  expect(addValue(excluded, { field: "category", operator: "is", value: "Research" })).toEqual([
    { field: "category", operator: "is", values: ["Research"] },
  ])
})

it("searches from two characters on", () => {
  expect(searchOf(withSearch([], " pay_4 "))).toBe("pay_4")
  expect(withSearch(withSearch([], "pay"), "p")).toEqual([])
})
