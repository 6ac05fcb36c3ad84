import { expect, it } from "vitest"
import type { Forecast } from "#api/contract.ts"
import { forecastLine } from "./forecast-line.ts"
import { estimateSentence, periodSentence, runOutSentence } from "./forecast-words.ts"
import { readNumber } from "./format-number.ts"
import { forecast } from "./testing/answers.ts"

const today = "2026-11-21"
const runOut = (change: Partial<NonNullable<Forecast["run_out"]>>) =>
  forecast({
    run_out: {
      earliest: "2026-12-09",
      expected: "2026-12-14",
      latest: "2027-01-02",
      within_days: 365,
      ...change,
    },
  })

it.each([
  [
    "a day within its band",
    forecast(),
    "The credits run out ⟦about 14 Dec⟧ at the usual use, in four of five cases between 9 Dec and 2 Jan 2027.",
  ],
  [
    "no end of the band that lies beyond a year",
    runOut({ latest: null }),
    "The credits run out ⟦about 14 Dec⟧ at the usual use, and hardly before 9 Dec.",
  ],
  [
    "that it lasts",
    runOut({ earliest: null, expected: null, latest: null }),
    "The credits last ⟦over a year⟧ at the usual use.",
  ],
  [
    "too short a past",
    forecast({ status: "not_enough_history", run_out: null, history: { days: 30, needed: 56 } }),
    "⟦Not enough history⟧ to say when the credits run out: 30 complete days are known, 56 are needed.",
  ],
  [
    "that nothing was used lately",
    forecast({ status: "no_recent_use", run_out: null }),
    "⟦No recent use⟧ to tell from when the credits run out.",
  ],
  [
    "that nothing is left",
    forecast({ balance: "0" }),
    "⟦No credits are left⟧, so nothing can run out.",
  ],
])("says of a forecast %s", (_, given, sentence) => {
  expect(runOutSentence(given, today)).toBe(sentence)
})

it("says what the period will use, or nothing where that is not known", () => {
  expect(periodSentence(forecast(), today)).toBe(
    "By 30 Nov, the end of the billing period: about 16,000 used, in four of five cases 15,200 to 16,800.",
  )
  const { period } = forecast()
  expect(
    periodSentence(forecast({ period: { ...period, rest: null, total: null } }), today),
  ).toBeUndefined()
})

it("draws from now over the period's end to zero, the band around the line", () => {
  const line = forecastLine(forecast(), today)
  expect(line?.expected.map(({ y }) => Math.round(y))).toEqual([0, 38, 100])
  expect(line?.expected.at(-1)?.x).toBeCloseTo((23 / 42) * 100)
  expect(line?.band).toHaveLength(6)
  expect(forecastLine(runOut({ latest: null }), today)).toBeUndefined()
  expect(forecastLine(forecast({ balance: "-1" }), today)).toBeUndefined()
})

const estimate = {
  operation: "combination",
  quantity: "1000",
  basis: "unit" as const,
  unit: "combos",
  entries: 34,
  credits: { low: "9", expected: "10", high: "11.5" },
  covered: "yes" as const,
}

it("says what a quantity will cost, and from how many entries that is known", () => {
  expect(estimateSentence(estimate)).toBe(
    "⟦About 10 credits⟧, in four of five cases 9 to 11.5 for 1,000 combos, reckoned from 34 entries.",
  )
  const same = { low: "1.5", expected: "1.5", high: "1.5" }
  expect(
    estimateSentence({ ...estimate, basis: "entry", unit: null, credits: same, entries: 1 }),
  ).toBe(
    "⟦1.5 credits⟧ for 1,000 × combination, since no quantity was ever stated, reckoned from one entry.",
  )
})

it("reads a quantity as it is written here", () => {
  expect(["1,000.5", " 1 000 ", ".5", "1.5.5", "x"].map(readNumber)).toEqual([
    "1000.5",
    "1000",
    ".5",
    "1.5.5",
    "x",
  ])
})
