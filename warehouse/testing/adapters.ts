/**
 * The same cases on the engine in this process, on one behind real HTTP, on one that is a cluster of
 * one shard, where every query and insert goes through Distributed tables, and on two shards, where
 * accounts lie apart and totals are partial.
 */
import { assert } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { warehouseServer } from "../live.ts"
import { clickHouseProcess, clusterProcess } from "./clickhouse-process.ts"
import { temporaryFolder, warehouseForTests } from "./warehouse.ts"

type Services = Layer.Success<typeof warehouseForTests>

export class Adapters extends Context.Service<
  Adapters,
  {
    readonly embedded: Context.Context<Services>
    readonly server: Context.Context<Services>
    readonly cluster: Context.Context<Services>
    readonly shards: Context.Context<Services>
  }
>()("warehouse/Adapters") {
  static readonly layer = Layer.effect(
    Adapters,
    Effect.gen(function* () {
      const server = yield* clickHouseProcess
      const cluster = yield* clusterProcess("plain")
      const shards = yield* clusterProcess("shards")
      return {
        embedded: yield* Layer.build(warehouseForTests),
        server: yield* Layer.build(warehouseServer(server.options, yield* temporaryFolder)),
        cluster: yield* Layer.build(warehouseServer(cluster.options, yield* temporaryFolder)),
        shards: yield* Layer.build(warehouseServer(shards.options, yield* temporaryFolder)),
      }
    }),
  )
}

/** Runs on all and gives the answer, once it is the same. */
export const same = Effect.fnUntraced(function* <A, E>(effect: Effect.Effect<A, E, Services>) {
  const { embedded, ...others } = yield* Adapters
  const expected = yield* Effect.provideContext(effect, embedded)
  for (const [kind, other] of Object.entries(others))
    assert.deepStrictEqual(yield* Effect.provideContext(effect, other), expected, kind)
  return expected
})
