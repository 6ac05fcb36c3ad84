import fc from "fast-check"
import { expect, it } from "vitest"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { dividedUsage } from "../testing/explored.ts"
import { rowsOf, totalRow } from "./explore-rows.ts"
import { dividedOf, groupsOf, millionths, PARTS_MAX, suitingForm, sumOf } from "./explore-series.ts"
import { assignSlots } from "./value-slots.ts"

const ONE = 1_000_000n
const context = { zone: "UTC", today: "2026-11-30", firstEntry: undefined, by: "category" } as const
const divided = (usage: ReturnType<typeof dividedUsage>) => {
  const keys = groupsOf(usage)
    .slice(0, PARTS_MAX)
    .map(({ key }) => key)
  const slots = assignSlots(new Map(), keys)
  return { ...dividedOf(usage, { ...context, slots }), slots }
}

const cells = fc.array(
  fc.dictionary(fc.constantFrom(..."abcdefghijkl"), fc.bigInt({ min: 0n, max: 10n ** 13n }), {
    maxKeys: 12,
  }),
  { minLength: 1, maxLength: 12 },
)

it("adds up, whatever is divided: parts to bars, bars to the total, rows to the same total", () => {
  fc.assert(
    fc.property(cells, fc.integer({ min: 1, max: 12 }), (days, listed) => {
      const usage = dividedUsage(days, { listed })
      const { parts, columns, total, slots } = divided(usage)
      for (const { values, total: sum } of columns) expect(formatDecimal(sumOf(values))).toBe(sum)
      for (const [i, part] of parts.entries())
        expect(formatDecimal(sumOf(columns.map(({ values }) => values[i] ?? "0")))).toBe(part.total)
      expect(formatDecimal(sumOf(parts.map((part) => part.total)))).toBe(total)
      const rows = rowsOf(usage, { by: "category", slots, columns })
      expect(formatDecimal(sumOf(rows.map(({ value }) => value)))).toBe(total)
      expect(totalRow(usage).value).toBe(total)
    }),
    { numRuns: 300 },
  )
})

it("names six values and makes one part of the others, which says who they are", () => {
  const usage = dividedUsage([
    Object.fromEntries([..."abcdefgh"].map((key, i) => [key, BigInt(20 - i) * ONE])),
  ])
  const { parts } = divided(usage)
  expect(parts.map(({ name, slot }) => [name, slot])).toEqual([
    ...[..."abcdef"].map((name, i) => [name, i + 1]),
    ["2 more", 0],
  ])
  expect(parts.at(-1)).toMatchObject({ total: "27", members: ["g", "h"], key: undefined })
})

it("calls a single value that is left over by its own name", () => {
  const usage = dividedUsage([
    Object.fromEntries([..."abcdefg"].map((key, i) => [key, BigInt(20 - i) * ONE])),
  ])
  expect(divided(usage).parts.at(-1)).toMatchObject({ name: "g", total: "14" })
})

it("shows small charts where one value is far above the others", () => {
  const parts = (...totals: ReadonlyArray<bigint>) =>
    divided(dividedUsage([Object.fromEntries(totals.map((n, i) => [`v${i}`, n * ONE]))])).parts
  expect(suitingForm(parts(100n, 5n, 4n))).toBe("stacked")
  expect(suitingForm(parts(101n, 5n, 4n))).toBe("multiples")
  expect(suitingForm(parts(100n, 1n))).toBe("stacked")
})

it("keeps a value's colour when others go, and gives theirs to who comes", () => {
  const before = assignSlots(new Map(), ["a", "b", "c"])
  const after = assignSlots(before, ["b", "d", "c"])
  expect([...after]).toEqual([
    ["b", 2],
    ["d", 1],
    ["c", 3],
  ])
})

it("says in the table what each value cost per entry, and how it went along", () => {
  const days = Array.from({ length: 8 }, (_, i) => ({ a: 10n * ONE, b: i < 4 ? ONE : 2n * ONE }))
  const usage = dividedUsage([...days.slice(0, 7), { a: 90n * ONE, b: 2n * ONE }])
  const { columns, slots } = divided(usage)
  const [a, b] = rowsOf(usage, { by: "category", slots, columns })
  expect(a).toMatchObject({ value: "160", count: 8, average: "20", trend: { kind: "peak", at: 7 } })
  expect(b).toMatchObject({ value: "12", average: "1.5", trend: { kind: "rising" } })
  expect(a?.spark.length).toBe(8)
  expect(millionths(b?.value ?? "")).toBe(12n * ONE)
})
