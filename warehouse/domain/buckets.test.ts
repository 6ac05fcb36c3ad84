import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { bucketsOf, GRAINS, type Grain } from "./buckets.ts"
import { addDays, dayOf, HOUR_MS, intervalOfDays, QUARTER_HOUR_MS } from "./calendar.ts"
import { anyMoment } from "./testing/zones.ts"

const keysOf = (grain: Grain, first: string, last: string, zone = "UTC") =>
  bucketsOf(grain, { first, last }, zone).map(({ key }) => key)
const hoursOf = (day: string, zone: string) =>
  bucketsOf("hour", { first: day, last: day }, zone).map(({ from, to }) => (to - from) / HOUR_MS)

describe("the buckets of a series", () => {
  it("are named by their day", () => {
    const days = ["2026-02-27", "2026-02-28", "2026-03-01"]
    assert.deepStrictEqual(keysOf("day", "2026-02-27", "2026-03-01"), days)
  })

  it("are named by their week's Monday, also where the range begins behind it", () => {
    const weeks = ["2026-03-02", "2026-03-09", "2026-03-16"]
    assert.deepStrictEqual(keysOf("week", "2026-03-04", "2026-03-16"), weeks)
    assert.deepStrictEqual(keysOf("week", "2026-03-08", "2026-03-08"), ["2026-03-02"])
  })

  it("are named by their month", () => {
    const months = ["2025-12", "2026-01", "2026-02"]
    assert.deepStrictEqual(keysOf("month", "2025-12-31", "2026-02-01"), months)
  })

  it("are named by their quarter", () => {
    const quarters = ["2025-Q4", "2026-Q1", "2026-Q2"]
    assert.deepStrictEqual(keysOf("quarter", "2025-12-31", "2026-04-01"), quarters)
    for (const [month, quarter] of [
      ["01", 1],
      ["03", 1],
      ["04", 2],
      ["06", 2],
      ["07", 3],
      ["09", 3],
      ["10", 4],
      ["12", 4],
    ] as const)
      assert.deepStrictEqual(keysOf("quarter", `2026-${month}-15`, `2026-${month}-15`), [
        `2026-Q${quarter}`,
      ])
  })

  it("are named by the instant at which their hour begins", () => {
    const [first, second] = keysOf("hour", "2026-03-05", "2026-03-05", "Asia/Kathmandu")
    assert.strictEqual(first, "2026-03-04T18:15:00.000Z")
    assert.strictEqual(second, "2026-03-04T19:15:00.000Z")
  })

  it("are cut at the edges of the range", () => {
    const days = { first: "2026-03-04", last: "2026-03-10" }
    const [first, second] = bucketsOf("week", days, "UTC")
    assert.deepStrictEqual(first, {
      key: "2026-03-02",
      ...intervalOfDays("2026-03-04", "2026-03-08", "UTC"),
    })
    assert.deepStrictEqual(second, {
      key: "2026-03-09",
      ...intervalOfDays("2026-03-09", "2026-03-10", "UTC"),
    })
  })

  it("are the hours that a day has, when the clocks change", () => {
    assert.lengthOf(hoursOf("2026-03-05", "Europe/Berlin"), 24)
    assert.lengthOf(hoursOf("2026-03-29", "Europe/Berlin"), 23)
    assert.lengthOf(hoursOf("2026-10-25", "Europe/Berlin"), 25)
  })

  it("end with half an hour where the clocks change by one", () => {
    assert.deepStrictEqual(hoursOf("2026-10-04", "Australia/Lord_Howe"), [
      ...new Array(23).fill(1),
      0.5,
    ])
    assert.deepStrictEqual(hoursOf("2026-04-05", "Australia/Lord_Howe"), [
      ...new Array(24).fill(1),
      0.5,
    ])
  })

  it("leave out a day that the zone skipped", () => {
    const days = ["2011-12-29", "2011-12-31"]
    assert.deepStrictEqual(keysOf("day", "2011-12-29", "2011-12-31", "Pacific/Apia"), days)
    assert.deepStrictEqual(keysOf("day", "2011-12-30", "2011-12-30", "Pacific/Apia"), [])
    assert.deepStrictEqual(keysOf("hour", "2011-12-30", "2011-12-30", "Pacific/Apia"), [])
  })

  it("are none for a range that ends before it begins", () => {
    for (const grain of GRAINS)
      assert.deepStrictEqual(keysOf(grain, "2026-03-05", "2026-03-04"), [])
  })

  it("follow one another and cover exactly the range, in every zone and grain", () => {
    const anyLength = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(anyMoment, anyLength, fc.constantFrom(...GRAINS), (moment, length, grain) => {
        const { zone, instant } = moment
        const first = dayOf(instant, zone)
        const last = addDays(first, length)
        const buckets = bucketsOf(grain, { first, last }, zone)
        const edges = buckets.map(({ from }) => from)
        const range = intervalOfDays(first, last, zone)
        assert.strictEqual(edges[0], range.from)
        assert.deepStrictEqual(
          buckets.map(({ to }) => to),
          [...edges.slice(1), range.to],
        )
        assert.isTrue(buckets.every(({ from, to }) => from < to))
        assert.isTrue(edges.every((edge) => edge % QUARTER_HOUR_MS === 0))
        assert.strictEqual(new Set(buckets.map(({ key }) => key)).size, buckets.length)
      }),
      { numRuns: 200 },
    )
  })
})
