/** Slices of a ledger in which one account has more entries than a slice, and a quarter of an hour too. */
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { eachSlice, SLICE_ENTRIES } from "./integrity-slices.ts"
import {
  addComparisons,
  compareSlice,
  NO_COMPARISON,
  ROLLUP_CHECKS,
  type Slice,
} from "./rollup-checks.ts"
import { doubleKey, pickKeys } from "./testing/planted-faults.ts"
import { warehouseForTests } from "./testing/warehouse.ts"

const ENTRIES = 3 * SLICE_ENTRIES

// Half of the entries are one account's, and of these most lie in one quarter of an hour.
const insert = `INSERT INTO transactions (account, id, type, operation, category, credits, occurred_at)
  SELECT if(number % 2 = 0, 'heavy', concat('account-', toString(number % 999))), toString(number),
    if(number % 9 = 0, 'purchase', 'spend'), 'variation', concat('category ', toString(number % 5)),
    (number % 1000 + 1) / 1000,
    toDateTime64('2026-01-01 00:00:00', 3, 'UTC')
      + toIntervalSecond(if(number % 6 < 4, number % 800, number % 8640000))
  FROM numbers({entries:UInt32})`

const collect = Effect.fnUntraced(function* (by: keyof typeof eachSlice) {
  const slices: Slice[] = []
  yield* eachSlice[by]((slice) => Effect.sync(() => void slices.push(slice)))
  return slices
})

layer(warehouseForTests, { timeout: "60 seconds" })("slices of the warehouse", (it) => {
  it.effect(
    "cover every key of every rollup once, however the entries lie",
    () =>
      Effect.gen(function* () {
        const { command } = yield* ClickHouse
        yield* command(insert, { entries: ENTRIES })
        for (const check of ROLLUP_CHECKS) {
          const slices = yield* collect(check.by)
          assert.isAbove(slices.length, 1, check.rollup)
          let sum = NO_COMPARISON
          for (const slice of slices) sum = addComparisons(sum, yield* compareSlice(check, slice))
          const keys = yield* pickKeys(check.rollup, 1_000_000)
          assert.deepStrictEqual([sum.groups, sum.differing], [keys.length, 0], check.rollup)
        }
      }),
    { timeout: 120_000 },
  )

  it.effect(
    "name a key that differs, once, wherever it lies",
    () =>
      Effect.gen(function* () {
        const [check] = ROLLUP_CHECKS
        assert.isDefined(check)
        const planted = yield* pickKeys(check.rollup, 5)
        for (const key of planted) yield* doubleKey(check.rollup, key)
        let sum = NO_COMPARISON
        for (const slice of yield* collect(check.by))
          sum = addComparisons(sum, yield* compareSlice(check, slice))
        assert.strictEqual(sum.differing, planted.length)
        const texts = (keys: ReadonlyArray<object>) => keys.map((key) => JSON.stringify(key)).sort()
        const ordered = planted.map(({ account, bucket, category, type }) => ({
          account,
          bucket,
          category,
          type,
        }))
        assert.deepStrictEqual(texts(sum.keys.map(({ key }) => key)), texts(ordered))
      }),
    { timeout: 120_000 },
  )
})
