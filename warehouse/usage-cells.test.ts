import { assert, describe, it } from "@effect/vitest"
import type { GroupSort } from "./domain/dimensions.ts"
import { type Cell, groupsOfCells, segmentsOfCells } from "./usage-cells.ts"
import type { GroupsWanted } from "./usage-groups.ts"

const SECOND = 1_000
const cell = (start: number, value: string, moved: string, more: Partial<Cell> = {}): Cell => ({
  ...{ start, first_value: value, second_value: "", kind: "spend", moved, counted: "1" },
  ...more,
})
const NOW = { from: 10 * SECOND, to: 20 * SECOND }
const BEFORE = { from: 0, to: 5 * SECOND }
const wanted: GroupsWanted = { by: ["category"], measure: "spend", sort: "-credits", limit: 10 }

const cells = [
  cell(10, "Images", "5"),
  cell(15, "Images", "2", { kind: "refund", counted: "3" }),
  cell(10, "Audio", "5"),
  cell(15, "éclair", "5"),
  cell(15, "zebra", "5"),
  cell(0, "Audio", "1.5"),
  cell(0, "Gone", "7"),
  cell(5, "In between", "100"),
]
const split = (more: Partial<GroupsWanted> = {}, compared: typeof BEFORE | null = BEFORE) =>
  groupsOfCells(cells, { interval: NOW, compared }, { ...wanted, ...more })
const names = (sort: GroupSort) => split({ sort }).groups.map(({ values }) => values[0])

describe("groups out of cells", () => {
  it("hold what lies in the stretches, and nothing that lies between them", () => {
    const { groups, total, count } = split()
    assert.strictEqual(count, 5)
    assert.deepStrictEqual(groups[1], {
      values: ["Images"],
      totals: { spend: 5_000_000n, purchase: 0n, refund: 2_000_000n, bonus: 0n, count: 4 },
      measured: 5_000_000n,
      compared: 0n,
    })
    assert.strictEqual(total.measured, 20_000_000n)
    assert.strictEqual(total.compared, 8_500_000n)
    assert.strictEqual(total.totals.count, 7)
  })

  it("are only those of one stretch where nothing is compared", () => {
    assert.strictEqual(split({}, null).count, 4)
  })

  it("come in the order asked for, equal ones in that of their bytes", () => {
    assert.deepStrictEqual(names("-credits"), ["Audio", "Images", "zebra", "éclair", "Gone"])
    assert.deepStrictEqual(names("credits"), ["Gone", "Audio", "Images", "zebra", "éclair"])
    assert.deepStrictEqual(names("-count"), ["Images", "Audio", "zebra", "éclair", "Gone"])
    assert.deepStrictEqual(names("change"), ["Gone", "Audio", "Images", "zebra", "éclair"])
    assert.deepStrictEqual(names("value"), ["Audio", "Gone", "Images", "zebra", "éclair"])
  })

  it("are cut after the limit; total and count are of all", () => {
    const { groups, total, count } = split({ limit: 1 })
    assert.deepStrictEqual(
      groups.map(({ values }) => values),
      [["Audio"]],
    )
    assert.deepStrictEqual([total.measured, count], [20_000_000n, 5])
  })

  it("of two dimensions are told apart, however their values are cut", () => {
    const two = [
      cell(10, "a", "1", { second_value: "bc" }),
      cell(10, "ab", "1", { second_value: "c" }),
    ]
    const by = ["category", "operation"] as const
    const { groups } = groupsOfCells(two, { interval: NOW, compared: null }, { ...wanted, by })
    assert.deepStrictEqual(
      groups.map(({ values }) => values),
      [
        ["a", "bc"],
        ["ab", "c"],
      ],
    )
  })

  it("leave the cells of all others together", () => {
    const { groups } = split({ limit: 1 })
    const { listed, other } = segmentsOfCells(cells, ["category"], groups)
    const spends = (segments: (typeof listed)[number]) =>
      Object.fromEntries(segments.map(({ start, totals }) => [start / SECOND, totals.spend]))
    assert.deepStrictEqual(listed.map(spends), [{ 0: 1_500_000n, 10: 5_000_000n }])
    assert.deepStrictEqual(spends(other), {
      0: 7_000_000n,
      5: 100_000_000n,
      10: 5_000_000n,
      15: 10_000_000n,
    })
  })
})
