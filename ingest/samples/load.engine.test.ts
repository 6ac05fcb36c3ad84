import { assert, layer } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { addDays, dayOf } from "#warehouse/domain/calendar.ts"
import { LedgerReader } from "#warehouse/ledger-reader.ts"
import { plainly } from "#warehouse/testing/usage-questions.ts"
import { temporaryFolder } from "#warehouse/testing/warehouse.ts"
import { UsageReader } from "#warehouse/usage-reader.ts"
import { highUsageDays } from "./studio-calendar.ts"
import { STUDIO_NORTH } from "./studio-north.ts"
import { checkFigures, load, samplesIn, studioStart } from "./testing/stored-samples.ts"

const emptyWarehouse = Layer.unwrap(Effect.map(temporaryFolder, samplesIn))

layer(emptyWarehouse, { excludeTestServices: true })("the sample accounts", (it) => {
  it.effect("are complete within 20 seconds, with every figure as counted", () =>
    Effect.gen(function* () {
      const { took } = yield* load
      assert.isBelow(took, 20_000)
      yield* checkFigures
    }),
  )

  it.effect("take a moment when they are there already", () =>
    Effect.gen(function* () {
      const { lines, took } = yield* load
      // A quarter of a second on an idle machine; other tests run beside this one.
      assert.isBelow(took, 3_000)
      assert.isAtMost(lines.length, 1)
      yield* checkFigures
    }),
  )

  it.effect("show the typical session with its balances, to the digit", () =>
    Effect.gen(function* () {
      const ledger = yield* LedgerReader
      const query = { account: "mana-gallery", timeZone: "UTC", interval: null, cursor: null }
      const { entries } = yield* ledger.page({ ...query, limit: 50 })
      const balances = entries.map(({ balanceAfter }) => balanceAfter).reverse()
      assert.deepStrictEqual(
        balances.slice(0, 7),
        [
          1000_000_000n,
          998_500_000n,
          997_000_000n,
          996_000_000n,
          994_000_000n,
          992_000_000n,
        ].concat(991_000_000n),
      )
      assert.deepStrictEqual(balances.slice(7), [
        981_000_000n,
        976_000_000n,
        974_000_000n,
        976_000_000n,
        1_476_000_000n,
      ])
      const refund = entries.find(({ type }) => type === "refund")
      assert.strictEqual(refund?.refersTo, "failed-1")
    }),
  )

  it.effect("show the three high-usage days of Studio North as such, and no others", () =>
    Effect.gen(function* () {
      const start = yield* studioStart
      const now = yield* Clock.currentTimeMillis
      const { timeZone } = STUDIO_NORTH
      const reader = yield* UsageReader
      const { buckets } = yield* reader.series({
        ...plainly(STUDIO_NORTH.account),
        timeZone,
        grain: "day",
        days: { first: addDays(start, 56), last: dayOf(now, timeZone) },
        now,
      })
      assert.deepStrictEqual(
        buckets.filter(({ flagged }) => flagged).map(({ key }) => key),
        highUsageDays(start).map(({ day }) => day),
      )
    }),
  )
})
