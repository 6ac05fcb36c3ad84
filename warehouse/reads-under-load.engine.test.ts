import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { readsUnderLoad } from "./testing/reads-under-load.ts"
import { warehouseForTests } from "./testing/warehouse.ts"

/** `node scripts/reads-under-load.ts` makes 100,000 of them. */
const READS = 800
/** Without the gate about one read in ten differs. */
const READS_WITHOUT = 4_000

layer(warehouseForTests, { excludeTestServices: true })("reads while a writer inserts", (it) => {
  it.effect(
    "find no difference between figures that must agree",
    () =>
      Effect.gen(function* () {
        const found = yield* readsUnderLoad({ count: READS, gate: true })
        assert.deepStrictEqual(found.first, [])
        assert.strictEqual(found.reads, READS)
        assert.isAbove(found.batches, 10)
      }),
    { timeout: 180_000 },
  )

  it.effect(
    "find some when readers do not wait for the insert in flight",
    () =>
      Effect.gen(function* () {
        const found = yield* readsUnderLoad({ count: READS_WITHOUT, gate: false, enough: 1 })
        assert.isAtLeast(found.differing, 1)
      }),
    { timeout: 180_000 },
  )
})
