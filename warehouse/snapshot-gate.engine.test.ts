import { assert, layer } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { unnamedAccount } from "./domain/account.ts"
import { netOf } from "./domain/transaction.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { LedgerReader } from "./ledger-reader.ts"
import { OverviewReader } from "./overview-reader.ts"
import { BY_CATEGORY, plainly } from "./testing/usage-questions.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"
import { UsageReader } from "./usage-reader.ts"

const BATCHES = 50
const ROWS = 10
const NOW = Date.UTC(2026, 2, 31, 12)
const ACCOUNT = "acme"

/** Over the thirty days before, so that every rollup changes with every batch. */
const event = (n: number): UsageEvent => ({
  account: ACCOUNT,
  id: `e${n}`,
  type: n % 7 === 0 ? "purchase" : "spend",
  operation: "variation",
  credits: BigInt(n + 1) * 1_000_003n,
  occurredAt: NOW - ((n * 104_729) % (29 * 86_400)) * 1000,
})

const pour = Effect.forEach(
  Array.from({ length: BATCHES }, (_, batch) => batch * ROWS),
  (from) => writeEvents(Array.from({ length: ROWS }, (_, i) => event(from + i))),
  { discard: true },
)

const readLedger = Effect.gen(function* () {
  const limit = BATCHES * ROWS
  const query = { account: ACCOUNT, timeZone: "UTC", interval: null, cursor: null, limit }
  const page = yield* LedgerReader.use((reader) => reader.page(query))
  assert.strictEqual(page.entries.length, page.totals.count)
  assert.strictEqual(page.entries[0]?.balanceAfter ?? 0n, netOf(page.totals))
  const spent = page.days.reduce((sum, { totals }) => sum + totals.spend, 0n)
  assert.strictEqual(spent, page.totals.spend)
  return page.totals.count
})

/** Rows, balances, count and sums of a list come from the ledger and from rollups. */
const readList = Effect.gen(function* () {
  const page = yield* LedgerReader.use((reader) =>
    reader.page({
      ...{ account: ACCOUNT, timeZone: "UTC", interval: null, cursor: null, limit: 500 },
      ...{ filters: [{ field: "type", operator: "not", values: ["bonus"] }], sort: "credits" },
    }),
  )
  const newest = [...page.entries].sort(
    (a, b) => b.occurredAt - a.occurredAt || (b.id > a.id ? 1 : -1),
  )
  assert.strictEqual(page.entries.length, page.totals.count)
  assert.strictEqual(newest[0]?.balanceAfter ?? 0n, netOf(page.totals))
})

const readChart = Effect.gen(function* () {
  const days = { first: "2026-03-01", last: "2026-03-31" }
  const query = { ...plainly(ACCOUNT), timeZone: "UTC", grain: "day", days, now: NOW } as const
  const series = yield* UsageReader.use((reader) => reader.series({ ...query, split: BY_CATEGORY }))
  assert.strictEqual(series.openingBalance, 0n)
  const byCategory = series.buckets.flatMap(({ values }) => values)
  assert.strictEqual(
    byCategory.reduce((sum, spend) => sum + spend, 0n),
    series.totals.spend,
  )
})

/** Balances and totals from rollups, groups and filters from the ledger: all of one state. */
const readSplit = Effect.gen(function* () {
  const days = { first: "2026-03-01", last: "2026-03-31" }
  const query = { ...plainly(ACCOUNT), timeZone: "UTC", grain: "month", days, now: NOW } as const
  const split = { ...BY_CATEGORY, by: ["operation"], measure: "credits" } as const
  const reader = yield* UsageReader
  const series = yield* reader.series({ ...query, split })
  assert.include(series.sources, "transactions")
  assert.deepStrictEqual(series.groups?.total.totals, series.totals)
  const filters = [{ field: "operation", operator: "not", values: ["nobody's"] }] as const
  const filtered = yield* reader.series({ ...query, filters })
  const balance = filtered.buckets.at(-1)?.balance
  assert.strictEqual(balance, filtered.openingBalance + netOf(filtered.totals))
})

const readCards = Effect.gen(function* () {
  const account = unnamedAccount(ACCOUNT)
  const overview = yield* OverviewReader.use((reader) => reader.overview(account, NOW))
  // All of it lies in this period: the cards of the period and those of the lifetime are the same sums.
  assert.strictEqual(overview.used, overview.lifetime.totals.spend)
  assert.strictEqual(overview.allowance, overview.lifetime.totals.purchase)
})

layer(warehouseForTests)("figures that are read while events pour in", (it) => {
  it.effect("come from one state: tables, rollups and lifetime sums agree in every answer", () =>
    Effect.gen(function* () {
      const pouring = yield* Effect.forkChild(pour)
      const seen = new Set<number>()
      while (pouring.pollUnsafe() === undefined) {
        seen.add(yield* readLedger)
        yield* readList
        yield* readChart
        yield* readSplit
        yield* readCards
      }
      yield* Fiber.join(pouring)
      assert.strictEqual(yield* readLedger, BATCHES * ROWS)
      assert.isAbove(seen.size, 5, "hardly anything was written between the reads")
    }),
  )
})
