import { assert, describe, it } from "@effect/vitest"
import { startOfDay } from "./calendar.ts"
import { RANGES, type RangeContext, resolveRange } from "./range.ts"

const at = (text: string) => Date.parse(text)
const context: RangeContext = {
  now: at("2026-03-05T10:30:00Z"),
  timeZone: "UTC",
  periodAnchorDay: 10,
  firstAt: at("2024-07-01T12:00:00Z"),
  lastAt: at("2026-03-04T09:00:00Z"),
}

describe("a range word", () => {
  it.each([
    ["period", "2026-02-10"],
    ["7d", "2026-02-27"],
    ["30d", "2026-02-04"],
    ["90d", "2025-12-06"],
    ["mtd", "2026-03-01"],
    ["ytd", "2026-01-01"],
    ["12m", "2025-03-06"],
    ["all", "2024-07-01"],
  ] as const)("%s begins on %s and ends today", (range, first) => {
    assert.deepStrictEqual(resolveRange(range, context), { first, last: "2026-03-05" })
  })

  it("starts a year of 12 months on the day after this one a year ago, leap years too", () => {
    const leapDay = { ...context, now: at("2028-02-29T12:00:00Z") }
    assert.strictEqual(resolveRange("12m", leapDay).first, "2027-03-01")
    const yearLater = { ...context, now: at("2029-02-28T12:00:00Z") }
    assert.strictEqual(resolveRange("12m", yearLater).first, "2028-02-29")
  })

  it("means today where the account is", () => {
    // 10:30 on the 5th in UTC is 00:30 on the 6th on Kiritimati.
    const kiritimati = { ...context, timeZone: "Pacific/Kiritimati" }
    for (const range of RANGES)
      assert.strictEqual(resolveRange(range, kiritimati).last, "2026-03-06")
    assert.strictEqual(resolveRange("7d", kiritimati).first, "2026-02-28")
  })

  it("all reaches the last entry when that is ahead of today", () => {
    const ahead = { ...context, lastAt: at("2026-03-06T00:20:00Z") }
    assert.strictEqual(resolveRange("all", ahead).last, "2026-03-06")
    assert.strictEqual(resolveRange("30d", ahead).last, "2026-03-05")
  })

  it("all is today for an account without entries", () => {
    const empty = { ...context, firstAt: null, lastAt: null }
    const today = { first: "2026-03-05", last: "2026-03-05" }
    assert.deepStrictEqual(resolveRange("all", empty), today)
  })

  it("all counts the first entry's day in the account's zone", () => {
    const firstAt = startOfDay("2024-07-01", "Asia/Kathmandu")
    const there = { ...context, timeZone: "Asia/Kathmandu", firstAt }
    assert.strictEqual(resolveRange("all", there).first, "2024-07-01")
    assert.strictEqual(resolveRange("all", { ...context, firstAt }).first, "2024-06-30")
  })
})
