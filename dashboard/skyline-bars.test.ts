import { expect, it } from "vitest"
import { barsOf, defaultBar, sayBar } from "./skyline-bars.ts"
import { bucket, usage } from "./testing/answers.ts"

const context = { zone: "UTC", today: "2026-11-21", firstEntry: undefined }

it("says of a day what it cost, against its usual, and for what", () => {
  const [bar] = barsOf(
    usage([
      bucket("2026-11-09", {
        spend: "1204",
        usual: "480",
        flagged: true,
        values: { "Video Generation": "854.84", "Image Generation": "349.16" },
      }),
    ]),
    context,
  )
  expect(bar && sayBar(bar)).toBe(
    "Mon 9 Nov · 1,204 credits · 2.5× a usual Monday · unusually high · mostly Video Generation (71%)",
  )
})

it("does not compare a day that is not over, and names what came in", () => {
  const [bar] = barsOf(
    usage([bucket("2026-11-21", { spend: "1", usual: "140", complete: false, purchase: "5000" })]),
    context,
  )
  expect(bar?.state).toBe("open")
  expect(bar && sayBar(bar)).toBe("Sat 21 Nov, so far · 1 credit · +5,000 purchased")
})

it("marks weeks that the range cuts, but not the one in which the account began", () => {
  const weeks = [
    bucket("2026-11-02", { from: "2026-11-05T00:00:00.000Z", to: "2026-11-09T00:00:00.000Z" }),
    bucket("2026-11-09", { to: "2026-11-16T00:00:00.000Z" }),
  ]
  const states = (firstEntry: string | undefined) =>
    barsOf(usage(weeks, { grain: "week" }), { ...context, firstEntry }).map(({ state }) => state)
  expect(states(undefined)).toEqual(["cut", "whole"])
  expect(states("2026-11-05")).toEqual(["whole", "whole"])
})

it("begins with the latest bar that is over", () => {
  const bars = barsOf(
    usage([bucket("2026-11-19"), bucket("2026-11-20"), bucket("2026-11-21", { complete: false })]),
    context,
  )
  expect(defaultBar(bars)).toBe(1)
  expect(defaultBar(bars.slice(2))).toBe(0)
})

it("puts a day where its zone has it", () => {
  const [bar] = barsOf(
    usage([
      bucket("2026-11-09", {
        from: "2026-11-08T18:15:00.000Z",
        to: "2026-11-09T18:15:00.000Z",
      }),
    ]),
    { ...context, zone: "Asia/Kathmandu" },
  )
  expect(bar?.days).toEqual({ first: "2026-11-09", last: "2026-11-09" })
})

it("says what a bar is compared with, in words and without a percentage of zero", () => {
  const before = (day: string, against: string | null, spend: string) => ({
    ...bucket(day, { spend }),
    against,
  })
  const days = { first_day: "2026-11-12", last_day: "2026-11-13" }
  const bars = barsOf(
    usage([bucket("2026-11-19", { spend: "9" }), bucket("2026-11-20", { spend: "3" })], {
      comparison: {
        compare: "prev",
        match: "weekday",
        ...days,
        from: "2026-11-12T00:00:00.000Z",
        to: "2026-11-14T00:00:00.000Z",
        days: 2,
        series: [
          before("2026-11-12", "2026-11-19", "12"),
          before("2026-11-13", "2026-11-20", "0"),
          before("2026-11-14", null, "7"),
        ],
        total: { spend: "12", purchase: "0", refund: "0", bonus: "0", count: 2 },
        average_per_day: "6",
        change: 0,
      },
    }),
    context,
  )
  expect(bars.map(sayBar)).toEqual([
    "Thu 19 Nov · 9 credits · 25% less than Thu 12 Nov (12)",
    "Fri 20 Nov · 3 credits · new, nothing used Fri 13 Nov",
  ])
  expect(bars.map(({ before }) => before)).toEqual([12, 0])
})
