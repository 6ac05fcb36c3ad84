import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { LogReach } from "./log-reach.ts"
import { incoming, warehouseForTests } from "./testing/warehouse.ts"
import { TransactionWriter } from "./transaction-writer.ts"

const at = (id: string, topic: string, partition: number, offset: bigint) => ({
  ...incoming({
    id,
    account: "acme",
    type: "spend",
    operation: "export",
    credits: 1n,
    occurredAt: 1_772_706_600_000,
  }),
  position: { topic, partition, offset },
})

layer(warehouseForTests)("LogReach", (it) => {
  it.effect("is the last offset of each partition that a batch held, whatever its fate", () =>
    Effect.gen(function* () {
      const writer = yield* TransactionWriter
      yield* writer.write([at("a", "t", 0, 7n), at("b", "t", 0, 9n), at("c", "t", 3, 2n)])
      yield* writer.write([at("a", "t", 3, 5n), at("d", "other", 1, 4n)])
      const { lastOffsets } = yield* LogReach
      assert.deepStrictEqual([...(yield* lastOffsets("t"))].sort(), [
        [0, 9n],
        [3, 5n],
      ])
      assert.strictEqual((yield* lastOffsets("unknown")).size, 0)
    }),
  )
})
