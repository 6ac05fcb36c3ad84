import { assert, describe, it } from "@effect/vitest"
import { addDays, dayOf, startOfDay, weekdayOf } from "#warehouse/domain/calendar.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { signed } from "#warehouse/domain/transaction.ts"
import { firstDayOf, HIGH_USAGE, highUsageDays } from "./studio-calendar.ts"
import { STUDIO_NORTH, studioEvents } from "./studio-north.ts"
import type { WireEvent } from "./wire-event.ts"

const ZONE = STUDIO_NORTH.timeZone
const CREDIT = 1_000_000n
/** The first starts that are looked at: a leap day, a clock change, New Year's Eve, an ordinary noon. */
const FIRST_STARTS = [
  "2026-11-22T12:30:00.000Z",
  "2028-02-29T09:15:00.000Z",
  "2027-03-28T16:00:00.000Z",
  "2026-12-31T22:59:59.000Z",
].map((text) => Date.parse(text))

const credits = (event: WireEvent): bigint => {
  const millionths = parseDecimal(event.credits)
  assert.isDefined(millionths, `${event.id} has the credits ${event.credits}`)
  return millionths
}
const delta = (event: WireEvent): bigint => signed(event.type, credits(event))
const instant = (event: WireEvent): number => Date.parse(event.occurred_at)

const made = (now: number) => {
  const today = dayOf(now, ZONE)
  const start = firstDayOf(today)
  return { today, start, events: studioEvents(start, now) }
}

const spendByDay = (events: ReadonlyArray<WireEvent>): Map<string, bigint> => {
  const days = new Map<string, bigint>()
  for (const event of events.filter(({ type }) => type === "spend")) {
    const day = dayOf(instant(event), ZONE)
    days.set(day, (days.get(day) ?? 0n) + credits(event))
  }
  return days
}

const median = (values: ReadonlyArray<bigint>): bigint => {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : 1))
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0n
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n
  return (upper + lower) / 2n
}

/** The rule for high-usage days, counted plainly: same weekday of the eight weeks before. */
const unusualDays = (start: string, today: string, days: Map<string, bigint>): Array<string> => {
  const found: Array<string> = []
  for (let day = addDays(start, 56); day < today; day = addDays(day, 1)) {
    const before = Array.from({ length: 8 }, (_, i) => days.get(addDays(day, -7 * (i + 1))) ?? 0n)
    const usual = median(before)
    const spread = median(before.map((spend) => (spend < usual ? usual - spend : spend - usual)))
    const used = days.get(day) ?? 0n
    const limits = [usual + (spread * 44478n) / 10000n, (usual * 3n) / 2n, 100n * CREDIT]
    if (limits.every((limit) => used > limit)) found.push(day)
  }
  return found
}

describe.each(FIRST_STARTS)("Studio North, first generated at %d", (now) => {
  const { today, start, events } = made(now)
  const days = spendByDay(events)

  it("covers 24 months up to now, and nothing after it", () => {
    const first = events[0]
    assert.isDefined(first)
    assert.strictEqual(dayOf(instant(first), ZONE), start)
    assert.strictEqual(Number(today.slice(0, 4)) - Number(start.slice(0, 4)), 2)
    assert.isTrue(events.every((event) => instant(event) <= now))
    assert.isAbove(events.length, 12_000)
    assert.isBelow(events.length, 20_000)
  })

  it("gives every event an id of its own, in the order of the ledger", () => {
    assert.strictEqual(new Set(events.map(({ id }) => id)).size, events.length)
    const keys = events.map(({ occurred_at, id }) => `${occurred_at} ${id}`)
    assert.deepStrictEqual(keys, [...keys].sort())
  })

  it("never lets the balance fall below zero and ends between 10,000 and 15,100", () => {
    let balance = 0n
    for (const event of events) {
      balance += delta(event)
      assert.isTrue(balance >= 0n, `below zero after ${event.id}`)
    }
    assert.isTrue(balance >= 9_900n * CREDIT && balance <= 15_100n * CREDIT, String(balance))
  })

  it("has exactly the three high-usage days that were planted, the last within 30 days", () => {
    const planted = highUsageDays(start).map(({ day }) => day)
    assert.strictEqual(planted.length, HIGH_USAGE.length)
    assert.isTrue(planted.every((day) => weekdayOf(day) <= 5))
    assert.isAbove(Date.parse(planted[2] ?? ""), Date.parse(addDays(today, -29)))
    assert.deepStrictEqual(unusualDays(start, today, days), planted)
  })

  it("gives the credits of each failed job back, once and within two minutes", () => {
    const spends = new Map(events.filter((e) => e.type === "spend").map((e) => [e.id, e]))
    const refunds = events.filter(({ type }) => type === "refund")
    assert.isAbove(refunds.length, 200)
    assert.strictEqual(new Set(refunds.map((e) => e.refers_to)).size, refunds.length)
    for (const refund of refunds) {
      const spend = spends.get(refund.refers_to ?? "")
      assert.isDefined(spend, `${refund.id} refers to no spend`)
      assert.strictEqual(refund.credits, spend.credits)
      const wait = instant(refund) - instant(spend)
      assert.isTrue(wait > 0 && wait < 120_000)
    }
  })

  it("has more than doubled its weekdays, to at most 800 credits", () => {
    const weekdays = (from: string, count: number) =>
      Array.from({ length: count }, (_, i) => addDays(from, i))
        .filter((day) => weekdayOf(day) <= 5)
        .map((day) => days.get(day) ?? 0n)
    const recent = median(weekdays(addDays(today, -60), 60))
    const early = median(weekdays(start, 60))
    assert.isTrue(recent < 800n * CREDIT, String(recent))
    assert.isTrue(recent > 2n * early, `${early} grew to ${recent}`)
  })
})

describe("Studio North, generated again later", () => {
  const start = "2024-11-22"
  const later = Date.parse("2027-02-03T04:05:06.000Z")
  const atOnce = studioEvents(start, later)

  it("begins with exactly the events made before, at whatever instant it was stopped", () => {
    const middles = [
      startOfDay(start, ZONE) + 8 * 3_600_000,
      Date.parse("2025-07-01T09:59:59.999Z"),
      Date.parse("2026-11-22T00:00:00.000Z"),
      Date.parse("2026-11-23T12:34:56.789Z"),
    ]
    for (const middle of middles) {
      const earlier = studioEvents(start, middle)
      assert.isAbove(earlier.length, 0)
      assert.deepStrictEqual(atOnce.slice(0, earlier.length), [...earlier])
      assert.isTrue(atOnce.slice(earlier.length).every((event) => instant(event) > middle))
    }
  })

  it("keeps its weekdays at full size, its week and its summers apart", () => {
    const days = spendByDay(atOnce)
    const sum = (from: string, count: number) =>
      Array.from({ length: count }, (_, i) => days.get(addDays(from, i)) ?? 0n).reduce(
        (total, spend) => total + spend,
        0n,
      )
    assert.isTrue(sum("2026-11-14", 2) * 2n < sum("2026-11-16", 2), "a weekend is quieter")
    assert.isTrue(sum("2026-08-03", 14) * 4n < sum("2026-07-13", 14) * 3n, "August is quieter")
    assert.isTrue(sum("2026-12-21", 14) * 2n < sum("2026-12-07", 14), "the year's end is quieter")
  })

  it("uses every tool of the product, and two categories that only its events name", () => {
    const spends = atOnce.filter(({ type }) => type === "spend")
    const tools = new Set(spends.map(({ operation }) => operation))
    assert.strictEqual(tools.size, 10)
    assert.deepStrictEqual([...new Set(spends.flatMap(({ category }) => category ?? []))].sort(), [
      "Audio Generation",
      "Image Generation",
      "Video Generation",
    ])
    assert.isTrue(spends.some((event) => event.credits.endsWith(".5")))
  })

  it("pays 49 euros for each pack, with a receipt under https", () => {
    const packs = atOnce.filter(({ type }) => type === "purchase")
    assert.isAbove(packs.length, 40)
    for (const pack of packs) {
      assert.strictEqual(pack.credits, "5000")
      assert.deepStrictEqual([pack.amount, pack.currency], ["49", "EUR"])
      assert.match(pack.reference ?? "", /^https:\/\/receipts\.studio-north\.example\/pay_\w{8}$/)
    }
    assert.strictEqual(new Set(packs.map(({ reference }) => reference)).size, packs.length)
  })
})
