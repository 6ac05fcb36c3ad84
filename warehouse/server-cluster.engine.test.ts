/** How a start on a cluster begins. The clusters are those of `testing/cluster-form.ts`. */
import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { layerServer, type ServerOptions } from "./server.ts"
import { clickHouseProcess, clusterProcess } from "./testing/clickhouse-process.ts"

const refusal = (options: ServerOptions) =>
  Effect.flip(Effect.scoped(Layer.build(layerServer(options))))

it.live("is refused where the cluster would not keep rows as it has to, in a sentence", () =>
  Effect.gen(function* () {
    const { options } = yield* clusterProcess("plain")
    const why = (cluster: string) =>
      Effect.map(refusal({ ...options, cluster }), ({ message }) => message)
    const unknown = yield* why("tides")
    assert.match(unknown, /^the cluster "tides" \(CLICKHOUSE_CLUSTER\) .* have none of this name$/)
    assert.match(yield* why("sending"), /: set internal_replication to true for its shard 2$/)
    assert.match(
      yield* why("uneven"),
      /: its shard 1 has 2 replicas, its shard 2 has 1: give each as many$/,
    )
    const alone = yield* clickHouseProcess
    assert.match(
      (yield* refusal({ ...alone.options, cluster: "tide" })).message,
      /have none of this name$/,
    )
  }).pipe(Effect.scoped),
)

it.live(
  "lets no insert be done before every replica of its shards has it, and sums all shards",
  () =>
    Effect.gen(function* () {
      const { options, seen } = yield* clusterProcess("plain")
      const settingsOn = Effect.fnUntraced(function* (cluster: string) {
        yield* Effect.scoped(
          Effect.gen(function* () {
            const { command, queryWords } = yield* ClickHouse
            yield* command("SELECT 'writing'")
            yield* queryWords("SELECT toUInt64(1) AS reading", {})
          }).pipe(Effect.provide(layerServer({ ...options, cluster }))),
        )
        const requests = yield* seen
        const of = (word: string) =>
          requests.find(({ statement }) => statement.includes(word))?.settings ?? {}
        return { writing: of("writing"), reading: of("reading") }
      })
      const wide = yield* settingsOn("wide")
      for (const settings of [wide.writing, wide.reading]) {
        assert.strictEqual(settings.skip_unavailable_shards, "0")
        assert.strictEqual(settings.distributed_product_mode, "global")
      }
      assert.strictEqual(wide.writing.insert_quorum, "2")
      assert.strictEqual(wide.writing.distributed_foreground_insert, "1")
      assert.isBelow(Number(wide.writing.insert_quorum_timeout), 300_000)
      const one = yield* settingsOn("tide")
      assert.notProperty(one.writing, "insert_quorum")
      assert.strictEqual(one.writing.distributed_foreground_insert, "1")
    }).pipe(Effect.scoped),
)
