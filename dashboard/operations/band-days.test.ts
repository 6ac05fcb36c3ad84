import { expect, it } from "vitest"
import { bandDaysOf, firstMarked, sayBandDay, totalsOf, type WatchedDay } from "./band-days.ts"
import { spreadLabels } from "./spread-labels.ts"

const expectation = {
  basis: "weekday",
  expected: "788.25",
  deviation: "22.5",
  low: "688",
  high: "888.5",
  line: "1182.5",
} as const
const day = (name: string, used: string, more: Partial<WatchedDay> = {}): WatchedDay => ({
  day: name,
  used,
  complete: true,
  flagged: false,
  expectation,
  ...more,
})
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ")
const say = (one: WatchedDay) => plain(bandDaysOf([one], "2026-11-21").map(sayBandDay).join())

it("says what a day used, what was expected, where the flag line is, and how far it went", () => {
  expect(say(day("2026-11-09", "1534", { flagged: true }))).toBe(
    "Mon 9 Nov · 1,534 credits · usual Monday 788.25, expected 688 – 888.5, flag line 1,182.5 · 1.9×",
  )
  expect(say(day("2026-11-21", "5", { complete: false }))).toBe(
    "Sat 21 Nov, so far · 5 credits · usual Saturday 788.25, expected 688 – 888.5, flag line 1,182.5",
  )
  expect(say(day("2026-11-09", "5", { expectation: null }))).toBe(
    "Mon 9 Nov · 5 credits · too few days before it to tell what is usual",
  )
  const nothing = { ...expectation, expected: "0", low: "0", high: "0", basis: "recent" } as const
  expect(say(day("2026-11-09", "5", { expectation: nothing }))).toBe(
    "Mon 9 Nov · 5 credits · usual of the recent days 0, expected 0 – 0, flag line 1,182.5",
  )
})

it("marks the newest unusual day first, or else the newest that is over", () => {
  const open = day("2026-11-21", "1", { complete: false })
  const all = (...days: ReadonlyArray<WatchedDay>) => firstMarked(bandDaysOf(days, "2026-11-21"))
  const high = day("2026-11-18", "9", { flagged: true })
  expect(all(day("2026-11-17", "1"), high, day("2026-11-19", "1"), open)).toBe(1)
  expect(all(day("2026-11-19", "1"), day("2026-11-20", "1"), open)).toBe(1)
  expect(all(open)).toBe(0)
})

it("adds the days up exactly, and divides by all days of the window", () => {
  const days = [day("2026-11-20", "0.1"), day("2026-11-21", "0.200001")]
  const known = { days, first_day: "2026-11-19", last_day: "2026-11-21" }
  expect(totalsOf(known)).toEqual({
    total: "0.300001",
    average: "0.1",
  })
})

it("keeps the names of lines apart, and pushes no name below its line", () => {
  expect(spreadLabels([100, 50, 10], 15)).toEqual([100, 50, 10])
  expect(spreadLabels([100, 99, 98], 15)).toEqual([128, 113, 98])
  expect(spreadLabels([0, 0, 0], 5).toSorted((a, b) => a - b)).toEqual([0, 5, 10])
})
