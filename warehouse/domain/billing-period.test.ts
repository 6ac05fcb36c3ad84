import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import {
  billingPeriod,
  countDays,
  dayOf,
  formatInstant,
  previousBillingPeriod,
  startOfDay,
} from "./calendar.ts"
import { anyMoment } from "./testing/zones.ts"

const noon = (day: string, zone = "UTC") => startOfDay(day, zone) + 12 * 3_600_000

describe("a billing period", () => {
  it.each([
    [1, "2026-03-05", "2026-03-01", "2026-03-31"],
    [1, "2026-03-01", "2026-03-01", "2026-03-31"],
    [15, "2026-03-14", "2026-02-15", "2026-03-14"],
    [15, "2026-03-15", "2026-03-15", "2026-04-14"],
    [15, "2026-01-02", "2025-12-15", "2026-01-14"],
    // Anchors that February does not have.
    [31, "2026-02-10", "2026-01-31", "2026-02-27"],
    [31, "2026-02-28", "2026-02-28", "2026-03-30"],
    [31, "2026-03-30", "2026-02-28", "2026-03-30"],
    [31, "2026-03-31", "2026-03-31", "2026-04-29"],
    [31, "2026-04-30", "2026-04-30", "2026-05-30"],
    [30, "2026-02-28", "2026-02-28", "2026-03-29"],
    [29, "2026-02-28", "2026-02-28", "2026-03-28"],
    // And in leap years.
    [31, "2028-02-28", "2028-01-31", "2028-02-28"],
    [31, "2028-02-29", "2028-02-29", "2028-03-30"],
    [30, "2028-02-29", "2028-02-29", "2028-03-29"],
    [29, "2028-02-28", "2028-01-29", "2028-02-28"],
    [29, "2028-02-29", "2028-02-29", "2028-03-28"],
  ])("anchored on day %d holds %s from %s to %s", (anchor, today, firstDay, lastDay) => {
    const period = billingPeriod(noon(today), anchor, "UTC")
    assert.deepStrictEqual(
      [period.firstDay, period.lastDay, formatInstant(period.from)],
      [firstDay, lastDay, `${firstDay}T00:00:00.000Z`],
    )
  })

  it("begins and ends at midnights of the account's zone, across a clock change", () => {
    const period = billingPeriod(noon("2026-03-20", "Europe/Berlin"), 1, "Europe/Berlin")
    assert.strictEqual(formatInstant(period.from), "2026-02-28T23:00:00.000Z")
    assert.strictEqual(formatInstant(period.to), "2026-03-31T22:00:00.000Z")
  })

  it("begins with the next day where a zone skipped its anchor day", () => {
    const period = billingPeriod(noon("2011-12-31", "Pacific/Apia"), 30, "Pacific/Apia")
    assert.strictEqual(period.firstDay, "2011-12-30")
    assert.strictEqual(dayOf(period.from, "Pacific/Apia"), "2011-12-31")
    assert.strictEqual(dayOf(period.from - 1, "Pacific/Apia"), "2011-12-29")
  })

  const anyAnchor = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 28, max: 31 }))

  it("holds its instant, and lasts a month", () => {
    fc.assert(
      fc.property(anyMoment, anyAnchor, ({ zone, instant }, anchor) => {
        const period = billingPeriod(instant, anchor, zone)
        assert.isAtMost(period.from, instant)
        assert.isAbove(period.to, instant)
        const days = countDays(period.firstDay, period.lastDay)
        assert.isTrue(days >= 28 && days <= 31, `${days} days`)
      }),
      { numRuns: 300 },
    )
  })

  it("leaves neither a gap nor an overlap to the one before and the one after", () => {
    fc.assert(
      fc.property(anyMoment, anyAnchor, ({ zone, instant }, anchor) => {
        const period = billingPeriod(instant, anchor, zone)
        assert.deepStrictEqual(billingPeriod(period.from, anchor, zone), period)
        assert.deepStrictEqual(billingPeriod(period.to - 1, anchor, zone), period)
        const before = previousBillingPeriod(period, anchor, zone)
        assert.strictEqual(before.to, period.from)
        const after = billingPeriod(period.to, anchor, zone)
        assert.strictEqual(after.from, period.to)
        assert.deepStrictEqual(previousBillingPeriod(after, anchor, zone), period)
      }),
      { numRuns: 300 },
    )
  })
})
