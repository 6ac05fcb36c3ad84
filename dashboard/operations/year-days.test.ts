import { beforeEach, expect, it } from "vitest"
import { chooseWeekStart } from "../week-start.ts"
import { stepWithin, yearStripOf } from "./year-days.ts"

beforeEach(() => chooseWeekStart("monday"))

const day = (name: string, used = "100") => ({
  day: name,
  used,
  complete: true,
  flagged: false,
  expectation: null,
})

it("puts days into weeks that begin on Monday, and says where no data is", () => {
  // A Wednesday, and the Monday behind it.
  const span = { first: "2025-11-26", last: "2025-12-02" }
  const strip = yearStripOf([day("2025-11-30"), day("2025-12-01", "900")], span)
  expect(strip.days.map(({ week, weekday }) => [week, weekday])).toEqual([
    [0, 6],
    [1, 0],
  ])
  expect(strip.absent).toHaveLength(5)
  expect(strip.absent[0]).toEqual({ week: 0, weekday: 2 })
  expect(strip.heads).toEqual([{ text: "Dec", week: 1 }])
  expect(strip.days[0]?.level).toBeLessThan(strip.days[1]?.level ?? 0)
})

it("steps within what it holds", () => {
  const { days } = yearStripOf([day("2026-01-05"), day("2026-01-06"), day("2026-01-07")], {
    first: "2026-01-05",
    last: "2026-01-07",
  })
  expect(stepWithin(days, "2026-01-06", 1)).toBe("2026-01-07")
  expect(stepWithin(days, "2026-01-06", 7)).toBe("2026-01-07")
  expect(stepWithin(days, "2026-01-06", -7)).toBe("2026-01-05")
})
