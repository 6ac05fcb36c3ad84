import fc from "fast-check"
import { expect, it } from "vitest"
import type { Breakdown } from "#api/contract.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import type { Filter } from "../filters.ts"
import { dividedUsage } from "../testing/explored.ts"
import { sumOf } from "./explore-series.ts"
import { hiddenPart, isCounted, linkedList, toggled, withoutOwn } from "./linked-list.ts"

const ONE = 1_000_000n
/** Values by their millionths. */
const breakdown = (values: Readonly<Record<string, bigint>>, listed = 100): Breakdown => {
  const { groups = [], other = null, ...usage } = dividedUsage([values], { listed })
  const total = { groups: 0, value: usage.total.spend, share: 1, ...usage.total }
  return { ...usage, values: groups, other, total, comparison: null }
}
const only = (operator: "is" | "not", ...values: ReadonlyArray<string>): ReadonlyArray<Filter> =>
  values.length === 0 ? [] : [{ field: "category", operator, values }]

it("adds up to what the filters leave, however many values it shows", () => {
  const values = fc.dictionary(
    fc.constantFrom(..."abcdefghij"),
    fc.bigInt({ min: 1n, max: 10n ** 12n }),
    { minKeys: 1 },
  )
  const chosen = fc.subarray([..."abcdefghij"])
  fc.assert(
    fc.property(
      values,
      chosen,
      fc.constantFrom("is", "not"),
      fc.nat(10),
      (all, some, how, shown) => {
        const list = linkedList(breakdown(all), "category", only(how, ...some))
        const isIn = (key: string) => some.length === 0 || some.includes(key) === (how === "is")
        const counted = Object.entries(all).filter(([key]) => isIn(key))
        expect(list.total).toBe(formatDecimal(counted.reduce((sum, [, value]) => sum + value, 0n)))
        const seen = list.values.slice(0, shown).filter(({ state }) => isCounted(state))
        const hidden = hiddenPart(list, shown)
        const sum = sumOf([...seen.map(({ value }) => value), hidden?.value ?? "0"])
        expect(formatDecimal(sum)).toBe(list.total)
      },
    ),
  )
})

it("keeps figure and place of what is out, and says which way it went out", () => {
  const all = breakdown({ a: 5n * ONE, b: 3n * ONE, c: 2n * ONE })
  expect(linkedList(all, "category", only("not", "b")).values).toMatchObject([
    { key: "a", value: "5", state: "counted", share: 0.714286 },
    { key: "b", value: "3", state: "excluded", share: 0 },
    { key: "c", value: "2", state: "counted" },
  ])
  expect(linkedList(all, "category", only("is", "c")).values.map(({ state }) => state)).toEqual([
    "left",
    "left",
    "chosen",
  ])
})

it("counts values that the answer does not name with what is hidden", () => {
  const all = breakdown({ a: 5n * ONE, b: 3n * ONE, c: 2n * ONE, d: ONE }, 2)
  expect(hiddenPart(linkedList(all, "category", []), 1)).toEqual({
    groups: 3,
    value: "6",
    share: 0.545455,
  })
  // Nobody chose them.
  expect(linkedList(all, "category", only("is", "a")).total).toBe("5")
})

it("is asked without its own choice, and with everybody else's", () => {
  const others: Filter = { field: "operation", operator: "is", values: ["x"] }
  const part: Filter = { field: "category", operator: "has", values: ["gen"] }
  expect(withoutOwn([...only("is", "a"), ...only("not", "b"), others, part], "category")).toEqual([
    others,
    part,
  ])
})

it("takes a choice back when it is made again, and an exclusion when the value is chosen", () => {
  const excluded = toggled([], "category", { key: "a", how: "not" })
  expect(excluded).toEqual(only("not", "a"))
  expect(toggled(excluded, "category", { key: "a", how: "not" })).toEqual([])
  expect(toggled(excluded, "category", { key: "a", how: "is" })).toEqual(only("is", "a"))
  const own = toggled([], "property:team", { key: "", how: "is" })
  expect(own).toEqual([{ field: "property:team", operator: "is", values: [""] }])
})
