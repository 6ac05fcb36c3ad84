/** A batch that reached the ledger and only some of the views, as a kill leaves it, and then comes again. */
import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { loadOf } from "./testing/load-events.ts"
import { storedIds, wrongGroups } from "./testing/rollups.ts"
import { insertUnderToken } from "./testing/token-insert.ts"
import { warehouseForTests } from "./testing/warehouse.ts"

const EVENTS_PER_BATCH = 300

const View = Schema.Struct({ name: Schema.String })
const views = ClickHouse.use(({ query }) =>
  query(
    "SELECT name FROM system.tables WHERE engine = 'MaterializedView' AND database = currentDatabase() ORDER BY name",
    {},
    View,
  ),
)

const command = (statement: string) => ClickHouse.use((clickhouse) => clickhouse.command(statement))

layer(warehouseForTests)("a torn batch", (it) => {
  it.effect(
    "fills the views that it missed, and only those, whichever they are",
    () =>
      Effect.gen(function* () {
        const names = (yield* views).map(({ name }) => name)
        assert.isAbove(names.length, 2)
        const cases = 2 ** names.length
        const events = loadOf(cases * EVENTS_PER_BATCH)
        for (let missed = 0; missed < cases; missed++) {
          const batch = events.slice(missed * EVENTS_PER_BATCH, (missed + 1) * EVENTS_PER_BATCH)
          const away = names.filter((_, i) => (missed >> i) & 1)
          for (const name of away) yield* command(`DETACH TABLE ${name}`)
          yield* insertUnderToken(`torn-${missed}`, batch)
          for (const name of away) yield* command(`ATTACH TABLE ${name}`)
          const sofar = events.slice(0, (missed + 1) * EVENTS_PER_BATCH)
          const wrong = new Set((yield* wrongGroups(sofar)).map((text) => text.split(" ")[0]))
          assert.deepStrictEqual([...wrong].map((table) => `${table}_mv`).sort(), away)
          yield* insertUnderToken(`torn-${missed}`, batch)
          yield* insertUnderToken(`torn-${missed}`, batch)
          assert.deepStrictEqual(yield* wrongGroups(sofar), [])
        }
        assert.deepStrictEqual(yield* storedIds, { rows: events.length, ids: events.length })
      }),
    { timeout: 120_000 },
  )
})
