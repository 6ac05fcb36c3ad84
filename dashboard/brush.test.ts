import { expect, it } from "vitest"
import { dayAt, keyTarget, moveHandle, moveWindow, shareAt, stripOf, within } from "./brush.ts"
import { addDays } from "./days.ts"
import { bucket, usage } from "./testing/answers.ts"

const strip = stripOf(
  usage(
    Array.from({ length: 100 }, (_, i) => bucket(addDays("2026-01-01", i), { spend: "1" })),
    { first_day: "2026-01-01", last_day: "2026-04-10" },
  ),
)
const range = { first: "2026-02-01", last: "2026-02-10" }

it("draws weeks, the last one as far as it goes", () => {
  expect(strip.weeks).toHaveLength(15)
  expect(strip.weeks[0]).toBe(1)
  expect(strip.weeks[14]).toBeCloseTo(2 / 7)
})

it("moves one end as far as the other, and no further than the strip", () => {
  expect(moveHandle(strip, range, "first", "2026-03-01").first).toBe("2026-02-10")
  expect(moveHandle(strip, range, "first", "2020-01-01").first).toBe("2026-01-01")
  expect(moveHandle(strip, range, "last", "2026-01-05").last).toBe("2026-02-01")
  expect(moveHandle(strip, range, "last", "2030-01-01").last).toBe("2026-04-10")
})

it("moves the window whole, and stops it whole at the ends", () => {
  expect(moveWindow(strip, range, 5)).toEqual({ first: "2026-02-06", last: "2026-02-15" })
  expect(moveWindow(strip, range, 500)).toEqual({ first: "2026-04-01", last: "2026-04-10" })
  expect(moveWindow(strip, range, -500)).toEqual({ first: "2026-01-01", last: "2026-01-10" })
})

it("finds the day under a point, and the point of a day", () => {
  for (const day of ["2026-01-01", "2026-02-14", "2026-04-10"]) {
    expect(dayAt(strip, shareAt(strip, day, "first"))).toBe(day)
    expect(dayAt(strip, shareAt(strip, day, "last") - 0.001)).toBe(day)
  }
  expect(dayAt(strip, 2)).toBe("2026-04-10")
  expect(shareAt(strip, "2026-04-10", "last")).toBe(1)
})

it.each([
  ["ArrowRight", "2026-02-02"],
  ["PageDown", "2026-03-01"],
  ["PageUp", "2026-01-04"],
  ["Home", "2026-01-01"],
  ["End", "2026-04-10"],
  ["x", undefined],
])("leads by %s to %s", (key, day) => {
  expect(keyTarget(strip, "2026-02-01", key)).toBe(day)
})

it("keeps a range within the strip", () => {
  expect(within(strip, { first: "2020-01-01", last: "2030-01-01" })).toEqual(strip.days)
})
