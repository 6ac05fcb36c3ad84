import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { accountForecast, type ForecastInput } from "./account-forecast.ts"
import { addDays, type Day } from "./calendar.ts"
import { daysLeft, FORECAST_AHEAD_MAX, FORECAST_DAYS_MIN, forecaster } from "./forecast.ts"
import { backtest } from "./forecast-backtest.ts"

const credits = (count: number) => BigInt(Math.round(count * 1e6))
const repeated = (week: ReadonlyArray<number>, days: number) =>
  Array.from({ length: days }, (_, day) => credits(week[day % 7] ?? 0))

/** Numbers from 0 to 1 that are the same at every run. */
const randomFrom = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}
/** About normal, around 0. */
const bell = (random: () => number) =>
  Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6)

const WEEK = [100, 120, 110, 130, 90, 10, 0]

describe("the use of the days ahead", () => {
  it("follows the weekdays, and is certain where every week is the same", () => {
    const { ahead } = forecaster(repeated(WEEK, 140))
    for (const at of [70, 73, 140])
      for (const days of [1, 3, 7, 9, 30]) {
        const use = repeated(WEEK, at + days)
          .slice(at)
          .reduce((a, b) => a + b, 0n)
        const band = ahead(at)?.over(days)
        if (use > 0n) assert.deepStrictEqual(band, { low: use, expected: use, high: use })
        else assert.isNull(band)
      }
  })

  it("is not moved by one unusual day", () => {
    const uses = repeated(WEEK, 140)
    uses[126] = credits(100_000)
    const [with_, without] = [forecaster(uses), forecaster(repeated(WEEK, 140))]
    assert.strictEqual(with_.ahead(140)?.over(7)?.expected, without.ahead(140)?.over(7)?.expected)
  })

  it("is a mean where use comes so rarely that the usual day has none", () => {
    // Ten credits every third Monday.
    const uses = Array.from({ length: 210 }, (_, day) => credits(day % 21 === 0 ? 10 : 0))
    const expected = forecaster(uses).ahead(210)?.over(84)?.expected ?? 0n
    assert.isTrue(expected > credits(20) && expected < credits(50), String(expected))
  })

  it("is not told without 56 complete days, and not without any use lately", () => {
    const { ahead } = forecaster(repeated(WEEK, 200))
    assert.isNull(ahead(FORECAST_DAYS_MIN - 1))
    assert.isNotNull(ahead(FORECAST_DAYS_MIN)?.over(1))
    const stopped = [...repeated(WEEK, 100), ...repeated([0], 60)]
    assert.isNull(forecaster(stopped).ahead(160)?.over(7))
  })

  const uses = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 56, maxLength: 150 })

  it("has a band in order, and knows nothing of the days that come", () => {
    fc.assert(
      fc.property(uses, fc.integer({ min: 1, max: 120 }), uses, (uses, days, later) => {
        const band = forecaster(uses).ahead(uses.length)?.over(days) ?? null
        const again =
          forecaster([...uses, ...later])
            .ahead(uses.length)
            ?.over(days) ?? null
        assert.deepStrictEqual(band, again)
        if (band === null) return
        assert.isTrue(band.low >= 0n && band.low <= band.expected && band.expected <= band.high)
      }),
      { numRuns: 40 },
    )
  })
})

describe("the days that a balance lasts", () => {
  it("are counted with the present one", () => {
    const ahead = forecaster(repeated([100], 140)).ahead(140)
    assert.isNotNull(ahead)
    // 100 on one day of seven, the first of them today.
    for (const [balance, days] of [
      [credits(100), 1],
      [credits(100) + 1n, 8],
      [credits(250), 15],
    ] as const)
      assert.deepStrictEqual(daysLeft(ahead, balance), {
        earliest: days,
        expected: days,
        latest: days,
      })
    const never = { earliest: null, expected: null, latest: null }
    assert.deepStrictEqual(daysLeft(ahead, credits(100 * FORECAST_AHEAD_MAX)), never)
  })
})

const TODAY = "2026-03-16"
const steady = (days: number, today: { spend: bigint; refund: bigint }): ForecastInput => ({
  today: TODAY,
  days: Array.from({ length: days }, () => ({ spend: credits(12), refund: credits(2) })),
  soFarToday: today,
  balance: credits(95),
  period: { firstDay: "2026-03-01", lastDay: "2026-03-31", used: credits(180) + today.spend },
})
const none = { spend: 0n, refund: 0n }
const day = (count: number): Day => addDays(TODAY, count)

describe("an account's forecast", () => {
  it("tells the run-out by what is really gone, and the period by what is spent", () => {
    const { status, perDay, runOut, period } = accountForecast(steady(90, none))
    assert.strictEqual(status, "ok")
    assert.strictEqual(perDay, credits(12))
    // Ten a day net: 95 are used up on the tenth day.
    assert.deepStrictEqual(runOut, { earliest: day(9), expected: day(9), latest: day(9) })
    assert.strictEqual(period.daysLeft, 16)
    assert.strictEqual(period.rest?.expected, credits(16 * 12))
    assert.strictEqual(period.total?.expected, credits(180 + 16 * 12))
  })

  it("does not count twice what was used today", () => {
    const soFar = { spend: credits(12), refund: credits(2) }
    const { runOut, period } = accountForecast(steady(90, soFar))
    // The balance of now, after today's use.
    assert.deepStrictEqual(runOut?.expected, day(10))
    assert.strictEqual(period.rest?.expected, credits(15 * 12))
    assert.strictEqual(period.total?.expected, credits(180 + 16 * 12))
    const busy = accountForecast(steady(90, { spend: credits(1_000), refund: 0n }))
    assert.deepStrictEqual(busy.period.rest, { low: 0n, expected: 0n, high: 0n })
  })

  it("says that there is not enough history instead of guessing", () => {
    const { status, days, perDay, runOut, period } = accountForecast(steady(55, none))
    assert.deepStrictEqual([status, days, perDay, runOut], ["not_enough_history", 55, null, null])
    assert.isNull(period.rest)
    assert.isNull(period.total)
    const quiet = { ...steady(0, none), days: Array.from({ length: 90 }, () => none) }
    assert.strictEqual(accountForecast(quiet).status, "no_recent_use")
  })
})

describe("the band, on made-up accounts", () => {
  const kinds: Record<string, (random: () => number, day: number) => number> = {
    steady: (random) => 100 * Math.exp(0.3 * bell(random)),
    "of few large jobs": (random) => (random() < 0.25 ? -100 * Math.log(1 - random()) : 0),
    growing: (random, day) => 1.004 ** day * (day % 7 > 4 ? 20 : 100) * (0.7 + 0.6 * random()),
    "on weekdays": (random, day) => (day % 7 > 4 ? 0 : 100 * Math.exp(0.3 * bell(random))),
  }

  it.each(Object.entries(kinds))("holds seven to nine of ten times: %s", (_, use) => {
    const counts = { held: 0, of: 0 }
    for (const seed of [1, 2]) {
      const random = randomFrom(seed)
      const days = Array.from({ length: 260 }, (_, day) => ({
        spend: credits(use(random, day)),
        refund: 0n,
      }))
      for (const { held, of } of backtest(days)) {
        counts.held += held
        counts.of += of
      }
    }
    const share = counts.held / counts.of
    assert.isTrue(share >= 0.7 && share <= 0.9, String(share))
  })
})
