import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { Filters } from "./domain/filters.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { LedgerReader } from "./ledger-reader.ts"
import { recount } from "./testing/recount.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const ENTRIES = 130_000
const FROM = Date.UTC(2026, 0, 1)
const ACCOUNT = "large"

/** A minute apart, so that they fill ninety days; `late` begins in the last third. */
const event = (n: number): UsageEvent => ({
  ...{ account: ACCOUNT, id: `e${n}`, type: n % 50 === 0 ? "purchase" : "spend" },
  operation: n > (2 * ENTRIES) / 3 && n % 3 === 0 ? "late" : "usual",
  credits: BigInt(1 + (n % 1_000)) * 1_000n,
  occurredAt: FROM + n * 60_000,
  actor: n % 26 === 0 ? "few" : "many",
})
const events = Array.from({ length: ENTRIES }, (_, n) => event(n))

const page = (filters: Filters, sort: "-occurred_at" | "credits" = "-occurred_at") =>
  LedgerReader.use((reader) =>
    reader.page({
      ...{ account: ACCOUNT, timeZone: "UTC", interval: null, cursor: null, limit: 5 },
      ...{ filters, sort },
    }),
  )
const is = (field: "operation" | "actor" | "type", value: string): Filters => [
  { field, operator: "is", values: [value] },
]

layer(warehouseForTests)("count and sums of a filtered ledger of 130,000 entries", (it) => {
  it.effect(
    "are exact up to 10,000 matches, an estimate near the truth beyond, and say which",
    () =>
      Effect.gen(function* () {
        for (let from = 0; from < ENTRIES; from += 20_000)
          yield* writeEvents(events.slice(from, from + 20_000))
        const few = yield* page(is("actor", "few"), "credits")
        assert.isTrue(few.exact)
        assert.deepStrictEqual(few.totals, recount(events.filter(({ actor }) => actor === "few")))

        for (const operation of ["late", "usual"]) {
          const { exact, totals, entries } = yield* page(is("operation", operation))
          const truth = recount(events.filter((event) => event.operation === operation))
          assert.isFalse(exact)
          assert.strictEqual(entries.length, 5)
          const off = (figure: number, real: number) => Math.abs(figure / real - 1)
          assert.isBelow(off(totals.count, truth.count), 0.15, operation)
          assert.isBelow(off(Number(totals.spend), Number(truth.spend)), 0.15, operation)
        }
      }),
  )

  it.effect(
    "come from the rollup for types and categories, at any size, and for any instants",
    () =>
      Effect.gen(function* () {
        const spend = yield* page(is("type", "spend"), "credits")
        assert.isTrue(spend.exact)
        assert.deepStrictEqual(spend.totals, recount(events.filter(({ type }) => type === "spend")))
        const interval = { from: FROM + 61_001, to: FROM + 120_000 * 60_000 + 1 }
        const { totals, exact } = yield* LedgerReader.use((reader) =>
          reader.page({ account: ACCOUNT, timeZone: "UTC", interval, cursor: null, limit: 5 }),
        )
        assert.isTrue(exact)
        assert.deepStrictEqual(totals, recount(events.slice(2, 120_001)))
      }),
  )
})
