/**
 * A process of its own that writes events and makes a rollup anew meanwhile, and kills itself during one
 * of the rebuild's statements: `node warehouse/testing/rebuild-killed.ts <folder> <rollup> <first> <statement>`.
 * The statement is its number from 0; behind the last one it ends by itself, with code 0.
 */
import { setTimeout } from "node:timers/promises"
import { Effect, Layer } from "effect"
import { ClickHouse } from "../clickhouse.ts"
import { warehouseEmbedded } from "../live.ts"
import { RollupRebuild } from "../rollup-rebuild.ts"
import { loadOf } from "./load-events.ts"
import { writeEvents } from "./warehouse.ts"

export const EVENTS_PER_RUN = 400
const CALL_EVENTS = 20
const LATEST_MS = 6

/** Runs commands as they are; during the one that is meant the process dies. */
const killedAt = (statement: number) =>
  Layer.effect(
    ClickHouse,
    Effect.map(ClickHouse, (clickhouse) => {
      let number = 0
      const command: typeof clickhouse.command = (text, parameters) => {
        if (number++ === statement)
          void setTimeout(Math.random() * LATEST_MS).then(() =>
            process.kill(process.pid, "SIGKILL"),
          )
        return clickhouse.command(text, parameters)
      }
      return ClickHouse.of({ ...clickhouse, command })
    }),
  )

const main = Effect.fnUntraced(function* (rollup: string, first: number, statement: number) {
  const events = loadOf(first + EVENTS_PER_RUN).slice(first)
  const calls = Array.from({ length: EVENTS_PER_RUN / CALL_EVENTS }, (_, i) =>
    events.slice(i * CALL_EVENTS, (i + 1) * CALL_EVENTS),
  )
  const rebuild = Effect.gen(function* () {
    const { start, current } = yield* RollupRebuild
    yield* start(rollup, { writersStopped: false })
    while ((yield* current).some(({ running }) => running !== null)) yield* Effect.sleep("5 millis")
    return (yield* current).find((state) => state.rollup === rollup)?.last
  }).pipe(Effect.provide(Layer.fresh(RollupRebuild.layer)), Effect.provide(killedAt(statement)))
  const [last] = yield* Effect.all([rebuild, Effect.forEach(calls, (call) => writeEvents(call))], {
    concurrency: 2,
  })
  if (last?.failure !== null) return yield* Effect.die(last)
})

const [folder = "", rollup = "", first = "0", statement = "0"] = process.argv.slice(2)
if (process.argv[1] === import.meta.filename)
  await Effect.runPromise(
    main(rollup, Number(first), Number(statement)).pipe(
      Effect.scoped,
      Effect.provide(warehouseEmbedded(folder)),
    ),
  )
