import { expect, it } from "vitest"
import { overview } from "./testing/answers.ts"
import { isAheadOfPace, usageSentence } from "./usage-sentence.ts"

const say = (change: Parameters<typeof overview>[0] = {}) =>
  usageSentence(overview(change))
    .map(({ text }) => text)
    .join("")
    .replaceAll("\u00a0", " ")

const { period, lifetime, meta } = overview()

it("tells what is left, how long it lasts and when the period ends", () => {
  expect(say()).toBe(
    "12,480 credits left — about 23 days at the current pace, and the period ends in 9.",
  )
})

it("underlines exactly one phrase, whatever it says", () => {
  for (const change of [{}, { runway_days: null }, { available: "0" }, { usage_rate: 120 }])
    expect(usageSentence(overview(change)).filter(({ deciding }) => deciding)).toHaveLength(1)
})

it("warns when use runs ahead of the period", () => {
  expect(say({ usage_rate: 84, pace: 14 })).toBe(
    "12,480 credits left — 14 points ahead of pace, enough for about 23 days, and the period ends in 9.",
  )
  expect(isAheadOfPace({ pace: 14, period: { ...period, elapsed: 0.2 } })).toBe(false)
  expect(isAheadOfPace({ pace: 10, period })).toBe(false)
})

it("says when the allowance is used up, and when nothing is left", () => {
  expect(say({ usage_rate: 104, pace: 34 })).toContain("with the whole allowance used")
  expect(say({ available: "0", runway_days: 0 })).toBe("No credits left, and the period ends in 9.")
  expect(say({ available: "-2.5" })).toContain("2.5 credits overdrawn")
})

it("leaves the period out where there is no plan", () => {
  expect(say({ allowance_from: "balance" })).toBe(
    "12,480 credits left — about 23 days at the current pace.",
  )
})

it("says so when there is too little use, on the first day, and when none was used yet", () => {
  expect(say({ runway_days: null })).toContain("too little use to say how long they last")
  expect(say({ runway_days: null, period: { ...period, days_elapsed: 1 } })).toContain(
    "the first day of the billing period",
  )
  expect(say({ lifetime: { ...lifetime, spent: "0" } })).toBe(
    "12,480 credits left and none used yet.",
  )
  expect(say({ lifetime: { ...lifetime, count: 0 } })).toBe("No credits yet, and nothing used.")
})

it("says since when an account is quiet", () => {
  const last_at = "2026-03-05T11:45:00.000Z"
  expect(say({ runway_days: null, lifetime: { ...lifetime, last_at } })).toContain(
    "nothing since 5 Mar",
  )
})

it("counts down to the period's end in words", () => {
  const ends = (last_day: string) => say({ period: { ...period, last_day } })
  expect(ends("2026-11-21")).toContain("the period ends today")
  expect(ends("2026-11-22")).toContain("the period ends tomorrow")
})

it("says of when the figures are when they lag", () => {
  const late = { ...meta, complete_to: "2026-11-21T13:40:00.000Z" }
  expect(say({ meta: late })).toMatch(/That is the state of 13:40\.$/)
})

it("does not count years in days", () => {
  expect(say({ runway_days: 400 })).toContain("over a year at the current pace")
})
