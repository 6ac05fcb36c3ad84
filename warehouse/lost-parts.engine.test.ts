import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { EventEncoder } from "./event-encoder.ts"
import type { Intent } from "./intent.ts"
import { warehouseEmbedded } from "./live.ts"
import { LogWriter } from "./log-writer.ts"
import { RollupRebuild } from "./rollup-rebuild.ts"
import { COARSE_GRANULES, FINE_GRANULES } from "./sql-files.ts"
import { wrongGroups } from "./testing/rollups.ts"
import { temporaryFolder } from "./testing/warehouse.ts"

const BATCH = 50
const eventOf = (n: number): UsageEvent => ({
  account: `a-${n % 4}`,
  id: `e${n}`,
  type: n % 5 === 0 ? "purchase" : "spend",
  operation: "keyframeGenerate",
  credits: BigInt(n + 1) * 1_000_003n,
  occurredAt: Date.UTC(2026, 2, 1 + (n % 20), n % 24),
})
const eventsOf = (batch: number) =>
  Array.from({ length: BATCH }, (_, i) => eventOf(batch * BATCH + i))

const store = Effect.fnUntraced(function* (batch: number) {
  const first = batch * BATCH
  const [topic, partition, receivedAt] = ["usage.events", 2, Date.UTC(2026, 2, 25)]
  const intent: Intent = {
    ...{ kind: "batch", topic, partition, receivedAt, sequence: BigInt(batch + 1) },
    ...{ first: BigInt(first), last: BigInt(first + BATCH - 1), partitions: 6 },
    ...{ cluster: "c", epoch: "one", fingerprint: "f" },
  }
  const rows = (yield* EventEncoder).rows({ receivedAt, log: { topic, partition } })
  eventsOf(batch).forEach((event, i) => {
    rows.add(event, Buffer.from(event.id), first + i)
  })
  yield* (yield* LogWriter).store(intent, rows)
})

const NEWEST_PARTS =
  "SELECT table, argMax(path, max_block_number) AS path FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table"
const PartRow = Schema.Struct({ table: Schema.String, path: Schema.String })

/** Where the newest part of each table is. */
const newestParts = Effect.map(
  ClickHouse.use((clickhouse) => clickhouse.query(NEWEST_PARTS, {}, PartRow)),
  (rows) => new Map(rows.map(({ table, path }) => [table, path])),
)

const rebuild = Effect.fnUntraced(function* (name: string) {
  const { start, current } = yield* RollupRebuild
  yield* start(name, { writersStopped: true })
  const running = Effect.map(current, (all) =>
    all.some((one) => one.rollup === name && one.running !== null),
  )
  yield* Effect.repeat(Effect.delay(running, "10 millis"), { while: (still) => still })
})

const ROLLUPS = ["usage_per_quarter_hour", "totals_per_quarter_hour", "lifetime_totals"]

it.each([
  ["a rollup", [ROLLUPS[0]]],
  ["another one", [ROLLUPS[1]]],
  ["the last one", [ROLLUPS[2]]],
  ["the ledger, before any rollup", ["transactions", ...ROLLUPS]],
])("a batch that was killed between its token and its part, in %s, is completed", (_, tables) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder
    const inWarehouse = <A, E>(use: Effect.Effect<A, E, ClickHouse | EventEncoder | LogWriter>) =>
      Effect.scoped(Effect.provide(use, warehouseEmbedded(folder)))
    yield* inWarehouse(store(0))
    const parts = yield* inWarehouse(Effect.andThen(store(1), newestParts))
    for (const table of tables) rmSync(parts.get(table ?? "") ?? "", { recursive: true })
    const wrong = yield* inWarehouse(
      Effect.andThen(store(1), wrongGroups([...eventsOf(0), ...eventsOf(1)])),
    )
    assert.deepStrictEqual(wrong, [])
  }).pipe(Effect.scoped, Effect.runPromise),
)

/** As the engine does by itself after some minutes: the parts that stood there before this one. */
const removeReplaced = (path: string) => {
  const [table, part] = [dirname(path), basename(path)]
  for (const name of readdirSync(table))
    if (/^all_\d/.test(name) && name !== part) rmSync(join(table, name), { recursive: true })
}

it("a batch whose rows lie in other parts, since the rollup was made anew, stays known", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder
    const open = Effect.provide(warehouseEmbedded(folder))
    const parts = yield* Effect.gen(function* () {
      yield* store(0)
      yield* store(1)
      for (const rollup of ROLLUPS) yield* rebuild(rollup)
      return yield* newestParts
    }).pipe(open, Effect.scoped)
    for (const path of ROLLUPS.map((rollup) => parts.get(rollup) ?? "")) removeReplaced(path)
    const wrong = yield* Effect.andThen(
      store(1),
      wrongGroups([...eventsOf(0), ...eventsOf(1)]),
    ).pipe(open, Effect.scoped)
    assert.deepStrictEqual(wrong, [])
  }).pipe(Effect.scoped, Effect.runPromise))

const SETTINGS =
  "SELECT name AS table, extract(create_table_query, 'SETTINGS .*') AS path FROM system.tables WHERE database = currentDatabase() AND has({names:Array(String)}, name) ORDER BY name"

it("a folder made with coarse granules opens with fine ones, and knows its tokens", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder
    const open = Effect.provide(warehouseEmbedded(folder))
    const names = ["transactions", ...ROLLUPS]
    yield* store(0).pipe(open, Effect.scoped)
    const tables = join(folder, "warehouse", "metadata", "default")
    for (const name of names) {
      const file = join(tables, `${name}.sql`)
      const made = readFileSync(file, "utf8")
      assert.include(made, FINE_GRANULES)
      writeFileSync(file, made.replace(FINE_GRANULES, COARSE_GRANULES))
    }
    const [wrong, settings] = yield* Effect.gen(function* () {
      yield* store(0)
      yield* store(1)
      for (const rollup of ROLLUPS) yield* rebuild(rollup)
      const settings = yield* ClickHouse.use(({ query }) => query(SETTINGS, { names }, PartRow))
      return [yield* wrongGroups([...eventsOf(0), ...eventsOf(1)]), settings] as const
    }).pipe(open, Effect.scoped)
    assert.deepStrictEqual(wrong, [])
    assert.strictEqual(settings.length, names.length)
    for (const { path } of settings) assert.include(path, FINE_GRANULES)
  }).pipe(Effect.scoped, Effect.runPromise))
