// One process of `npm run bench -- ids`: opens the data folder and writes rounds of new events into it.
// Prints, as JSON, how long opening took, the rate of each round and the peak of its memory.
// node bench/ids-main.ts <folder> <first number> <rounds> <fill> <pause>: lets the engine make `fill` rows
// by itself, then waits `pause` seconds.
import { readFileSync } from "node:fs"
import { Effect } from "effect"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { engineLane, writerLane } from "./writer-lanes.ts"

const ACCOUNTS = 20_000
const EVENTS_PER_ROUND = 200_000

const [folder = "", first = "0", rounds = "1", fill = "0", pause = "0"] = process.argv.slice(2)
const from = Number(first)

const work = Effect.gen(function* () {
  const opened = performance.now()
  if (Number(fill) > 0) yield* engineLane(ACCOUNTS).round(from, Number(fill))
  // The table of known ids is read meanwhile; until it is complete every id is looked up.
  yield* Effect.sleep(`${Number(pause)} seconds`)
  const rates: number[] = []
  for (let round = 0; round < Number(rounds); round++) {
    const { wall } = yield* writerLane(ACCOUNTS).round(
      from + Number(fill) + round * EVENTS_PER_ROUND,
      EVENTS_PER_ROUND,
    )
    rates.push((EVENTS_PER_ROUND / wall) * 1000)
  }
  return { opened, rates }
})

const began = performance.now()
const { opened, rates } = await Effect.runPromise(
  work.pipe(Effect.provide(warehouseEmbedded(folder))),
)
const [, peak = "0"] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8")) ?? []
console.log(JSON.stringify({ opening: opened - began, rates, megabytes: Number(peak) / 1000 }))
