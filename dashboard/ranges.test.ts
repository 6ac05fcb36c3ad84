import { expect, it } from "vitest"
import {
  allowedGrains,
  automaticGrain,
  type RangeContext,
  rangePhrase,
  resolveRange,
  stepRange,
} from "./ranges.ts"

const context: RangeContext = {
  today: "2026-11-21",
  periodFirst: "2026-11-15",
  firstEntry: "2025-03-03",
}

it("resolves every preset to days that end today", () => {
  const first = (preset: Parameters<typeof resolveRange>[0]) => resolveRange(preset, context)?.first
  expect(first("period")).toBe("2026-11-15")
  expect(first("7d")).toBe("2026-11-15")
  expect(first("30d")).toBe("2026-10-23")
  expect(first("90d")).toBe("2026-08-24")
  expect(first("mtd")).toBe("2026-11-01")
  expect(first("ytd")).toBe("2026-01-01")
  expect(first("12m")).toBe("2025-11-22")
  expect(first("all")).toBe("2025-03-03")
})

it("waits for what it does not know yet", () => {
  expect(resolveRange("all", { ...context, firstEntry: undefined })).toBeUndefined()
  expect(resolveRange("period", { ...context, periodFirst: undefined })).toBeUndefined()
})

it("steps back by a window, and forward again to the same preset", () => {
  const before = stepRange("30d", -1, context)
  expect(before).toEqual({ first: "2026-09-23", last: "2026-10-22" })
  expect(before && stepRange(before, 1, context)).toBe("30d")
})

it("steps a month by months", () => {
  const october = stepRange("mtd", -1, context)
  expect(october).toEqual({ first: "2026-10-01", last: "2026-10-31" })
  expect(october && stepRange(october, -1, context)).toEqual({
    first: "2026-09-01",
    last: "2026-09-30",
  })
  expect(october && stepRange(october, 1, context)).toBe("mtd")
})

it("never steps past today or before the first entry", () => {
  expect(stepRange("30d", 1, context)).toBeUndefined()
  expect(stepRange({ first: "2025-02-20", last: "2025-03-05" }, -1, context)).toBeUndefined()
  expect(stepRange("all", -1, context)).toBeUndefined()
})

it("chooses days up to a quarter, weeks up to a year, then months", () => {
  expect([92, 93, 370, 371].map(automaticGrain)).toEqual(["day", "week", "week", "month"])
  expect(allowedGrains(401)).toEqual(["week", "month"])
})

it("says when at the end of a sentence", () => {
  const days = { first: "2025-03-03", last: "2026-11-21" }
  expect(rangePhrase("30d", days, context.today)).toBe("in the last 30 days")
  expect(rangePhrase("mtd", days, context.today)).toBe("this month")
  expect(rangePhrase("all", days, context.today)).toBe("since 3 Mar 2025")
  expect(rangePhrase({ first: "2026-11-09", last: "2026-11-15" }, days, context.today)).toBe(
    "in the 7 days of 9–15 Nov",
  )
})
