/**
 * A process of its own that writes a fixed load and may be killed at any moment:
 * `node warehouse/testing/load.ts <folder>`. Prints a line for each call that was answered.
 */
import { Effect } from "effect"
import { warehouseEmbedded } from "../live.ts"
import { loadOf } from "./load-events.ts"
import { writeEvents } from "./warehouse.ts"

const EVENTS_PER_CALL = 4_000
const CALLS_AT_ONCE = 6

const [folder = "", count = "0"] = process.argv.slice(2)
const events = loadOf(Number(count))
const calls = Array.from({ length: Math.ceil(events.length / EVENTS_PER_CALL) }, (_, i) =>
  events.slice(i * EVENTS_PER_CALL, (i + 1) * EVENTS_PER_CALL),
)

const load = Effect.gen(function* () {
  console.log("open")
  yield* Effect.forEach(
    calls,
    (call) =>
      writeEvents(call).pipe(
        Effect.andThen((fates) =>
          Effect.sync(() => {
            const wrong = fates.filter(({ fate }) => fate === "conflict").length
            console.log(`answered ${fates.length} conflicts ${wrong}`)
          }),
        ),
      ),
    { concurrency: CALLS_AT_ONCE, discard: true },
  )
})

await Effect.runPromise(load.pipe(Effect.provide(warehouseEmbedded(folder))))
