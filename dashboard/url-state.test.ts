import fc from "fast-check"
import { expect, it } from "vitest"
import { addDays } from "./days.ts"
import { hideable } from "./ledger-columns.ts"
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
  splits,
  withState,
} from "./url-state.ts"

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays("1990-01-01", n))
const optional = <A>(value: fc.Arbitrary<A>) => fc.option(value, { nil: undefined })
const text = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" })

const state = fc.record({
  account: optional(text),
  range: fc.oneof(
    fc.constantFrom(...presets),
    fc.tuple(day, day).map(([a, b]) => (a <= b ? { first: a, last: b } : { first: b, last: a })),
  ),
  tz: optional(fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu")),
  grain: optional(fc.constantFrom(...grains)),
  compare: optional(fc.constantFrom(...comparisons)),
  match: fc.constantFrom(...matches),
  by: fc.constantFrom(...splits),
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

it("leaves the day that was picked when the range changes", () => {
  const picked = { ...defaults, day: "2026-03-01" }
  expect(withState(picked, { range: "7d" }).day).toBeUndefined()
  expect(withState(picked, { size: 50 }).day).toBe("2026-03-01")
})
