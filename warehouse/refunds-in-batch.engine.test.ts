import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { UsageEvent } from "./domain/usage-event.ts"
import { storedIds } from "./testing/rollups.ts"
import { storedRejections } from "./testing/stored-rows.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const spend = (id: string): UsageEvent => ({
  ...{ account: "mana", id, type: "spend", operation: "variation" },
  ...{ credits: 2_000_000n, occurredAt: Date.UTC(2026, 2, 5) },
})
const refund = (id: string, refersTo: string, credits: bigint): UsageEvent => ({
  ...{ ...spend(id), type: "refund", refersTo, credits },
})

// What decision 22 says of one batch, where it differs from the same events one after another.
layer(warehouseForTests)("within one batch", (it) => {
  it.effect("other content under the id of a refund that is rejected waits for review", () =>
    Effect.gen(function* () {
      const [, tooMuch, other] = yield* writeEvents([
        spend("e1"),
        refund("r1", "e1", 3_000_000n),
        refund("r1", "e1", 1_000_000n),
      ])
      assert.strictEqual(tooMuch?.fate, "rejected")
      assert.strictEqual(other?.fate, "conflict")
      const reasons = (yield* storedRejections).map(({ reason }) => reason)
      assert.deepStrictEqual(reasons.sort(), ["conflict", "rejected"])
      const [alone] = yield* writeEvents([refund("r1", "e1", 1_000_000n)])
      assert.strictEqual(alone?.fate, "accepted")
    }),
  )

  it.effect("a refund leaves its id to an event that comes with it", () =>
    Effect.gen(function* () {
      const { rows: before } = yield* storedIds
      const failure: UsageEvent = {
        ...{ ...spend("f2"), type: "failure", operation: "", credits: 0n },
        ...{ refersTo: "e2", reason: "timeout" },
      }
      const taken: UsageEvent = { ...spend("e2~refund"), type: "purchase" }
      assert.deepStrictEqual(yield* writeEvents([spend("e2"), failure, taken]), [
        { fate: "accepted" },
        { fate: "accepted", refund: { id: "e2~refund-2", credits: "2" } },
        { fate: "accepted" },
      ])
      assert.deepStrictEqual(yield* storedIds, { rows: before + 3, ids: before + 3 })
    }),
  )
})
