/** The figures of docs/decisions/0027-high-usage-rule.md, on the real traces and on the planted days. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { addDays, dayOf } from "#warehouse/domain/calendar.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import {
  type DaySpend,
  HIGH_USAGE_RULE,
  type HighUsageRule,
  judgeDays,
} from "#warehouse/domain/high-usage.ts"
import { randomOf } from "./random.ts"
import { firstDayOf, highUsageDays } from "./studio-calendar.ts"
import { STUDIO_NORTH, studioEvents } from "./studio-north.ts"

const FIRST = "2025-01-06"
const millionths = (count: number) => BigInt(Math.round(count * 1e6))
const rule = (deviations: number, ratio: number, more: Partial<HighUsageRule> = {}) => ({
  ...HIGH_USAGE_RULE,
  deviations: millionths(deviations),
  ratio: millionths(ratio),
  ...more,
})
const flaggedIn = (days: ReadonlyArray<DaySpend>, rule: HighUsageRule): ReadonlyArray<string> =>
  judgeDays([], days, rule).flatMap(({ flagged }, i) => (flagged ? [days[i]?.day ?? ""] : []))
const daysOf = (spends: ReadonlyArray<bigint>): ReadonlyArray<DaySpend> =>
  spends.map((spend, i) => ({ day: addDays(FIRST, i), spend, complete: true }))

/** Requests of chat-api at their price. */
const requests = readFileSync(join(import.meta.dirname, "data/azure-llm-2023-conv.csv"), "utf8")
  .split(/\r?\n/)
  .slice(1)
  .flatMap((line) => {
    const [time = "", context, generated] = line.split(",")
    if (context === undefined || generated === undefined) return []
    return [
      { minute: time.slice(0, 16), spend: BigInt(context) * 1_000n + BigInt(generated) * 3_000n },
    ]
  })

describe("the rule, on the real requests of chat-api", () => {
  it("flags one of 58 whole minutes, and fewer than other constants", () => {
    const minutes = [...Map.groupBy(requests, ({ minute }) => minute).values()]
      .slice(1, -1)
      .map((entries) => entries.reduce((sum, { spend }) => sum + spend, 0n))
    assert.lengthOf(minutes, 58)
    const counts = [rule(3, 1.5), rule(3, 1), rule(2, 1.25), rule(0, 1.5), rule(4, 1.5)].map(
      (rule) => flaggedIn(daysOf(minutes), rule).length,
    )
    assert.deepStrictEqual(counts, [1, 3, 7, 2, 0])
  })

  it.each([
    [10, 86, 16],
    [30, 28, 20],
    [100, 1, 20],
    [300, 0, 20],
  ])(
    "of days of about %i of them, drawn at random, flags %i of 2,000, and %i of 20 tripled",
    (count, flagged, tripled) => {
      const spends = drawnDays(count, 2_056)
      const noFloor = rule(3, 1.5, { floor: 0n })
      const days = daysOf(spends)
      const found = flaggedIn(days, noFloor).filter((day) => day >= addDays(FIRST, 56))
      assert.strictEqual(found.length, flagged)
      const hits = Array.from({ length: 20 }, (_, i) => 60 + 100 * i).filter((at) => {
        const high = days.slice(at, at + 1).map((day) => ({ ...day, spend: day.spend * 3n }))
        return judgeDays(days.slice(at - 56, at), high, noFloor)[0]?.flagged
      })
      assert.strictEqual(hits.length, tripled)
    },
  )
})

/** Days of requests drawn with replacement, their number about normal; the same at every run. */
const drawnDays = (count: number, length: number): ReadonlyArray<bigint> => {
  const random = randomOf(`days of ${count}`)
  const bell = () =>
    Array.from({ length: 12 }, () => random.below(1_000_000) / 1e6).reduce((a, b) => a + b) - 6
  return Array.from({ length }, () => {
    const number = Math.max(0, Math.round(count + Math.sqrt(count) * bell()))
    let spend = 0n
    for (let i = 0; i < number; i++) spend += requests[random.below(requests.length)]?.spend ?? 0n
    return spend
  })
}

describe("the rule, on the planted days of Studio North", () => {
  const today = "2026-11-22"
  const start = firstDayOf(today)
  const spends = new Map<string, bigint>()
  for (const event of studioEvents(start, Date.parse(`${today}T00:45:00Z`))) {
    const day = dayOf(Date.parse(event.occurred_at), STUDIO_NORTH.timeZone)
    const credits = event.type === "spend" ? (parseDecimal(event.credits) ?? 0n) : 0n
    spends.set(day, (spends.get(day) ?? 0n) + credits)
  }
  const days = Array.from({ length: 730 }, (_, i) => addDays(start, i)).map((day) => ({
    day,
    spend: spends.get(day) ?? 0n,
    complete: true,
  }))
  const planted = highUsageDays(start).map(({ day }) => day)

  it.each([
    [3, 1.5, {}, 3],
    [2, 1.5, {}, 3],
    [4, 1.5, {}, 3],
    [3, 2.4, {}, 3],
    [3, 1.5, { weeks: 6 }, 3],
    [3, 1.5, { weeks: 12 }, 3],
    [0, 1.5, {}, 4],
    [3, 1.25, {}, 11],
    [2, 1.25, {}, 14],
    [3, 1, {}, 43],
    [3, 1.5, { weeks: 4 }, 27],
  ])(
    "with %d deviations, %d times the median and %j flags %i of 730 days, and misses none",
    (deviations, ratio, more, count) => {
      const found = flaggedIn(days, rule(deviations, ratio, more))
      assert.lengthOf(found, count)
      assert.includeMembers([...found], planted)
    },
  )
})
