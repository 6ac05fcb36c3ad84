import { assert, describe, it } from "@effect/vitest"
import { bucketsOf } from "./buckets.ts"
import { type WeekHour, weekHoursOf } from "./week-hours.ts"

const hour = (from: string, credits: number, count = 1) => ({
  from: Date.parse(from),
  spend: BigInt(credits) * 1_000_000n,
  count,
})
const at = (cells: ReadonlyArray<WeekHour>, weekday: number, hour: number) =>
  cells.find((cell) => cell.weekday === weekday && cell.hour === hour)

describe("the hours of the week", () => {
  it("lie over each other by the weekday and the clock of the zone, with the day that has most", () => {
    // Thursdays; 02:30 in Berlin is 01:30 in UTC.
    const hours = [
      hour("2026-11-05T02:00:00Z", 5),
      hour("2026-11-12T02:00:00Z", 7, 3),
      hour("2026-11-12T23:00:00Z", 2),
    ]
    const cells = weekHoursOf(hours, "Europe/Berlin")
    assert.lengthOf(cells, 168)
    assert.deepStrictEqual(at(cells, 4, 3), {
      weekday: 4,
      hour: 3,
      spend: 12_000_000n,
      count: 4,
      highest: { day: "2026-11-12", spend: 7_000_000n },
    })
    assert.strictEqual(at(cells, 5, 0)?.spend, 2_000_000n)
    assert.deepInclude(at(cells, 1, 0), { spend: 0n, count: 0, highest: null })
  })

  it("are the sum of the hours where a zone repeats one, skips one, or lies half an hour off", () => {
    for (const [zone, first, last] of [
      ["Europe/Berlin", "2026-10-19", "2026-11-01"],
      ["Europe/Berlin", "2026-03-23", "2026-04-05"],
      ["Asia/Kathmandu", "2026-03-23", "2026-04-05"],
      ["Australia/Lord_Howe", "2026-04-01", "2026-04-10"],
    ] as const) {
      const hours = bucketsOf("hour", { first, last }, zone).map(({ from }, i) => ({
        from,
        spend: BigInt(i + 1),
        count: 1,
      }))
      const cells = weekHoursOf(hours, zone)
      const sum = cells.reduce((total, { spend }) => total + spend, 0n)
      assert.strictEqual(sum, BigInt((hours.length * (hours.length + 1)) / 2), zone)
      const entries = cells.reduce((total, { count }) => total + count, 0)
      assert.strictEqual(entries, hours.length)
    }
    const autumn = { first: "2026-10-25", last: "2026-10-25" }
    const once = ({ from }: { from: number }) => ({ from, spend: 1n, count: 1 })
    const repeated = bucketsOf("hour", autumn, "Europe/Berlin").map(once)
    assert.strictEqual(at(weekHoursOf(repeated, "Europe/Berlin"), 7, 2)?.spend, 2n)
  })
})
