import { assert, describe, it } from "@effect/vitest"
import { type Account, unnamedAccount } from "./account.ts"
import { formatInstant, intervalOfDays, startOfDay } from "./calendar.ts"
import {
  type Overview,
  type OverviewSums,
  overviewOf,
  overviewSpans,
  RUNWAY_DAYS,
  RUNWAY_USE_DAYS_MIN,
} from "./overview.ts"
import { NO_TOTALS, type Totals } from "./transaction.ts"

const credits = (count: number) => BigInt(count) * 1_000_000n
const totals = (some: Partial<Totals>): Totals => ({ ...NO_TOTALS, ...some })
const lifetimeOf = (some: Partial<Totals>) => ({ totals: totals(some), firstAt: 0, lastAt: 0 })

const mana: Account = { ...unnamedAccount("mana"), allowance: credits(1000) }
const NOW = Date.UTC(2026, 2, 5, 12)
const nothing: OverviewSums = {
  lifetime: { totals: NO_TOTALS, firstAt: null, lastAt: null },
  sincePeriodStart: NO_TOTALS,
  soFar: NO_TOTALS,
  previous: NO_TOTALS,
  recentSpend: new Array(RUNWAY_DAYS).fill(0n),
}
const overview = (
  sums: Partial<OverviewSums>,
  { account = mana, now = NOW }: { account?: Account; now?: number } = {},
): Overview => overviewOf(account, now, overviewSpans(account, now), { ...nothing, ...sums })

/** Spend of the last days, the others without any. */
const spends = (...last: ReadonlyArray<number>) =>
  [...new Array(RUNWAY_DAYS - last.length).fill(0), ...last].map(credits)

describe("the spans of an overview", () => {
  it("are the period, its days so far, and of the one before the same days, the last as far as today has come", () => {
    const { today, period, soFar, previous } = overviewSpans(mana, NOW)
    assert.strictEqual(today, "2026-03-05")
    assert.deepStrictEqual([period.firstDay, period.lastDay], ["2026-03-01", "2026-03-31"])
    assert.deepStrictEqual(soFar, intervalOfDays("2026-03-01", "2026-03-05", "UTC"))
    assert.deepStrictEqual(previous, {
      firstDay: "2026-02-01",
      lastDay: "2026-02-05",
      from: Date.UTC(2026, 1, 1),
      to: Date.UTC(2026, 1, 5, 12),
    })
  })

  it("end the one before with its last day where it is shorter", () => {
    const { previous, period } = overviewSpans(mana, Date.UTC(2026, 2, 30, 12))
    assert.strictEqual(previous.lastDay, "2026-02-28")
    assert.strictEqual(previous.to, period.from)
  })

  it("are the fourteen days before today, oldest first", () => {
    const { recent } = overviewSpans(mana, NOW)
    assert.lengthOf(recent, RUNWAY_DAYS)
    assert.strictEqual(formatInstant(recent[0]?.from ?? 0), "2026-02-19T00:00:00.000Z")
    assert.strictEqual(formatInstant(recent.at(-1)?.to ?? 0), "2026-03-05T00:00:00.000Z")
    for (const [i, { to }] of recent.slice(0, -1).entries())
      assert.strictEqual(recent[i + 1]?.from, to)
  })

  it("are days of the account's zone", () => {
    const account = { ...mana, timeZone: "America/St_Johns" }
    // 02:00 in UTC on the 1st: still the last evening of February there.
    const { today, period } = overviewSpans(account, Date.UTC(2026, 2, 1, 2))
    assert.strictEqual(today, "2026-02-28")
    assert.strictEqual(period.to, startOfDay("2026-03-01", "America/St_Johns"))
  })
})

describe("the balance", () => {
  it("is all that came in less all that was spent", () => {
    const lifetime = lifetimeOf({
      spend: credits(9),
      purchase: credits(500),
      refund: credits(2),
      bonus: credits(10),
    })
    assert.strictEqual(overview({ lifetime }).balance, credits(503))
  })

  it.each([
    [null, 5, false],
    [4, 5, false],
    [5, 5, true],
    [6, 5, true],
    [0, -1, true],
  ])("with a mark at %s and %d credits left is low: %s", (mark, left, low) => {
    const account = { ...mana, lowBalanceMark: mark === null ? null : credits(mark) }
    const lifetime = lifetimeOf({ purchase: credits(10), spend: credits(10 - left) })
    assert.strictEqual(overview({ lifetime }, { account }).low, low)
  })
})

describe("use in the period", () => {
  it("is what was spent, refunds beside it", () => {
    const soFar = totals({ spend: credits(9), refund: credits(2) })
    const { used, refunded } = overview({ soFar })
    assert.deepStrictEqual([used, refunded], [credits(9), credits(2)])
  })

  it("a day is divided by the days so far, today included", () => {
    const { days, daysElapsed, averagePerDay } = overview({ soFar: totals({ spend: 7n }) })
    assert.deepStrictEqual([days, daysElapsed], [31, 5])
    // 7 / 5 = 1.4
    assert.strictEqual(averagePerDay, 1n)
  })

  it("stands beside that of the period before", () => {
    assert.strictEqual(overview({ previous: totals({ spend: 3n }) }).usedPrevious, 3n)
  })
})

describe("the usage rate", () => {
  it("is the share of the plan's allowance in percent", () => {
    const { usageRate, allowance, allowanceFrom } = overview({
      soFar: totals({ spend: credits(9) }),
    })
    assert.deepStrictEqual([usageRate, allowance, allowanceFrom], [0.9, credits(1000), "plan"])
  })

  it("may be above a hundred", () => {
    assert.strictEqual(overview({ soFar: totals({ spend: credits(1500) }) }).usageRate, 150)
  })

  const unplanned = { account: { ...mana, allowance: null } }

  it("without a plan is the share of the opening balance and what came in since", () => {
    const sums = {
      // 1,000 before the period; then 500 purchased, 20 given, 5 returned, 305 spent.
      lifetime: lifetimeOf({
        purchase: credits(1500),
        bonus: credits(20),
        refund: credits(5),
        spend: credits(305),
      }),
      soFar: totals({
        purchase: credits(500),
        bonus: credits(20),
        refund: credits(5),
        spend: credits(305),
      }),
    }
    const found = overview({ ...sums, sincePeriodStart: sums.soFar }, unplanned)
    assert.deepStrictEqual([found.allowance, found.allowanceFrom], [credits(1525), "balance"])
    assert.strictEqual(found.usageRate, 20)
  })

  it("does not count what is dated behind today into the allowance", () => {
    const purchase = credits(500)
    const sums = { lifetime: lifetimeOf({ purchase }), sincePeriodStart: totals({ purchase }) }
    assert.strictEqual(overview(sums, unplanned).allowance, 0n)
  })

  it.each([
    ["an account that never had credits", {}],
    ["an account in debt", { spend: credits(5) }],
  ])("is not known, nor is the pace, for %s", (_, sum) => {
    const found = overview({ lifetime: lifetimeOf(sum) }, unplanned)
    assert.isNull(found.usageRate)
    assert.isNull(found.pace)
  })

  it("is not known for a plan without credits", () => {
    assert.isNull(overview({}, { account: { ...mana, allowance: 0n } }).usageRate)
  })
})

describe("the pace", () => {
  it("is how far the usage rate is ahead of the time gone, in points", () => {
    // Four and a half of 31 days.
    const { elapsed, pace } = overview({ soFar: totals({ spend: credits(9) }) })
    assert.strictEqual(elapsed, 0.145161)
    assert.strictEqual(pace, -13.6161)
  })

  it("begins at nothing and ends at all of the period", () => {
    const start = Date.UTC(2026, 2, 1)
    assert.strictEqual(overview({}, { now: start }).elapsed, 0)
    assert.strictEqual(overview({}, { now: start }).pace, 0)
    assert.strictEqual(overview({}, { now: Date.UTC(2026, 3, 1) - 1 }).elapsed, 1)
  })

  it("knows that a month with a clock change is an hour shorter", () => {
    const account = { ...mana, timeZone: "Europe/Berlin" }
    const now = startOfDay("2026-03-16", "Europe/Berlin")
    // 360 of 743 hours.
    assert.strictEqual(overview({}, { account, now }).elapsed, 0.484522)
  })
})

describe("the runway", () => {
  const left = (count: number) => lifetimeOf({ purchase: credits(count) })

  it("is how many days the balance lasts at the mean of the last fourteen", () => {
    // 28 credits in fourteen days: two a day.
    const recentSpend = spends(10, 10, 8)
    assert.strictEqual(overview({ lifetime: left(100), recentSpend }).runwayDays, 50)
  })

  it("counts whole days", () => {
    const recentSpend = spends(10, 10, 8)
    assert.strictEqual(overview({ lifetime: left(101), recentSpend }).runwayDays, 50)
    assert.strictEqual(overview({ lifetime: left(1), recentSpend }).runwayDays, 0)
  })

  it("may be years", () => {
    const recentSpend = spends(1, 1, 12)
    assert.strictEqual(overview({ lifetime: left(1000), recentSpend }).runwayDays, 1000)
  })

  it("is nothing for an empty balance, or one in debt", () => {
    const recentSpend = spends(1, 1, 1)
    assert.strictEqual(overview({ lifetime: left(0), recentSpend }).runwayDays, 0)
    const debt = lifetimeOf({ spend: credits(1) })
    assert.strictEqual(overview({ lifetime: debt, recentSpend }).runwayDays, 0)
  })

  it(`is not known with fewer than ${RUNWAY_USE_DAYS_MIN} days of use`, () => {
    const lifetime = left(100)
    assert.isNull(overview({ lifetime }).runwayDays)
    assert.isNull(overview({ lifetime, recentSpend: spends(50, 50) }).runwayDays)
    assert.isNull(overview({ lifetime, recentSpend: spends(50, 0, 50) }).runwayDays)
  })
})
