/** A rollup that is made anew by processes that are killed in each of its steps, while events come in. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { warehouseEmbedded } from "./live.ts"
import { ROLLUPS } from "./rollups.ts"
import { loadOf } from "./testing/load-events.ts"
import { EVENTS_PER_RUN } from "./testing/rebuild-killed.ts"
import { wrongGroups } from "./testing/rollups.ts"
import { temporaryFolder, writeEvents } from "./testing/warehouse.ts"

/** More than a rebuild of so little has. */
const STATEMENTS_MAX = 40

const runUntil = async (folder: string, run: number, statement: number) => {
  const rollup = ROLLUPS[run % ROLLUPS.length]?.name ?? ""
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "testing", "rebuild-killed.ts"),
      folder,
      rollup,
      String(run * EVENTS_PER_RUN),
      String(statement),
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  )
  const [code, signal] = await once(child, "exit")
  assert.isTrue(signal === "SIGKILL" || code === 0, `ended with ${code}, ${signal}`)
  return signal === "SIGKILL"
}

const Name = Schema.Struct({ name: Schema.String })
const leftovers = Effect.flatMap(ClickHouse, ({ query }) =>
  query("SELECT name FROM system.tables WHERE name LIKE '%rebuil%'", {}, Name),
)

it.live(
  "leaves every rollup right after a kill in each of its statements, and nothing else behind",
  () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      let runs = 0
      for (let killed = true; killed; runs++) {
        assert.isBelow(runs, STATEMENTS_MAX)
        killed = yield* Effect.promise(() => runUntil(folder, runs, runs))
      }
      // Begin, one slice, put in place, and take away: what is killed in less than all of them proves little.
      assert.isAbove(runs, 12)
      const events = loadOf(runs * EVENTS_PER_RUN)
      yield* Effect.gen(function* () {
        assert.deepStrictEqual(yield* leftovers, [])
        // What nobody was answered about may be missing: sent again, it is all there, once.
        yield* writeEvents(events)
        assert.deepStrictEqual(yield* wrongGroups(events), [])
      }).pipe(Effect.provide(warehouseEmbedded(folder)))
    }),
  { timeout: 300_000 },
)
