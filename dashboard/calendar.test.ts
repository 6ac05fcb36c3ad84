import { beforeEach, expect, it } from "vitest"
import { calendarOf, dayIn, stepDay, weekOf } from "./calendar.ts"
import { addDays } from "./days.ts"
import { bucket, usage } from "./testing/answers.ts"
import { chooseWeekStart, customaryStart, weekBegins } from "./week-start.ts"

beforeEach(() => chooseWeekStart("monday"))

const from = (first: string, spends: ReadonlyArray<string>) =>
  calendarOf(usage(spends.map((spend, i) => bucket(addDays(first, i), { spend }))))

it("puts each day into its week and weekday, weeks from Monday", () => {
  expect(["2026-01-01", "2026-01-04", "2026-01-05", "2026-12-31"].map(weekOf)).toEqual([
    0, 0, 1, 52,
  ])
  const { years } = from("2026-11-09", ["1", "2"])
  expect(years[0]?.days.map(({ week, weekday }) => [week, weekday])).toEqual([
    [45, 0],
    [45, 1],
  ])
  // A leap year that begins on a Sunday has 54 weeks.
  expect(weekOf("2012-12-31")).toBe(53)
})

it("begins weeks as is the custom, or as was chosen", () => {
  expect(["en-GB", "de-DE", "en-US", "ar-EG"].map(customaryStart)).toEqual([0, 0, 6, 5])
  chooseWeekStart("sunday")
  expect(weekBegins()).toBe(6)
  // 2026 begins on a Thursday, its first Sunday is the 4th.
  expect(["2026-01-01", "2026-01-03", "2026-01-04", "2026-12-31"].map(weekOf)).toEqual([
    0, 0, 1, 52,
  ])
  const { years } = from("2026-11-07", ["1", "2", "3"])
  expect(years[0]?.days.map(({ week, weekday }) => [week, weekday])).toEqual([
    [44, 6],
    [45, 0],
    [45, 1],
  ])
  chooseWeekStart("")
  expect(weekBegins()).toBe(customaryStart(navigator.language))
})

it("sums years exactly, newest first, and names the highest day", () => {
  const { years, days } = from("2025-12-30", ["0.1", "0.2", "9007199254740993.000001", "1"])
  expect(days).toBe(4)
  expect(years.map(({ year, spent }) => [year, spent])).toEqual([
    ["2026", "9007199254740994.000001"],
    ["2025", "0.3"],
  ])
  expect(years[0]?.highest?.day).toBe("2026-01-01")
})

it("shades in four equal, round steps and what is above", () => {
  // Of eleven days with use the tenth is 600, a quarter of it 150.
  const spends = [
    "0",
    "150",
    "150.000001",
    "300",
    "301",
    "450",
    "451",
    "590",
    "600",
    "600",
    "600",
    "1448",
  ]
  const { steps, years } = from("2026-01-01", spends)
  expect(steps).toEqual([150_000_000n, 300_000_000n, 450_000_000n, 600_000_000n])
  expect(years[0]?.days.map(({ level }) => level)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 4, 5])
})

it("shades nothing where nothing was used", () => {
  const { steps, years } = from("2026-01-01", ["0", "0"])
  expect(steps).toEqual([])
  expect(years[0]?.days.map(({ level }) => level)).toEqual([1, 1])
  expect(years[0]?.highest).toBeUndefined()
})

it("steps from day to day over the turn of a year, never beyond its ends", () => {
  const calendar = from("2025-12-30", ["1", "2", "3"])
  expect(stepDay(calendar, "2025-12-31", 1)).toBe("2026-01-01")
  expect(stepDay(calendar, "2025-12-31", 7)).toBe("2026-01-01")
  expect(stepDay(calendar, "2025-12-31", -7)).toBe("2025-12-30")
  expect(dayIn(calendar, "2025-12-31")?.spend).toBe("2")
  expect(dayIn(calendar, "2020-01-01")).toBeUndefined()
})
