import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { addDays, billingPeriod, dayOf, startOfDay } from "./calendar.ts"
import { STATEMENT_SPANS, statementRows, statementSpans } from "./statement.ts"
import { anyMoment } from "./testing/zones.ts"
import { NO_TOTALS, netOf } from "./transaction.ts"

const UTC = { timeZone: "UTC", periodAnchorDay: 10 }

describe("the spans of a statement", () => {
  it("are whole months, however the range cuts them", () => {
    const spans = statementSpans("month", { first: "2026-01-31", last: "2026-03-01" }, UTC)
    assert.deepStrictEqual(
      spans.map(({ firstDay, lastDay }) => [firstDay, lastDay]),
      [
        ["2026-01-01", "2026-01-31"],
        ["2026-02-01", "2026-02-28"],
        ["2026-03-01", "2026-03-31"],
      ],
    )
  })

  it("are whole billing periods from anchor day to anchor day, cut to shorter months", () => {
    const spans = statementSpans(
      "period",
      { first: "2026-02-01", last: "2026-03-31" },
      { timeZone: "UTC", periodAnchorDay: 31 },
    )
    assert.deepStrictEqual(
      spans.map(({ firstDay, lastDay }) => [firstDay, lastDay]),
      [
        ["2026-01-31", "2026-02-27"],
        ["2026-02-28", "2026-03-30"],
        ["2026-03-31", "2026-04-29"],
      ],
    )
  })

  it("begin and end in the zone, on a day that it skipped too", () => {
    const days = { first: "2011-12-30", last: "2011-12-30" }
    const [span, ...more] = statementSpans("month", days, {
      timeZone: "Pacific/Apia",
      periodAnchorDay: 1,
    })
    assert.lengthOf(more, 0)
    assert.deepStrictEqual(span, {
      firstDay: "2011-12-01",
      lastDay: "2011-12-31",
      from: startOfDay("2011-12-01", "Pacific/Apia"),
      to: startOfDay("2012-01-01", "Pacific/Apia"),
    })
  })

  it("follow one another, cover the range, and are the account's billing periods, in every zone", () => {
    fc.assert(
      fc.property(
        anyMoment,
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 1, max: 31 }),
        fc.constantFrom(...STATEMENT_SPANS),
        ({ zone, instant }, length, anchor, per) => {
          const first = dayOf(instant, zone)
          const last = addDays(first, length)
          const spans = statementSpans(
            per,
            { first, last },
            { timeZone: zone, periodAnchorDay: anchor },
          )
          assert.isTrue((spans[0]?.from ?? 0) <= startOfDay(first, zone))
          assert.isTrue((spans.at(-1)?.to ?? 0) >= startOfDay(addDays(last, 1), zone))
          spans.forEach((span, i) => {
            if (i > 0) assert.strictEqual(span.from, spans[i - 1]?.to)
            const period = billingPeriod(span.from, per === "month" ? 1 : anchor, zone)
            assert.deepStrictEqual(span, period)
          })
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe("the rows of a statement", () => {
  it("open with what the one before closed with, and are complete once they are over", () => {
    const [january, february] = statementSpans(
      "month",
      { first: "2026-01-01", last: "2026-02-28" },
      UTC,
    )
    assert.isDefined(january)
    assert.isDefined(february)
    const spent = { ...NO_TOTALS, spend: 30n, bonus: 5n, count: 2 }
    const bought = { ...NO_TOTALS, purchase: 100n, refund: 7n, count: 2 }
    const rows = statementRows(
      50n,
      [
        { ...january, totals: spent },
        { ...february, totals: bought },
      ],
      february.to - 1,
    )
    assert.deepStrictEqual(
      rows.map(({ opening, closing, complete }) => [opening, closing, complete]),
      [
        [50n, 25n, true],
        [25n, 132n, false],
      ],
    )
    for (const row of rows) assert.strictEqual(row.opening + netOf(row.totals), row.closing)
  })
})
