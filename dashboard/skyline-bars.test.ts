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
