import { assert, layer } from "@effect/vitest"
import { Effect, Fiber, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { unnamedAccount } from "./domain/account.ts"
import { OverviewReader } from "./overview-reader.ts"
import { ProofReader } from "./proof-reader.ts"
import { RollupRebuild } from "./rollup-rebuild.ts"
import { ROLLUPS } from "./rollups.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { loadOf } from "./testing/load-events.ts"
import { integrityForTests } from "./testing/lost-refunds.ts"
import { doubleKey, misfileKey, pickKeys, removeKey } from "./testing/planted-faults.ts"
import { wrongGroups } from "./testing/rollups.ts"
import { insertUnderToken } from "./testing/token-insert.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const EVENTS = loadOf(6_000)
const NOW = Date.UTC(2026, 3, 10)
const services = integrityForTests().pipe(Layer.provideMerge(warehouseForTests))

/** Makes it anew and waits for the end. */
const rebuild = Effect.fnUntraced(function* (name: string) {
  const { start, current } = yield* RollupRebuild
  yield* start(name, { writersStopped: false })
  while (true) {
    const state = (yield* current).find(({ rollup }) => rollup === name)
    if (state?.running === null) return state.last
    yield* Effect.sleep("10 millis")
  }
})

const plantIn = Effect.fnUntraced(function* (rollup: string) {
  const [removed = {}, doubled = {}, misfiled = {}] = yield* pickKeys(rollup, 3)
  yield* removeKey(rollup, removed)
  yield* doubleKey(rollup, doubled)
  if ("category" in misfiled) yield* misfileKey(rollup, misfiled, "Never Heard Of")
})

layer(services, { excludeTestServices: true, timeout: "60 seconds" })("a rebuild", (it) => {
  it.effect("mends each rollup of what was removed, doubled and misfiled", () =>
    Effect.gen(function* () {
      yield* writeEvents(EVENTS)
      for (const { name } of ROLLUPS) {
        yield* plantIn(name)
        assert.isNotEmpty(yield* wrongGroups(EVENTS), name)
        const last = yield* rebuild(name)
        assert.deepStrictEqual([last?.failure, last?.entries], [null, EVENTS.length])
        assert.deepStrictEqual(yield* wrongGroups(EVENTS), [])
      }
    }),
  )

  it.effect("shows no wrong figure meanwhile, and misses nothing that comes in", () =>
    Effect.gen(function* () {
      const reader = yield* ProofReader
      const overviews = yield* OverviewReader
      const all = loadOf(8_000)
      const pour = Effect.forEach(
        Array.from({ length: 40 }, (_, i) => all.slice(6_000 + i * 50, 6_000 + (i + 1) * 50)),
        (batch) => writeEvents(batch),
      )
      const rebuilds = Effect.forEach(ROLLUPS, ({ name }) => rebuild(name))
      const working = yield* Effect.forkChild(Effect.all([pour, rebuilds], { concurrency: 2 }))
      let reads = 0
      while (working.pollUnsafe() === undefined) {
        const account = unnamedAccount(`account-${reads++ % 40}`)
        const proof = yield* reader.proof(account, NOW)
        assert.deepStrictEqual(proof.keys, [])
        assert.deepStrictEqual(proof.lifetime, proof.ledger)
        const overview = yield* overviews.overview(account, NOW)
        assert.isAtLeast(overview.lifetime.totals.count, proof.ledger.count)
      }
      const [, done] = yield* Fiber.join(working)
      assert.deepStrictEqual(
        done.map((last) => last?.failure),
        [null, null, null],
      )
      assert.isAbove(reads, 10)
      assert.deepStrictEqual(yield* wrongGroups(all), [])
    }),
  )

  it.effect("counts a batch once that is repeated behind it under its token", () =>
    Effect.gen(function* () {
      const all = loadOf(8_300)
      const batch = all.slice(8_000)
      yield* insertUnderToken("again", batch)
      for (const { name } of ROLLUPS) yield* rebuild(name)
      yield* insertUnderToken("again", batch)
      assert.deepStrictEqual(yield* wrongGroups(all), [])
      for (const { name } of ROLLUPS) yield* rebuild(name)
      yield* insertUnderToken("again", batch)
      assert.deepStrictEqual(yield* wrongGroups(all), [])
    }),
  )

  it.effect("waits for a batch that is half stored, and then counts it once", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      const { command } = yield* ClickHouse
      const all = loadOf(8_600)
      const batch = all.slice(8_300)
      const { name, view } = ROLLUPS[0] ?? { name: "", view: "" }
      yield* command(`DETACH TABLE ${view}`)
      yield* insertUnderToken("torn", batch)
      yield* gate.halfStored("torn", true)
      yield* command(`ATTACH TABLE ${view}`)
      const rebuilding = yield* Effect.forkChild(rebuild(name))
      yield* Effect.sleep("500 millis")
      assert.isUndefined(rebuilding.pollUnsafe())
      yield* gate.writing(insertUnderToken("torn", batch))
      yield* gate.halfStored("torn", false)
      assert.isNull((yield* Fiber.join(rebuilding))?.failure)
      assert.deepStrictEqual(yield* wrongGroups(all), [])
    }),
  )

  it.effect("leaves the old rows when somebody wrote past its view, and nothing else behind", () =>
    Effect.gen(function* () {
      const all = loadOf(8_900)
      // Once the first slice is counted, the new table's view is gone and a batch comes in.
      const meddling = Effect.map(ClickHouse, (clickhouse) =>
        ClickHouse.of({
          ...clickhouse,
          command: (text, parameters) => {
            const done = clickhouse.command(text, parameters)
            if (!text.includes("rebuild_ledger\n  WHERE")) return done
            return done.pipe(
              Effect.andThen(clickhouse.command("DROP VIEW IF EXISTS lifetime_totals_rebuild_mv")),
              Effect.andThen(insertUnderToken("past", all.slice(8_600))),
              Effect.provideService(ClickHouse, clickhouse),
            )
          },
        }),
      )
      const last = yield* rebuild("lifetime_totals").pipe(
        Effect.provide(Layer.fresh(RollupRebuild.layer)),
        Effect.provide(Layer.effect(ClickHouse, meddling)),
      )
      assert.include(last?.failure, "another process wrote")
      assert.deepStrictEqual(yield* wrongGroups(all), [])
      const { query } = yield* ClickHouse
      const Name = Schema.Struct({ name: Schema.String })
      const left = "SELECT name FROM system.tables WHERE name LIKE '%rebuil%'"
      assert.deepStrictEqual(yield* query(left, {}, Name), [])
    }),
  )

  it.effect("is refused for what is no rollup", () =>
    Effect.gen(function* () {
      const { start } = yield* RollupRebuild
      const refused = yield* Effect.flip(start("transactions", { writersStopped: true }))
      assert.include(refused.message, "lifetime_totals")
    }),
  )
})
