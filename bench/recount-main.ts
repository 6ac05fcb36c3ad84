// Compares every rollup of a data folder with a recount of the first events of the bench, in a process
// of its own, since a process can hold one engine only: node bench/recount-main.ts <folder> <count> <accounts>
import { Console, Effect } from "effect"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { wrongGroups } from "#warehouse/testing/rollups.ts"
import { benchEvents } from "./events.ts"

const [folder = "", count = "0", accounts = "1"] = process.argv.slice(2)
const recount = wrongGroups(benchEvents(0, Number(count), Number(accounts))).pipe(
  Effect.flatMap((wrong) => Console.log(JSON.stringify(wrong.slice(0, 5)))),
  Effect.provide(warehouseEmbedded(folder)),
)
await Effect.runPromise(recount)
