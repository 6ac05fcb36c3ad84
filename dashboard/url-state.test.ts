import fc from "fast-check"
import { expect, it } from "vitest"
import { addDays } from "./days.ts"
import { forms, measures, propertyDimension } from "./dimensions.ts"
import { hideable } from "./ledger-columns.ts"
import { comparisonOf, printFor, stateFor, withState } from "./state-change.ts"
import { anyFilter as filter } from "./testing/any-filter.ts"
import {
  comparisons,
  defaults,
  grains,
  matches,
  pageSizes,
  parseUrl,
  presets,
  printUrl,
  sorts,
} from "./url-state.ts"

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays("1990-01-01", n))
const optional = <A>(value: fc.Arbitrary<A>) => fc.option(value, { nil: undefined })
const text = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" })

const name = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" })
const dimension = fc.oneof(
  fc.constantFrom("category", "operation", "actor", "type", "account"),
  name.map(propertyDimension).filter((known) => known !== undefined),
)

const anyState = fc.record({
  account: optional(text),
  everyone: fc.boolean(),
  range: fc.oneof(
    fc.constantFrom(...presets),
    fc.tuple(day, day).map(([a, b]) => (a <= b ? { first: a, last: b } : { first: b, last: a })),
  ),
  tz: optional(fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu")),
  grain: optional(fc.constantFrom(...grains)),
  compare: optional(fc.constantFrom(...comparisons, "none")),
  match: fc.constantFrom(...matches),
  by: dimension,
  measure: fc.constantFrom(...measures),
  form: optional(fc.constantFrom(...forms)),
  list: optional(dimension),
  day: optional(day),
  filters: fc.uniqueArray(filter, {
    maxLength: 4,
    selector: ({ field, operator }) => `${operator} ${field}`,
  }),
  sort: fc.constantFrom(...sorts),
  size: fc.constantFrom(...pageSizes),
  page: optional(fc.oneof(fc.record({ after: text }), fc.record({ before: text }))),
  event: optional(text),
  columns: optional(fc.subarray([...hideable]).map((some) => ["occurred_at" as const, ...some])),
})

/** Accounts are told apart only where it is about all of them. */
const state = anyState.map((any) => withState(any, { measure: any.measure }))

it("reads back every state it printed", () => {
  fc.assert(
    fc.property(state, (s) => {
      expect(parseUrl(printUrl(s))).toEqual({ state: s, dropped: [] })
    }),
    { numRuns: 1000 },
  )
})

it("prints the same address for what it read from any query text, and never throws", () => {
  fc.assert(
    fc.property(fc.webQueryParameters(), (query) => {
      const once = printUrl(parseUrl(query).state)
      expect(printUrl(parseUrl(once).state)).toBe(once)
    }),
    { numRuns: 1000 },
  )
})

it("leaves defaults out of the address", () => {
  expect(printUrl(defaults)).toBe("")
  expect(printUrl({ ...defaults, range: "90d" })).toBe("?range=90d")
})

it("swaps two days that are the wrong way round", () => {
  expect(parseUrl("?from=2026-03-05&to=2026-03-01").state.range).toEqual({
    first: "2026-03-01",
    last: "2026-03-05",
  })
})

it("takes two days before a preset, and names what it dropped", () => {
  const { state: s, dropped } = parseUrl("?range=7d&from=2026-03-01&to=2026-03-05")
  expect(s.range).toEqual({ first: "2026-03-01", last: "2026-03-05" })
  expect(dropped).toEqual(["range"])
})

it("drops what it does not understand by name", () => {
  const { state: s, dropped } = parseUrl(
    "?range=fortnight&tz=Moon/Base&g=eon&day=2026-02-30&size=7&from=2026-01-01&colour=red",
  )
  expect(s).toEqual(defaults)
  expect([...dropped].sort()).toEqual(["colour", "day", "from", "g", "range", "size", "tz"])
})

it("goes back to the first page when the entries change, not when only the grain does", () => {
  const paged = { ...defaults, page: { after: "c" } as const }
  expect(withState(paged, { range: "7d" }).page).toBeUndefined()
  expect(withState(paged, { day: "2026-03-01" }).page).toBeUndefined()
  expect(withState(paged, { grain: "week" }).page).toEqual({ after: "c" })
  expect(withState(paged, { compare: "prev" }).page).toEqual({ after: "c" })
})

it("asks nothing by account of one account", () => {
  const { state: one, dropped } = parseUrl("?by=account&f=account:is:a&f=type:is:spend")
  expect([one.by, one.filters.length, dropped]).toEqual(["category", 1, ["by", "f"]])
  const all = parseUrl("?accounts=all&by=account&f=account:not:a,b&list=property:team").state
  expect([all.by, all.filters[0]?.values, all.list]).toEqual([
    "account",
    ["a", "b"],
    "property:team",
  ])
  const left = withState(all, { everyone: false })
  expect([left.by, left.filters, left.list]).toEqual(["category", [], "property:team"])
})

it("takes along to another screen what that one knows, and nothing else", () => {
  const { state: asked } = parseUrl(
    "?accounts=all&by=operation&form=share&compare=none&day=2026-03-01",
  )
  const there = stateFor("/usage/history", asked)
  expect(there).toEqual({ ...defaults, by: "operation", day: "2026-03-01" })
  expect(stateFor("/usage/history", { ...asked, by: "actor" }).by).toBe("category")
  expect(stateFor("/explore", asked)).toBe(asked)
})

it("is about everybody on Operations without saying so, and keeps that on the way to Explore", () => {
  const search = "?compare=none&f=account%3Anot%3Aacme"
  const { state, dropped } = parseUrl(search, true)
  expect([state.everyone, dropped]).toEqual([true, []])
  expect(printFor("/operations", state)).toBe(search)
  expect(printFor("/explore", state)).toBe(`?accounts=all&compare=none&f=account%3Anot%3Aacme`)
  expect(printFor("/usage", state)).toBe("")
})

it("compares as the screen does unless the address says", () => {
  expect(comparisonOf(defaults)).toBeUndefined()
  expect(comparisonOf(defaults, "prev")).toBe("prev")
  expect(comparisonOf({ ...defaults, compare: "none" }, "prev")).toBeUndefined()
  expect(comparisonOf({ ...defaults, compare: "year" }, "prev")).toBe("year")
})

it("leaves the day that was picked when the range changes", () => {
  const picked = { ...defaults, day: "2026-03-01" }
  expect(withState(picked, { range: "7d" }).day).toBeUndefined()
  expect(withState(picked, { size: 50 }).day).toBe("2026-03-01")
})
