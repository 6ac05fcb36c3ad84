import { assert, layer } from "@effect/vitest"
import { Effect, Random } from "effect"
import * as fc from "fast-check"
import type { Account } from "./domain/account.ts"
import { dayOf, intervalOfDays } from "./domain/calendar.ts"
import type { LedgerEntry } from "./domain/transaction.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import type { EventEncoder } from "./event-encoder.ts"
import { type LedgerPageQuery, LedgerReader } from "./ledger-reader.ts"
import { OverviewReader } from "./overview-reader.ts"
import type { SnapshotGate } from "./snapshot-gate.ts"
import {
  balanceOf,
  balancesAfter,
  categoryOf,
  groupBy,
  inLedgerOrder,
  OPERATIONS,
  recount,
  wallDay,
} from "./testing/recount.ts"
import { BY_CATEGORY, plainly } from "./testing/usage-questions.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"
import type { TransactionWriter } from "./transaction-writer.ts"
import { UsageReader } from "./usage-reader.ts"

const RUNS = 200
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/Sao_Paulo",
]
// Around both changes of the clocks, with some days on each side.
const SPANS = [
  { first: "2025-10-18", last: "2025-11-09", now: Date.parse("2025-11-08T15:20:00Z") },
  { first: "2026-03-01", last: "2026-04-08", now: Date.parse("2026-04-07T09:05:00Z") },
]

const eventsOf = (span: (typeof SPANS)[number]) =>
  fc.uniqueArray(
    fc.record(
      {
        id: fc.string({ minLength: 1, maxLength: 6, unit: "grapheme-ascii" }),
        type: fc.constantFrom("spend", "spend", "spend", "purchase", "refund", "bonus"),
        operation: fc.constantFrom(...OPERATIONS),
        credits: fc.oneof(fc.bigInt(1n, 9_999_999n), fc.bigInt(1n, 10n ** 15n)),
        // Many on the same instant and on the edges of quarter hours and days.
        occurredAt: fc
          .integer({ min: Date.parse(span.first), max: span.now })
          .chain((at) => fc.constantFrom(at, at - (at % 900_000), at - (at % 86_400_000))),
        category: fc.constantFrom("Image Generation", "Bespoke"),
        description: fc.string({ minLength: 1, maxLength: 12 }),
      },
      { requiredKeys: ["id", "type", "operation", "credits", "occurredAt"] },
    ),
    { selector: ({ id }) => id, minLength: 1, maxLength: 14 },
  )

/** A history, how it is cut into batches (some of them concurrent), and the zone it is looked at from. */
const runs = fc.constantFrom(...SPANS).chain((span) =>
  fc.record({
    span: fc.constant(span),
    zone: fc.constantFrom(...ZONES),
    events: eventsOf(span),
    copies: fc.integer({ min: 1, max: 3 }),
    shuffle: fc.integer(),
    batch: fc.integer({ min: 1, max: 12 }),
    concurrency: fc.constantFrom(1, 3),
    pageSize: fc.integer({ min: 1, max: 6 }),
    anchor: fc.constantFrom(1, 15, 31),
  }),
)

type Run = typeof runs extends fc.Arbitrary<infer A> ? A : never

const deliver = Effect.fnUntraced(function* (run: Run, events: ReadonlyArray<UsageEvent>) {
  const sent = Array.from({ length: run.copies }, () => events).flat()
  const shuffled = yield* Random.shuffle(sent).pipe(Random.withSeed(run.shuffle))
  const batches = Array.from({ length: Math.ceil(shuffled.length / run.batch) }, (_, i) =>
    shuffled.slice(i * run.batch, (i + 1) * run.batch),
  )
  const fates = yield* Effect.forEach(batches, (batch) => writeEvents(batch), {
    concurrency: run.concurrency,
  })
  const count = (wanted: string) => fates.flat().filter(({ fate }) => fate === wanted).length
  assert.strictEqual(count("accepted"), events.length)
  assert.strictEqual(count("duplicate"), sent.length - events.length)
})

/** Walks the ledger from the newest page to the oldest and back again. */
const walk = Effect.fnUntraced(function* (query: Omit<LedgerPageQuery, "cursor">) {
  const reader = yield* LedgerReader
  const older: LedgerEntry[] = []
  const newer: LedgerEntry[] = []
  let page = yield* reader.page({ ...query, cursor: null })
  const { totals } = page
  while (true) {
    assert.strictEqual(page.offset, older.length)
    older.push(...page.entries)
    const last = page.entries.at(-1)
    if (!page.hasNext || last === undefined) break
    const cursor = { ...last, direction: "next", offset: older.length - 1 } as const
    page = yield* reader.page({ ...query, cursor })
  }
  newer.unshift(...page.entries)
  while (page.hasPrevious) {
    const first = page.entries[0] as LedgerEntry
    const cursor = { ...first, direction: "prev", offset: page.offset } as const
    page = yield* reader.page({ ...query, cursor })
    newer.unshift(...page.entries)
  }
  return { older, newer, totals }
})

const checkLedger = Effect.fnUntraced(function* (run: Run, events: ReadonlyArray<UsageEvent>) {
  const account = events[0]?.account as string
  const query = { account, timeZone: run.zone, interval: null, limit: run.pageSize }
  const { older, newer, totals } = yield* walk(query)
  const ordered = inLedgerOrder(events)
  const expected = balancesAfter(events).map((balance, i) => [ordered[i]?.id, balance])
  const shown = (entries: ReadonlyArray<LedgerEntry>) =>
    entries.map(({ id, balanceAfter }) => [id, balanceAfter])
  assert.deepStrictEqual(shown(older).reverse(), expected)
  assert.deepStrictEqual(shown(newer).reverse(), expected)
  assert.deepStrictEqual(totals, recount(events))

  const day = wallDay(ordered[ordered.length >> 1]?.occurredAt as number, run.zone)
  const interval = intervalOfDays(day, day, run.zone)
  const onDay = yield* walk({ ...query, interval })
  const thatDay = ordered.filter(({ occurredAt }) => wallDay(occurredAt, run.zone) === day)
  const ids = new Set(thatDay.map(({ id }) => id))
  assert.deepStrictEqual(
    shown(onDay.older).reverse(),
    expected.filter(([id]) => ids.has(id as string)),
  )
  assert.deepStrictEqual(shown(onDay.newer), shown(onDay.older))
  assert.deepStrictEqual(onDay.totals, recount(thatDay))
})

const checkUsage = Effect.fnUntraced(function* (run: Run, events: ReadonlyArray<UsageEvent>) {
  const reader = yield* UsageReader
  const account = events[0]?.account as string
  const { zone, span } = run
  const days = { first: span.first, last: span.last }
  const query = { ...plainly(account), timeZone: zone, days, now: span.now, split: BY_CATEGORY }
  const inside = events.filter(({ occurredAt }) => wallDay(occurredAt, zone) >= days.first)
  const series = yield* reader.series({ ...query, grain: "day" })
  const byDay = groupBy(inside, ({ occurredAt }) => wallDay(occurredAt, zone))
  let balance = balanceOf(events.filter((event) => !inside.includes(event)))
  assert.strictEqual(series.openingBalance, balance)
  for (const bucket of series.buckets) {
    const that = byDay.get(bucket.key) ?? []
    balance += balanceOf(that)
    assert.deepStrictEqual(bucket.totals, recount(that), `${bucket.key} in ${zone}`)
    assert.strictEqual(bucket.balance, balance)
    const spend = bucket.values.reduce((sum, value) => sum + value, 0n)
    assert.strictEqual(spend, bucket.totals.spend)
  }
  for (const grain of ["week", "month", "quarter", "hour"] as const) {
    const other = yield* reader.series({ ...query, grain })
    assert.deepStrictEqual(other.totals, recount(inside))
  }
  const breakdown = yield* reader.breakdown(query)
  const byCategory = groupBy(inside, categoryOf)
  assert.deepStrictEqual(
    new Map(breakdown.groups.map(({ values, totals }) => [values[0], totals])),
    new Map([...byCategory].map(([category, those]) => [category, recount(those)])),
  )
})

const checkOverview = Effect.fnUntraced(function* (run: Run, events: ReadonlyArray<UsageEvent>) {
  const reader = yield* OverviewReader
  const usage = yield* UsageReader
  const id = events[0]?.account as string
  const account: Account = {
    account: id,
    name: id,
    timeZone: run.zone,
    plan: null,
    allowance: null,
    periodAnchorDay: run.anchor,
    lowBalanceMark: null,
    about: null,
  }
  const { now } = run.span
  const overview = yield* reader.overview(account, now)
  const { firstDay } = overview.spans.period
  const today = dayOf(now, run.zone)
  const dayOfEvent = ({ occurredAt }: UsageEvent) => wallDay(occurredAt, run.zone)
  const period = events.filter((event) => dayOfEvent(event) >= firstDay)
  assert.strictEqual(overview.balance, balanceOf(events))
  assert.deepStrictEqual(overview.lifetime.totals, recount(events))
  assert.strictEqual(overview.used, recount(period).spend)
  const { purchase, refund, bonus } = recount(period)
  const opening = balanceOf(events.filter((event) => !period.includes(event)))
  assert.strictEqual(overview.allowance, opening + purchase + refund + bonus)

  const days = { first: firstDay, last: today }
  const query = { ...plainly(id), timeZone: run.zone, days, now }
  const chart = yield* usage.series({ ...query, grain: "day" })
  assert.strictEqual(overview.used, chart.totals.spend)
  const interval = intervalOfDays(firstDay, today, run.zone)
  const table = yield* walk({ account: id, timeZone: run.zone, interval, limit: 100 })
  assert.strictEqual(
    overview.used,
    -table.older.reduce((sum, { type, credits }) => sum + (type === "spend" ? credits : 0n), 0n),
  )
})

layer(warehouseForTests)("figures", (it) => {
  it.effect(
    "equal a plain recount, whatever the order, the batches, the repeats and the zone",
    () =>
      Effect.gen(function* () {
        const context = yield* Effect.context<
          | EventEncoder
          | SnapshotGate
          | TransactionWriter
          | LedgerReader
          | UsageReader
          | OverviewReader
        >()
        let number = 0
        const property = fc.asyncProperty(runs, (run) => {
          const account = `run-${number++}`
          const events = run.events.map((event) => ({ ...event, account })) as UsageEvent[]
          const checks = Effect.gen(function* () {
            yield* deliver(run, events)
            yield* checkLedger(run, events)
            yield* checkUsage(run, events)
            yield* checkOverview(run, events)
          })
          return Effect.runPromiseWith(context)(checks)
        })
        yield* Effect.promise(() => fc.assert(property, { numRuns: RUNS }))
      }),
    { timeout: 300_000 },
  )
})
