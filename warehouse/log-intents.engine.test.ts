import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { type Intent, OPEN_END } from "./intent.ts"
import { LogGaps } from "./log-gaps.ts"
import { readLastIntents, writeIntent } from "./log-intents.ts"
import { temporaryFolder, warehouseForTests } from "./testing/warehouse.ts"

const intent: Intent = {
  kind: "batch",
  topic: "t",
  partition: 0,
  sequence: 7n,
  first: 2n ** 53n + 1n,
  last: 2n ** 53n + 9n,
  receivedAt: 1_772_706_600_123,
  partitions: 6,
  cluster: "MkU3OEVBNTcwNTJENDM2Qk",
  epoch: "8f1d",
  fingerprint: "00ff",
}

layer(warehouseForTests)("the intents in ingest_log", (it) => {
  it.effect("come back as they were written, the newest of each partition", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      const gap: Intent = { ...intent, kind: "gap", partition: 3, first: 0n, last: OPEN_END }
      for (const one of [intent, { ...intent, sequence: 6n }, intent, gap])
        yield* writeIntent(folder, one, 9)
      assert.deepStrictEqual([...(yield* readLastIntents("t"))].sort(), [
        [0, intent],
        [3, gap],
      ])
      assert.strictEqual((yield* readLastIntents("unknown")).size, 0)
    }),
  )

  it.effect("tell of every gap once, also of one that was written again", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      const gap: Intent = { ...intent, kind: "gap", topic: "g", first: 3n, last: 9n }
      for (const one of [
        gap,
        gap,
        { ...gap, first: 20n, last: OPEN_END },
        { ...intent, topic: "g" },
      ])
        yield* writeIntent(folder, one, 0)
      const { list } = yield* LogGaps
      const of = { topic: "g", partition: 0, givenUpAt: 0 }
      assert.deepStrictEqual(
        (yield* list).filter(({ topic }) => topic === "g"),
        [
          { ...of, first: 3n, last: 9n },
          { ...of, first: 20n, last: null },
        ],
      )
    }),
  )
})
