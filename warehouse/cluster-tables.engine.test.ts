/**
 * The cluster's form, as far as one process without Keeper can be a cluster: replicated tables are
 * created and not filled; the same tables without replication are filled through the Distributed ones.
 */
import { assert, it } from "@effect/vitest"
import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { warehouseServer } from "./live.ts"
import { layerServer } from "./server.ts"
import { migrations, sqlQuery } from "./sql-files.ts"
import { clusterProcess } from "./testing/clickhouse-process.ts"
import { temporaryFolder } from "./testing/warehouse.ts"

const creations = [
  sqlQuery("create-schema-migrations"),
  ...migrations().flatMap(({ statements }) => statements),
].filter((text) => /^CREATE /m.test(text))

const adapter = Effect.fnUntraced(function* (form: "replicated" | "plain") {
  const { options } = yield* clusterProcess(form)
  return Context.get(yield* Layer.build(layerServer(options)), ClickHouse)
})

const Replica = Schema.Struct({ name: Schema.String, path: Schema.String, replica: Schema.String })

it.live("creates replicated tables, each under the path of its shard, twice in a row", () =>
  Effect.gen(function* () {
    const { command, query } = yield* adapter("replicated")
    for (let time = 0; time < 2; time++)
      for (const statement of creations) yield* command(statement)
    const replicas = yield* query(
      `SELECT table AS name, zookeeper_path AS path, replica_name AS replica
       FROM system.replicas ORDER BY name`,
      {},
      Replica,
    )
    assert.isAbove(replicas.length, 8)
    for (const { name, path, replica } of replicas) {
      assert.strictEqual(path, `/clickhouse/tables/1/default/${name.replace(/_local$/, "")}`)
      assert.strictEqual(replica, "1")
    }
  }).pipe(Effect.scoped),
)

const Columns = Schema.Struct({ name: Schema.String, columns: Schema.String })

it.live("has a Distributed table before each, with the same columns, computed ones included", () =>
  Effect.gen(function* () {
    const { options } = yield* clusterProcess("plain")
    yield* Layer.build(warehouseServer(options, yield* temporaryFolder))
    const { query } = Context.get(yield* Layer.build(layerServer(options)), ClickHouse)
    const columnsOf = (engine: string) =>
      query(
        `SELECT replace(table, '_local', '') AS name,
           toString(groupArray((name, type, default_kind, default_expression))) AS columns
         FROM (SELECT * FROM system.columns ORDER BY table, position)
         WHERE database = 'default' AND table IN (
           SELECT name FROM system.tables WHERE engine LIKE {engine:String})
         GROUP BY name ORDER BY name`,
        { engine },
        Columns,
      )
    const spread = yield* columnsOf("Distributed")
    assert.deepStrictEqual(spread, yield* columnsOf("%MergeTree"))
    const ledger = spread.find(({ name }) => name === "transactions")
    assert.include(ledger?.columns, "'MATERIALIZED','xxHash64")
  }).pipe(Effect.scoped),
)
