import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { bucketsOf, GRAINS } from "./buckets.ts"
import { addDays, countDays, dayOf, weekdayOf } from "./calendar.ts"
import { COMPARISONS, comparedBuckets, comparedDays, MATCHES } from "./comparison.ts"
import { RANGES, type Range } from "./range.ts"
import { anyMoment } from "./testing/zones.ts"

const compared = (
  text: string,
  first: string,
  last: string,
  { range = null, anchor = 1 }: { range?: Range | null; anchor?: number } = {},
) => {
  const [compare, match] = text.split(" ") as ["prev" | "year", "weekday" | "date"]
  const days = { first, last }
  const found = comparedDays({ compare, match, days, range, periodAnchorDay: anchor })
  return `${found.first} ${found.last}`
}

describe("the days that a range is compared with", () => {
  it.each([
    ["seven days, by weekday", "prev weekday", "2026-03-02", "2026-03-08", "2026-02-23 2026-03-01"],
    ["thirty days: 35 back", "prev weekday", "2026-02-04", "2026-03-05", "2025-12-31 2026-01-29"],
    ["one day: a week back", "prev weekday", "2026-03-05", "2026-03-05", "2026-02-26 2026-02-26"],
    ["thirty days, by date", "prev date", "2026-02-04", "2026-03-05", "2026-01-05 2026-02-03"],
    ["a whole month, by date", "prev date", "2026-03-01", "2026-03-31", "2026-02-01 2026-02-28"],
    ["a whole quarter", "prev date", "2026-04-01", "2026-06-30", "2026-01-01 2026-03-31"],
    ["a year ago, by weekday", "year weekday", "2026-03-05", "2026-03-06", "2025-03-06 2025-03-07"],
    ["a year ago, by date", "year date", "2026-03-05", "2026-03-06", "2025-03-05 2025-03-06"],
    ["29 February a year ago", "year date", "2028-02-29", "2028-02-29", "2027-02-28 2027-02-28"],
  ])("of %s", (_, how, first, last, expected) => {
    assert.strictEqual(compared(how, first, last), expected)
  })

  it("of a month so far are as many days of the month before, and no more than it has", () => {
    const mtd = { range: "mtd" } as const
    assert.strictEqual(
      compared("prev date", "2026-03-01", "2026-03-05", mtd),
      "2026-02-01 2026-02-05",
    )
    assert.strictEqual(
      compared("prev date", "2026-03-01", "2026-03-30", mtd),
      "2026-02-01 2026-02-28",
    )
  })

  it("of a billing period so far begin where the one before began, also on the 31st", () => {
    const period = { range: "period", anchor: 31 } as const
    assert.strictEqual(
      compared("prev date", "2026-02-28", "2026-03-04", period),
      "2026-01-31 2026-02-04",
    )
  })

  it.each(["ytd", "12m"] as const)("of %s by date are those of a year ago", (range) => {
    assert.strictEqual(
      compared("prev date", "2026-01-01", "2026-03-05", { range }),
      "2025-01-01 2025-03-05",
    )
  })

  it("never overlap as `prev`, and meet weekday by weekday", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 800 }),
        fc.constantFrom(...COMPARISONS),
        fc.constantFrom(...MATCHES),
        fc.constantFrom(null, ...RANGES.filter((range) => range !== "period")),
        (start, length, compare, match, range) => {
          const first = addDays("1990-01-01", start)
          const days = { first, last: addDays(first, length) }
          const found = comparedDays({ compare, match, days, range, periodAnchorDay: 1 })
          assert.isTrue(found.first <= found.last && found.last < days.last)
          if (match === "weekday") {
            assert.strictEqual(weekdayOf(found.first), weekdayOf(first))
            assert.strictEqual(countDays(found.first, found.last), length + 1)
          }
          if (compare === "prev" && !["ytd", "12m", "mtd"].includes(range ?? ""))
            assert.isTrue(found.last < first)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe("the buckets of compared days", () => {
  const pairs = (
    grain: (typeof GRAINS)[number],
    [first, last, how]: readonly [string, string, "prev date" | "prev weekday" | "year date"],
    timeZone = "UTC",
  ) => {
    const [compare, match] = how.split(" ") as ["prev" | "year", "weekday" | "date"]
    const days = { first, last }
    const compared = comparedDays({ compare, match, days, range: null, periodAnchorDay: 1 })
    return comparedBuckets(grain, { days, compared, timeZone })
  }

  it("stand behind the same weekday", () => {
    assert.deepStrictEqual(
      pairs("day", ["2026-03-05", "2026-03-06", "prev weekday"]).map(({ key, against }) => [
        key,
        against,
      ]),
      [
        ["2026-02-26", "2026-03-05"],
        ["2026-02-27", "2026-03-06"],
      ],
    )
  })

  it("leave 29 February without one a year before, and go on in step", () => {
    const found = pairs("day", ["2028-02-28", "2028-03-01", "year date"])
    assert.deepStrictEqual(
      found.map(({ key, against }) => [key, against]),
      [
        ["2027-02-28", "2028-02-28"],
        ["2027-03-01", "2028-03-01"],
      ],
    )
  })

  it("are all there where the month before is longer: what is over stands behind nothing", () => {
    const found = pairs("day", ["2026-02-01", "2026-02-28", "prev date"])
    assert.lengthOf(found, 31)
    assert.deepStrictEqual(
      found.slice(27).map(({ against }) => against),
      ["2026-02-28", null, null, null],
    )
  })

  it("meet hour by hour of the day, also where one day has 23 and the other 24", () => {
    const found = pairs("hour", ["2026-03-29", "2026-03-29", "prev weekday"], "Europe/Berlin")
    assert.lengthOf(found, 24)
    const hours = bucketsOf("hour", { first: "2026-03-29", last: "2026-03-29" }, "Europe/Berlin")
    assert.deepStrictEqual(
      found.map(({ against }) => against),
      [...hours.map(({ key }) => key), null],
    )
  })

  it("skip the day that the zone skipped", () => {
    const found = pairs("day", ["2011-12-29", "2011-12-31", "prev weekday"], "Pacific/Apia")
    assert.deepStrictEqual(
      found.map(({ key, against }) => [key, against]),
      [
        ["2011-12-22", "2011-12-29"],
        ["2011-12-23", null],
        ["2011-12-24", "2011-12-31"],
      ],
    )
  })

  it("stand behind buckets of the range, each behind another, in every zone and grain", () => {
    fc.assert(
      fc.property(
        anyMoment,
        fc.integer({ min: 0, max: 70 }),
        fc.constantFrom(...GRAINS),
        fc.constantFrom("prev date", "prev weekday", "year date"),
        ({ zone, instant }, length, grain, how) => {
          const first = dayOf(Math.max(instant, Date.UTC(1983, 0, 1)), zone)
          const last = addDays(first, length)
          const found = pairs(grain, [first, last, how as "prev date"], zone)
          const keys = new Set(bucketsOf(grain, { first, last }, zone).map(({ key }) => key))
          const behind = found.flatMap(({ against }) => against ?? [])
          assert.strictEqual(new Set(behind).size, behind.length)
          for (const key of behind) assert.isTrue(keys.has(key), key)
          assert.deepStrictEqual([...behind].sort(), behind)
        },
      ),
      { numRuns: 150 },
    )
  })
})
