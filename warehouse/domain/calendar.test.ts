import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import {
  addDays,
  countDays,
  DAY_MS,
  type Day,
  dayInMonth,
  dayOf,
  EARLIEST_INSTANT,
  formatInstant,
  HOUR_MS,
  intervalOfDays,
  isDay,
  isTimeZone,
  QUARTER_HOUR_MS,
  startOfDay,
  weekdayOf,
} from "./calendar.ts"
import { anyMoment, anyZone, LATEST_INSTANT, wallDay, ZONES } from "./testing/zones.ts"

const hoursOf = (day: Day, zone: string): number => {
  const { from, to } = intervalOfDays(day, day, zone)
  return (to - from) / HOUR_MS
}

describe("a day", () => {
  it.each([
    ["UTC", "2026-03-05", "2026-03-05T00:00:00.000Z", 24],
    ["Europe/Berlin", "2026-01-15", "2026-01-14T23:00:00.000Z", 24],
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z", 23],
    ["Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00.000Z", 25],
    ["Asia/Kathmandu", "2026-03-05", "2026-03-04T18:15:00.000Z", 24],
    ["America/St_Johns", "2026-03-08", "2026-03-08T03:30:00.000Z", 23],
    ["America/St_Johns", "2026-11-01", "2026-11-01T02:30:00.000Z", 25],
    ["Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00.000Z", 23.5],
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00.000Z", 24.5],
    // Midnight did not happen: the clocks went from 23:59 to 01:00.
    ["America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z", 23],
    // The hour before midnight happened twice: it belongs to the day before, all of it.
    ["America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00.000Z", 25],
    // The zone changed sides of the date line.
    ["Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00.000Z", 24],
    ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000Z", 0],
    ["Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00.000Z", 24],
    ["Asia/Kathmandu", "1986-01-01", "1985-12-31T18:30:00.000Z", 23.75],
  ])("in %s, %s begins at %s and lasts %d hours", (zone, day, start, hours) => {
    assert.strictEqual(formatInstant(startOfDay(day, zone)), start)
    assert.strictEqual(hoursOf(day, zone), hours)
  })

  it("goes on through clocks that are set back over midnight", () => {
    // At 00:01 on 29 October 2006 the clocks of Newfoundland went back to 23:01 of the 28th.
    const zone = "America/St_Johns"
    const midnight = startOfDay("2006-10-29", zone)
    const setBack = midnight + 60_000
    assert.strictEqual(wallDay(setBack, zone), "2006-10-28")
    assert.strictEqual(dayOf(setBack, zone), "2006-10-29")
    assert.strictEqual(dayOf(midnight - 1, zone), "2006-10-28")
    assert.strictEqual(hoursOf("2006-10-29", zone), 25)
  })

  it("that a zone skipped holds no instant", () => {
    const edge = startOfDay("2011-12-30", "Pacific/Apia")
    assert.strictEqual(dayOf(edge - 1, "Pacific/Apia"), "2011-12-29")
    assert.strictEqual(dayOf(edge, "Pacific/Apia"), "2011-12-31")
  })

  it("is the one on the wall calendar, or the one that had already begun", () => {
    fc.assert(
      fc.property(anyMoment, ({ zone, instant }) => {
        // Clocks that go back over midnight show the old day again; the new one has begun all the same.
        const shown = Array.from({ length: 13 }, (_, i) =>
          wallDay(instant - i * QUARTER_HOUR_MS, zone),
        )
        const latest = shown.reduce((a, b) => (a > b ? a : b))
        assert.strictEqual(dayOf(instant, zone), latest)
      }),
      { numRuns: 1_000 },
    )
  })

  it("holds exactly the instants from its start to the next day's", () => {
    fc.assert(
      fc.property(anyMoment, ({ zone, instant }) => {
        const { from, to } = intervalOfDays(dayOf(instant, zone), dayOf(instant, zone), zone)
        assert.isAtMost(from, instant)
        assert.isAbove(to, instant)
        assert.strictEqual(dayOf(from, zone), dayOf(instant, zone))
        assert.strictEqual(dayOf(to - 1, zone), dayOf(instant, zone))
      }),
      { numRuns: 1_000 },
    )
  })

  it("starts on a quarter of an hour in every zone since 1980", () => {
    const odd: string[] = []
    // Every 229th day: all months and weekdays in turn.
    for (let at = EARLIEST_INSTANT; at < LATEST_INSTANT; at += 229 * DAY_MS)
      for (const zone of ZONES) {
        const start = startOfDay(formatInstant(at).slice(0, 10), zone)
        if (start % QUARTER_HOUR_MS !== 0) odd.push(`${zone} ${formatInstant(start)}`)
      }
    assert.deepStrictEqual(odd, [])
  })

  it("starts elsewhere before 1980: that is why nothing older is taken", () => {
    assert.notStrictEqual(startOfDay("1971-06-01", "Africa/Monrovia") % QUARTER_HOUR_MS, 0)
  })
})

describe("the calendar", () => {
  it.each(["2026-03-05", "2024-02-29", "2000-02-29", "1980-01-01", "2026-12-31"])(
    "has %s",
    (day) => {
      assert.isTrue(isDay(day))
    },
  )

  it.each(["2026-02-30", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00"])(
    "does not have %s",
    (day) => {
      assert.isFalse(isDay(day))
    },
  )

  it.each(["", "today", "2026-3-5", "20260305", "2026-03-05T00:00", " 2026-03-05", "2026-03-05\n"])(
    "cannot read %j as a day",
    (text) => {
      assert.isFalse(isDay(text))
    },
  )

  it.each([
    ["2026-02-28", 1, "2026-03-01"],
    ["2024-02-28", 1, "2024-02-29"],
    ["2026-01-01", -1, "2025-12-31"],
    ["2026-03-05", 0, "2026-03-05"],
    ["2025-03-05", 365, "2026-03-05"],
  ])("goes from %s by %d days to %s", (day, count, then) => {
    assert.strictEqual(addDays(day, count), then)
  })

  it("counts both ends, and nothing backwards", () => {
    assert.strictEqual(countDays("2026-03-05", "2026-03-05"), 1)
    assert.strictEqual(countDays("2026-03-01", "2026-03-31"), 31)
    assert.strictEqual(countDays("2024-01-01", "2024-12-31"), 366)
    assert.strictEqual(countDays("2026-03-06", "2026-03-05"), 0)
    assert.strictEqual(countDays("2026-03-07", "2026-03-05"), 0)
  })

  it("counts the weekdays from Monday, 1, to Sunday, 7", () => {
    const week = Array.from({ length: 7 }, (_, i) => weekdayOf(addDays("2026-03-02", i)))
    assert.deepStrictEqual(week, [1, 2, 3, 4, 5, 6, 7])
  })

  it.each([
    ["2026-01-31", 1, 31, "2026-02-28"],
    ["2024-01-15", 1, 30, "2024-02-29"],
    ["2026-03-31", -1, 29, "2026-02-28"],
    ["2026-01-10", -1, 31, "2025-12-31"],
    ["2026-12-10", 1, 1, "2027-01-01"],
    ["2026-05-10", -12, 10, "2025-05-10"],
    ["2026-05-10", 25, 10, "2028-06-10"],
  ])("finds in the month of %s, moved by %d, day %d: %s", (day, count, dayOfMonth, found) => {
    assert.strictEqual(dayInMonth(day, count, dayOfMonth), found)
  })

  it("formats an instant in UTC with milliseconds", () => {
    assert.strictEqual(formatInstant(Date.UTC(2026, 2, 5, 10, 30)), "2026-03-05T10:30:00.000Z")
    assert.strictEqual(formatInstant(1), "1970-01-01T00:00:00.001Z")
  })
})

describe("a time zone", () => {
  it("is every name that the machine knows", () => {
    fc.assert(fc.property(anyZone, isTimeZone))
    assert.isTrue(isTimeZone("UTC"))
  })

  it.each(["", "Mars/Olympus", "Europe", "+05:30", "-03:00", "GMT+25", "Europe/Berlin ", "\0"])(
    "is not %j",
    (zone) => {
      assert.isFalse(isTimeZone(zone))
    },
  )
})
