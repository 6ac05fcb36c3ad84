import { expect, it } from "vitest"
import { dividedUsage } from "../testing/explored.ts"
import {
  type BreakdownSort,
  columnsOf,
  copyBreakdown,
  LARGEST_FIRST,
  nextSort,
  sortRows,
} from "./breakdown-columns.ts"
import { rowsOf, totalRow } from "./explore-rows.ts"

/** Beyond what a number could hold exactly. */
const HUGE = 9_007_199_254_740_993_000_001n

const usage = dividedUsage(
  [
    { "Image, still": HUGE, "=Audio": 3_500_000n, Ärger: 1n },
    { "Image, still": 1n, Zero: 2_000_000n, "a|b": 1_000_000n },
  ],
  { listed: 4 },
)
const rows = rowsOf(usage, { by: "category", slots: new Map(), columns: [] })
const names = (sort: BreakdownSort) => sortRows(rows, sort).map(({ name }) => name)

it("puts rows in the order of any column, what stands for several values last", () => {
  expect(names(LARGEST_FIRST)).toEqual(["Image, still", "=Audio", "Zero", "a|b", "1 more"])
  expect(names({ by: "value", descending: false })).toEqual([
    ...["a|b", "Zero", "=Audio", "Image, still"],
    "1 more",
  ])
  expect(names({ by: "name", descending: false })).toEqual([
    ...["=Audio", "a|b", "Image, still", "Zero"],
    "1 more",
  ])
  expect(names({ by: "count", descending: true })[0]).toBe("Image, still")
  // Of none is known what it was before: the order of the answer stays.
  expect(names({ by: "change", descending: true })).toEqual(names(LARGEST_FIRST))
})

it("begins with the largest, names with the first, and turns round when it is chosen again", () => {
  expect(nextSort(LARGEST_FIRST, "value")).toEqual({ by: "value", descending: false })
  expect(nextSort(LARGEST_FIRST, "name")).toEqual({ by: "name", descending: false })
  expect(nextSort({ by: "name", descending: false }, "share").descending).toBe(true)
})

it("takes exact figures along, in every form", () => {
  const all = [...sortRows(rows, LARGEST_FIRST), totalRow(usage)]
  const copy = (format: "tsv" | "csv" | "markdown" | "json") =>
    copyBreakdown(all, { usage, name: "Category", format })
  const exact = "9007199254740993.000002"
  expect(columnsOf(usage)).toEqual(["name", "value", "share", "count", "average"])
  const tsv = copy("tsv").trimEnd().split("\n")
  expect(tsv[0]).toBe("Category\tCredits spent\tShare\tEntries\tAverage per entry")
  expect(tsv[1]?.split("\t").slice(0, 2)).toEqual(["Image, still", exact])
  expect(tsv[2]?.startsWith("'=Audio\t3.5\t")).toBe(true)
  expect(tsv.at(-1)?.split("\t").slice(0, 2)).toEqual(["Total", usage.total.spend])
  expect(copy("csv").split("\r\n")[1]?.startsWith(`"Image, still",${exact},`)).toBe(true)
  expect(copy("markdown").split("\n")[1]).toBe("| --- | ---: | ---: | ---: | ---: |")
  expect(copy("markdown")).toContain("| a\\|b | 1 |")
  const [first] = JSON.parse(copy("json"))
  expect([first.name, first.value]).toEqual(["Image, still", exact])
})
