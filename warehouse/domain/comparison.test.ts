import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { bucketsOf, GRAINS } from "./buckets.ts"
import { addDays, countDays, dayOf, formatInstant, weekdayOf } from "./calendar.ts"
import {
  COMPARISONS,
  comparedBuckets,
  comparedDays,
  comparedStretch,
  MATCHES,
} from "./comparison.ts"
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

describe("the stretch that a range is compared with", () => {
  const stretch = (
    how: string,
    [first, last]: readonly [string, string],
    { now, zone = "UTC" }: { now: string; zone?: string },
  ) => {
    const [compare, match] = how.split(" ") as ["prev" | "year", "weekday" | "date"]
    const asked = { compare, match, days: { first, last }, range: null, periodAnchorDay: 1 }
    const found = comparedStretch({ ...asked, timeZone: zone, now: Date.parse(now) })
    return `${formatInstant(found.from).slice(0, 16)} ${formatInstant(found.to).slice(0, 16)} ${found.isCut}`
  }
  const WEEK = ["2026-03-02", "2026-03-08"] as const

  it.each([
    [
      "ends at the quarter of an hour that today has come to",
      "2026-03-08T14:29:59Z",
      "03-01T14:15",
    ],
    ["ends before its last day while today has just begun", "2026-03-08T00:14:00Z", "03-01T00:00"],
  ])("%s", (_, now, until) => {
    assert.strictEqual(
      stretch("prev weekday", WEEK, { now }),
      `2026-02-23T00:00 2026-${until} true`,
    )
  })

  it.each([
    ["the range is over", WEEK, "2026-03-09T14:15:00Z", "2026-02-23T00:00 2026-03-02T00:00 false"],
    ["it ends ahead", WEEK, "2026-03-07T14:15:00Z", "2026-02-23T00:00 2026-03-02T00:00 false"],
  ] as const)("is whole where %s", (_, days, now, expected) => {
    assert.strictEqual(stretch("prev weekday", days, { now }), expected)
  })

  it("is whole where today meets none of its days, or not the last", () => {
    assert.strictEqual(
      stretch("prev date", ["2026-04-01", "2026-04-30"], { now: "2026-04-30T12:00:00Z" }),
      "2026-03-01T00:00 2026-04-01T00:00 false",
    )
    assert.strictEqual(
      stretch("year date", ["2028-02-20", "2028-02-29"], { now: "2028-02-29T12:00:00Z" }),
      "2027-02-20T00:00 2027-03-01T00:00 false",
    )
  })

  it("counts from midnight where clocks change, and ends no later than its day", () => {
    const days = ["2026-10-25", "2026-10-25"] as const
    const berlin = { zone: "Europe/Berlin" }
    assert.strictEqual(
      stretch("prev weekday", days, { now: "2026-10-25T11:00:00Z", ...berlin }),
      "2026-10-17T22:00 2026-10-18T11:00 true",
    )
    assert.strictEqual(
      stretch("prev weekday", days, { now: "2026-10-25T22:50:00Z", ...berlin }),
      "2026-10-17T22:00 2026-10-18T22:00 true",
    )
  })
})

describe("the buckets of compared days", () => {
  const pairs = (
    grain: (typeof GRAINS)[number],
    [first, last, how]: readonly [string, string, "prev date" | "prev weekday" | "year date"],
    timeZone = "UTC",
    now = Date.UTC(2099, 0, 1),
  ) => {
    const [compare, match] = how.split(" ") as ["prev" | "year", "weekday" | "date"]
    const days = { first, last }
    const compared = comparedStretch({
      ...{ compare, match, days, range: null, periodAnchorDay: 1 },
      ...{ timeZone, now },
    })
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

  it("end where the last day is cut, and none begins there", () => {
    const now = Date.UTC(2026, 2, 6, 10, 20)
    const shown = (grain: "day" | "hour") =>
      pairs(grain, ["2026-03-05", "2026-03-06", "prev weekday"], "UTC", now)
        .slice(-2)
        .map(({ from, to, against }) => [formatInstant(from), formatInstant(to), against])
    assert.deepStrictEqual(shown("day"), [
      ["2026-02-26T00:00:00.000Z", "2026-02-27T00:00:00.000Z", "2026-03-05"],
      ["2026-02-27T00:00:00.000Z", "2026-02-27T10:15:00.000Z", "2026-03-06"],
    ])
    assert.deepStrictEqual(shown("hour"), [
      ["2026-02-27T09:00:00.000Z", "2026-02-27T10:00:00.000Z", "2026-03-06T09:00:00.000Z"],
      ["2026-02-27T10:00:00.000Z", "2026-02-27T10:15:00.000Z", "2026-03-06T10:00:00.000Z"],
    ])
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
