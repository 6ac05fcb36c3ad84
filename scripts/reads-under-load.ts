// Reads while a writer inserts: `node scripts/reads-under-load.ts [--reads 100000] [--without-gate]`.
import { parseArgs } from "node:util"
import { Effect } from "effect"
import { readsUnderLoad } from "#warehouse/testing/reads-under-load.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"

const { values } = parseArgs({
  options: {
    reads: { type: "string", default: "100000" },
    "without-gate": { type: "boolean", default: false },
  },
})
const count = Number(values.reads)
if (!Number.isSafeInteger(count) || count < 1) throw new Error("--reads must be a whole number")

const say = (line: string) => console.log(`${(performance.now() / 1000).toFixed(0)} s ${line}`)
const gate = !values["without-gate"]
const found = await Effect.runPromise(
  readsUnderLoad({ count, gate, say }).pipe(Effect.provide(warehouseForTests), Effect.scoped),
)
for (const line of found.first) say(`DIFFERS ${line}`)
say(
  `${found.reads} reads of overview, usage, ledger and proof ${gate ? "at" : "without"} the gate, ${found.batches} batches inserted meanwhile: ${found.differing} differ`,
)
// Without the gate there have to be some.
process.exitCode = gate === (found.differing === 0) ? 0 : 1
