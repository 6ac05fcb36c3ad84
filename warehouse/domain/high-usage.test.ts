import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { addDays, weekdayOf } from "./calendar.ts"
import {
  type DaySpend,
  HIGH_USAGE_RULE,
  type HighUsageRule,
  historyDays,
  judgeDays,
  median,
  usualUse,
} from "./high-usage.ts"

const MONDAY = "2026-03-02"
const credits = (count: number) => BigInt(Math.round(count * 1e6))

/** Days from `first` on, all complete. */
const series = (first: string, spends: ReadonlyArray<number>): DaySpend[] =>
  spends.map((spend, i) => ({ day: addDays(first, i), spend: credits(spend), complete: true }))

/** The eight weeks before `MONDAY`: the given Mondays, oldest first, and `others` on all other days. */
const weeksBefore = (mondays: ReadonlyArray<number>, others = 0): DaySpend[] =>
  series(addDays(MONDAY, -7 * mondays.length), new Array(7 * mondays.length).fill(others)).map(
    (day, i) => (i % 7 === 0 ? { ...day, spend: credits(mondays[i / 7] ?? 0) } : day),
  )

const judge = (history: ReadonlyArray<DaySpend>, spend: number) =>
  usualUse(history, series(MONDAY, [spend]))[0]

describe("usual use", () => {
  it("is the median of the same weekday in the eight weeks before", () => {
    const history = weeksBefore([100, 110, 120, 130, 140, 150, 160, 900], 5_000)
    assert.deepStrictEqual(judge(history, 135), { usual: credits(135), flagged: false })
  })

  it("knows nothing of a ninth week", () => {
    const history = weeksBefore([9_000, 9_000, 100, 100, 100, 100, 100, 100, 100, 100])
    assert.lengthOf(history, historyDays(HIGH_USAGE_RULE) + 14)
    assert.strictEqual(judge(history, 100)?.usual, credits(100))
  })

  it("is not known with fewer than four such days", () => {
    assert.isNull(judge(weeksBefore([100, 100, 100]), 100)?.usual)
    assert.strictEqual(judge(weeksBefore([100, 100, 100, 100]), 100)?.usual, credits(100))
  })

  it("of a later day counts the earlier ones of the range", () => {
    // 1,000 every Monday, 10 on the other days, five weeks.
    const days = series(
      MONDAY,
      Array.from({ length: 35 }, (_, i) => (i % 7 === 0 ? 1_000 : 10)),
    )
    const answers = usualUse([], days)
    assert.isNull(answers[21]?.usual)
    assert.strictEqual(answers[28]?.usual, credits(1_000))
    assert.strictEqual(answers[29]?.usual, credits(10))
  })

  it("does not count a day that is not over", () => {
    const mondays = [...weeksBefore([100, 200, 300, 400]), ...series(MONDAY, [0])]
    const today = mondays.map((day) => (day.day === MONDAY ? { ...day, complete: false } : day))
    const nextMonday = [{ day: addDays(MONDAY, 7), spend: 0n, complete: false }]
    assert.strictEqual(usualUse(today, nextMonday)[0]?.usual, credits(250))
  })
})

describe("a high-usage day", () => {
  it("stands out from a steady weekday by more than half as much again", () => {
    const history = weeksBefore(new Array(8).fill(1_000))
    assert.isFalse(judge(history, 1_500)?.flagged)
    assert.isTrue(judge(history, 1_500.000001)?.flagged)
  })

  it("stands out from a changeable weekday by three deviations", () => {
    // Median 1,000, median deviation 200: the line is at 1,000 + 4.4478 × 200.
    const history = weeksBefore([600, 800, 800, 1_000, 1_000, 1_200, 1_200, 1_400])
    assert.isFalse(judge(history, 1_889.56)?.flagged)
    assert.isTrue(judge(history, 1_889.560001)?.flagged)
  })

  it("has at least a hundred credits", () => {
    const history = weeksBefore(new Array(8).fill(1))
    assert.isFalse(judge(history, 99.999999)?.flagged)
    assert.isTrue(judge(history, 100)?.flagged)
  })

  it("may come after weeks without any use", () => {
    assert.isTrue(judge(weeksBefore(new Array(8).fill(0)), 100)?.flagged)
  })

  it("is over", () => {
    const [day] = series(MONDAY, [9_000])
    const open = { ...(day as DaySpend), complete: false }
    assert.isFalse(usualUse(weeksBefore(new Array(8).fill(1_000)), [open])[0]?.flagged)
  })

  it("is one of its weekday, not of the week", () => {
    // A busy Monday is usual, however quiet the other days are.
    assert.isFalse(judge(weeksBefore(new Array(8).fill(5_000), 10), 5_000)?.flagged)
  })

  it("is compared with all of the last 28 days while there are fewer than four of its weekday", () => {
    // Sixteen days of 200, then five quiet ones.
    const spends = [...new Array(16).fill(200), ...new Array(5).fill(20)]
    const days = series(addDays(MONDAY, -21), spends)
    assert.deepStrictEqual(judge(days, 300.000001), { usual: null, flagged: true })
    assert.deepStrictEqual(judge(days, 300), { usual: null, flagged: false })
  })

  it("cannot be told from fewer than four days", () => {
    assert.isFalse(judge(series(addDays(MONDAY, -3), [1, 1, 1]), 9_000)?.flagged)
    assert.isTrue(judge(series(addDays(MONDAY, -4), [1, 1, 1, 1]), 9_000)?.flagged)
  })

  it("is found in a made-up quarter where one was put", () => {
    const spendOn = (day: string) => (weekdayOf(day) > 5 ? 40 : 400 + weekdayOf(day) * 10)
    const first = "2026-01-05"
    const high = addDays(first, 64)
    const days = Array.from({ length: 91 }, (_, i) => addDays(first, i)).map((day) => ({
      day,
      spend: credits(day === high ? 1_200 : spendOn(day)),
      complete: true,
    }))
    const flagged = usualUse([], days).flatMap((answer, i) =>
      answer.flagged ? [days[i]?.day] : [],
    )
    assert.deepStrictEqual(flagged, [high])
  })
})

describe("the rule's constants", () => {
  const judgeBy = (rule: Partial<HighUsageRule>, history: ReadonlyArray<DaySpend>, spend: number) =>
    judgeDays(history, series(MONDAY, [spend]), { ...HIGH_USAGE_RULE, ...rule })[0]
  const mondays = weeksBefore([600, 800, 800, 1_000, 1_000, 1_200, 1_200, 1_400])

  it("say where the line is: above the band, the ratio and the floor", () => {
    const { expectation } = judgeBy({}, mondays, 0) ?? {}
    const { usual, deviation, low, high, line } = expectation ?? {}
    assert.deepStrictEqual(
      [usual, deviation, low, high, line],
      [1_000, 200, 110.44, 1_889.56, 1_889.56].map(credits),
    )
    assert.strictEqual(
      judgeBy({ ratio: 2_000_000n }, mondays, 0)?.expectation?.line,
      credits(2_000),
    )
    assert.strictEqual(
      judgeBy({ floor: credits(2_500) }, mondays, 0)?.expectation?.line,
      credits(2_500),
    )
    assert.strictEqual(judgeBy({ deviations: 6_000_000n }, mondays, 0)?.expectation?.low, 0n)
  })

  it("decide on their own", () => {
    assert.isTrue(judgeBy({}, mondays, 1_900)?.flagged)
    assert.isFalse(judgeBy({ deviations: 4_000_000n }, mondays, 1_900)?.flagged)
    assert.isFalse(judgeBy({ ratio: 1_900_000n }, mondays, 1_900)?.flagged)
    assert.isFalse(judgeBy({ floor: credits(1_900.000001) }, mondays, 1_900)?.flagged)
    // Only the last two Mondays: too few, and then they are enough.
    assert.strictEqual(judgeBy({ weeks: 2 }, mondays, 0)?.expectation?.basis, "recent")
    const two = judgeBy({ weeks: 2, samplesMin: 2 }, mondays, 0)?.expectation
    assert.deepStrictEqual([two?.basis, two?.usual], ["weekday", credits(1_300)])
    // Three Mondays: too few, so the last days count, as many as the rule says.
    const young = series(addDays(MONDAY, -21), [
      ...new Array(14).fill(200),
      ...new Array(7).fill(20),
    ])
    assert.strictEqual(judgeBy({}, young, 0)?.expectation?.usual, credits(200))
    assert.strictEqual(judgeBy({ recentDays: 7 }, young, 0)?.expectation?.usual, credits(20))
    assert.strictEqual(judgeBy({ weeks: 1, recentDays: 7 }, mondays, 0)?.expectation?.usual, 0n)
  })

  const spends = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 90 })

  it("flag a day exactly when it lies above the line, or on it where that is the floor", () => {
    fc.assert(
      fc.property(spends, fc.nat(90), (spends, split) => {
        const all = series(MONDAY, spends)
        const days = all.slice(split)
        judgeDays(all.slice(0, split), days).forEach(({ expectation, flagged }, i) => {
          const spend = days[i]?.spend ?? 0n
          if (expectation === null) {
            assert.isFalse(flagged)
            return
          }
          const { line, usual, high } = expectation
          const above = spend > high && 2n * spend > 3n * usual && spend >= HIGH_USAGE_RULE.floor
          assert.strictEqual(flagged, above)
          assert.isTrue(flagged ? spend >= line : spend <= line)
        })
      }),
    )
  })

  it("judge a day the same, whether it is asked for alone or in a range", () => {
    fc.assert(
      fc.property(spends, fc.nat(90), (spends, split) => {
        const all = series(MONDAY, spends)
        const whole = judgeDays([], all)
        const part = judgeDays(all.slice(0, split), all.slice(split))
        assert.deepStrictEqual(part, whole.slice(split))
      }),
    )
  })
})

describe("a median", () => {
  it.each<[values: ReadonlyArray<bigint>, middle: bigint]>([
    [[], 0n],
    [[7n], 7n],
    [[9n, 1n, 5n], 5n],
    [[4n, 1n, 3n, 2n], 3n],
    [[10n, 20n], 15n],
    [[3n, 3n, 3n, 3n], 3n],
    [[10n ** 20n, 2n, 9n], 9n],
  ])("of [%s] is %d", (values, middle) => {
    assert.strictEqual(median(values), middle)
  })
})
