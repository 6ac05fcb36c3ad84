/** Batches that are repeated on a cluster: through Distributed tables, and with one of two shards missing. */
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { warehouseServer } from "./live.ts"
import { clusterProcess } from "./testing/clickhouse-process.ts"
import { loadOf } from "./testing/load-events.ts"
import { storedIds, wrongGroups } from "./testing/rollups.ts"
import { temporaryFolder, writeEvents } from "./testing/warehouse.ts"

const everythingOnce = Effect.fnUntraced(function* (events: ReadonlyArray<UsageEvent>) {
  assert.deepStrictEqual(yield* wrongGroups(events), [])
  assert.deepStrictEqual(yield* storedIds, { rows: events.length, ids: events.length })
})

it.live("counts a batch once, in every rollup, when its answers get lost twice", () =>
  Effect.gen(function* () {
    const { options, fail, seen } = yield* clusterProcess("plain")
    const folder = yield* temporaryFolder
    yield* Effect.gen(function* () {
      const events = loadOf(3_000)
      yield* fail({ statement: "INSERT INTO transactions", what: "lost after", times: 2 })
      const fates = yield* writeEvents(events)
      assert.isTrue(fates.every(({ fate }) => fate === "accepted"))
      const inserts = (yield* seen).filter(({ statement }) =>
        statement.startsWith("INSERT INTO transactions"),
      )
      assert.lengthOf(inserts, 3)
      yield* everythingOnce(events)
    }).pipe(Effect.provide(warehouseServer(options, folder)))
  }).pipe(Effect.scoped),
)

const Shards = Schema.Struct({ shard: Schema.String, accounts: Schema.String, rows: Schema.String })

it.live("completes a batch of which one shard has its part and the other has not", () =>
  Effect.gen(function* () {
    const { options } = yield* clusterProcess("shards")
    const folder = yield* temporaryFolder
    yield* Effect.gen(function* () {
      const { command, query } = yield* ClickHouse
      const shards = query(
        `SELECT _database AS shard, uniqExact(account) AS accounts, count() AS rows
         FROM transactions GROUP BY shard ORDER BY shard`,
        {},
        Shards,
      )
      const events = loadOf(6_000)
      // What a shard lacks while a batch arrives: first its ledger, then the target of a view.
      for (const [table, from, to] of [
        ["transactions_local", 0, 3_000],
        ["usage_per_quarter_hour_local", 3_000, 6_000],
      ] as const) {
        const before = Number((yield* shards)[0]?.rows ?? 0)
        yield* command(`RENAME TABLE shard_2.${table} TO shard_2.away`)
        const writing = yield* Effect.forkChild(writeEvents(events.slice(from, to)))
        yield* until(Effect.map(shards, ([first]) => Number(first?.rows) > before))
        assert.isAbove((yield* wrongGroups(events.slice(0, to))).length, 0)
        yield* command(`RENAME TABLE shard_2.away TO shard_2.${table}`)
        const fates = yield* Fiber.join(writing)
        assert.isTrue(fates.every(({ fate }) => fate === "accepted"))
        yield* everythingOnce(events.slice(0, to))
      }
      const all = yield* shards
      assert.lengthOf(all, 2)
      // Each account on one shard.
      assert.strictEqual(
        all.reduce((sum, { accounts }) => sum + Number(accounts), 0),
        40,
      )
    }).pipe(Effect.provide(warehouseServer(options, folder)))
  }).pipe(Effect.scoped),
)

const until = (condition: Effect.Effect<boolean, unknown>) =>
  Effect.gen(function* () {
    while (!(yield* Effect.orElseSucceed(condition, () => false))) yield* Effect.sleep("20 millis")
  })
