import { expect, it } from "vitest"
import { chooseWeekStart } from "../week-start.ts"
import { inWeekOrder, movedBy, sayWeekHour, type WeekHour, weekCellsOf } from "./week-cells.ts"

const hour = (index: number, spend = "0", highest: WeekHour["highest"] = null): WeekHour => ({
  weekday: Math.floor(index / 24) + 1,
  hour: index % 24,
  spend,
  count: 3,
  highest,
})
const all = Array.from({ length: 168 }, (_, i) =>
  hour(i, i === 75 ? "334.5" : i % 24 === 9 ? "0.1" : "0"),
)

it("sums each weekday exactly, and finds the highest hour", () => {
  const cells = weekCellsOf(all)
  expect(cells.totals).toEqual(["0.1", "0.1", "0.1", "334.6", "0.1", "0.1", "0.1"])
  expect(cells.highest).toBe(75)
  expect([cells.levels[0], cells.levels[75]]).toEqual([1, 5])
})

it("has its rows in the order of the week that was chosen, each with its own sum", () => {
  chooseWeekStart("sunday")
  const cells = weekCellsOf(inWeekOrder(all))
  expect(cells.weekdays).toEqual([7, 1, 2, 3, 4, 5, 6])
  expect(cells.totals[4]).toBe("334.6")
  expect(cells.highest).toBe(4 * 24 + 3)
  chooseWeekStart("monday")
  expect(inWeekOrder(all)).toEqual(all)
})

it("moves by hours and days, and stays within the week", () => {
  expect(movedBy("ArrowRight", 75)).toBe(76)
  expect(movedBy("ArrowUp", 75)).toBe(51)
  expect([movedBy("ArrowLeft", 24), movedBy("ArrowRight", 23)]).toEqual([24, 23])
  expect([movedBy("ArrowUp", 5), movedBy("ArrowDown", 150)]).toEqual([5, 150])
  expect([movedBy("ArrowUp", 24), movedBy("ArrowDown", 143)]).toEqual([0, 167])
  expect([movedBy("Home", 75), movedBy("End", 75)]).toEqual([72, 95])
  expect(movedBy("x", 75)).toBeUndefined()
})

it("says which day an hour's credits are of", () => {
  const say = (share: string) =>
    sayWeekHour(hour(75, "334.5", { day: "2026-10-29", spend: share }), "2026-11-21")
  expect(say("334.5")).toBe("Thu 03:00–04:00 · 334.5 credits · 3 entries · all on 29 Oct")
  expect(say("200")).toContain("mostly on 29 Oct")
  expect(say("100")).toContain("most on 29 Oct")
  expect(sayWeekHour(hour(23), "2026-11-21")).toBe("Mon 23:00–24:00 · nothing spent")
})
