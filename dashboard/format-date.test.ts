import { expect, it } from "vitest"
import {
  axisMonth,
  dateRange,
  longDate,
  monthAndYear,
  shortDate,
  timeOfDay,
  timestamp,
  weekdayDate,
} from "./format-date.ts"

const today = "2026-11-21"

it("names days without commas, with the year only where it is another one", () => {
  expect(weekdayDate("2026-11-09", today)).toBe("Mon 9 Nov")
  expect(shortDate("2025-11-09", today)).toBe("9 Nov 2025")
  expect(longDate("2026-11-20", today)).toBe("Friday 20 November")
})

it("shortens ranges as far as they stay clear", () => {
  expect(dateRange({ first: "2026-10-23", last: today }, today)).toBe("23 Oct – 21 Nov")
  expect(dateRange({ first: "2026-11-01", last: today }, today)).toBe("1–21 Nov")
  expect(dateRange({ first: "2025-11-22", last: today }, today)).toBe("22 Nov 2025 – 21 Nov 2026")
  expect(dateRange({ first: today, last: today }, today)).toBe("21 Nov")
})

it("names months, with the year in January", () => {
  expect(monthAndYear("2026-11-01")).toBe("November 2026")
  expect(axisMonth("2026-01-01")).toBe("Jan 2026")
  expect(axisMonth("2026-02-01")).toBe("Feb")
})

it("shows times in the given zone, whatever the viewer's", () => {
  const instant = "2026-11-21T18:20:07.000Z"
  expect(timeOfDay(instant, "UTC")).toBe("18:20")
  expect(timeOfDay(instant, "Asia/Kathmandu")).toBe("00:05")
  expect(timestamp(instant, "Europe/Berlin")).toContain("19:20:07")
})

it("calls midnight 00:00, not 24:00", () => {
  expect(timeOfDay("2026-11-21T00:00:00.000Z", "UTC")).toBe("00:00")
})
