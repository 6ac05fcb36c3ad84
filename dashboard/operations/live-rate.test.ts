import { expect, it } from "vitest"
import { type LifetimeAt, rateOf, recentOf } from "./live-rate.ts"

const told = (seconds: number, spent: string, count: number): LifetimeAt => ({
  at: seconds * 1000,
  spent,
  count,
})

it("counts what came within the last minute, to the last digit", () => {
  const all = [told(0, "100.000001", 10), told(30, "101", 11), told(70, "103.5", 14)]
  expect(rateOf(all, { since: 0, now: 75_000 })).toEqual({
    credits: "3.499999",
    entries: 4,
    seconds: 60,
  })
  // A minute after the second, only what came behind it counts.
  expect(rateOf(all, { since: 0, now: 95_000 })).toEqual({
    credits: "2.5",
    entries: 3,
    seconds: 60,
  })
  expect(rateOf(all, { since: 0, now: 200_000 })).toMatchObject({ credits: "0", entries: 0 })
})

it("says of how few seconds it is at first, and nothing before it was told anything", () => {
  expect(rateOf([], { since: 0, now: 5_000 })).toBeUndefined()
  expect(rateOf([told(1, "5", 1)], { since: 0, now: 12_400 })).toEqual({
    credits: "0",
    entries: 0,
    seconds: 12,
  })
})

it("keeps no more than the minute and what was told before it", () => {
  const all = Array.from({ length: 600 }, (_, i) => told(i, `${i}`, i))
  expect(recentOf(all, 599_000)).toHaveLength(61)
})
