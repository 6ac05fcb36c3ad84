/**
 * The cluster's form, as far as one process without Keeper can be a cluster: replicated tables are
 * created and not filled; the same tables without replication are filled through the Distributed ones.
 */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { warehouseServer } from "./live.ts"
import { layerServer } from "./server.ts"
import { migrations, sqlQuery } from "./sql-files.ts"
import { clusterProcess } from "./testing/clickhouse-process.ts"
import { withEveryFilter } from "./testing/every-filter.ts"
import { valuesFor } from "./testing/values-for.ts"
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

/** Distributed tables before two shards, both of which are the local tables of this process. */
const twofold = Effect.gen(function* () {
  const { options } = yield* clusterProcess("plain")
  const two = { ...options, cluster: "twofold" }
  yield* Layer.build(warehouseServer(two, yield* temporaryFolder))
  return Context.get(yield* Layer.build(layerServer(two)), ClickHouse)
})

const queries = readdirSync(join(import.meta.dirname, "..", "sql", "queries"))
  .map((file) => withEveryFilter(sqlQuery(file.replace(/\.sql$/, ""))))
  .filter((text) => /^(SELECT|WITH)\b/.test(text))

it.live("plans every query over two shards, and an IN over another table for both", () =>
  Effect.gen(function* () {
    const { command } = yield* twofold
    assert.isAbove(queries.length, 15)
    const nested =
      "SELECT count() FROM transactions WHERE account IN (SELECT account FROM accounts)"
    for (const text of [...queries, nested]) {
      yield* command(`EXPLAIN ${text}`, valuesFor(text))
      // Rows without a partner would come once a shard.
      assert.notMatch(text, /\b(RIGHT|FULL)\b[\w\s]*\bJOIN\b/)
    }
  }).pipe(Effect.scoped),
)

const Table = Schema.Struct({ name: Schema.String, columns: Schema.String })
const Count = Schema.Struct({ n: Schema.String })

it.live("spreads the rows of every table over the shards, each row to one", () =>
  Effect.gen(function* () {
    const { command, query } = yield* twofold
    const tables = yield* query(
      `SELECT of AS name, arrayStringConcat(groupArray(
         concat(column, ' ', replaceRegexpOne(type, '^SimpleAggregateFunction.[a-z]+, (.*).$', '\\\\1'))), ', ') AS columns
       FROM (SELECT table AS of, name AS column, type FROM system.columns
         WHERE database = 'default' AND default_kind NOT IN ('ALIAS', 'MATERIALIZED') ORDER BY position)
       WHERE of IN (SELECT name FROM system.tables WHERE engine = 'Distributed')
       GROUP BY of`,
      {},
      Table,
    )
    assert.isAbove(tables.length, 8)
    for (const { name, columns } of tables) {
      const rows = Effect.map(
        query(`SELECT count() AS n FROM ${name}_local`, {}, Count),
        ([counted]) => Number(counted?.n),
      )
      // Views fill some of them.
      const before = yield* rows
      yield* command(
        `INSERT INTO ${name} SETTINGS max_partitions_per_insert_block = 0
         SELECT * FROM generateRandom({columns:String}, 7, 8) LIMIT 64`,
        { columns },
      )
      const stored = (yield* rows) - before
      assert.isAtMost(stored, 64, name)
      // Less where equal keys were summed up at once: random texts are empty now and then.
      assert.isAtLeast(stored, 48, name)
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
        `SELECT replace(of, '_local', '') AS name,
           toString(groupArray((column, type, default_kind, default_expression))) AS columns
         FROM (SELECT *, table AS of, name AS column FROM system.columns
           WHERE database = 'default' ORDER BY table, position)
         WHERE of IN (SELECT name FROM system.tables WHERE engine LIKE {engine:String})
         GROUP BY of ORDER BY of`,
        { engine },
        Columns,
      )
    const spread = yield* columnsOf("Distributed")
    assert.deepStrictEqual(spread, yield* columnsOf("%MergeTree"))
    const ledger = spread.find(({ name }) => name === "transactions")
    assert.include(ledger?.columns, "'MATERIALIZED','xxHash64")
  }).pipe(Effect.scoped),
)
