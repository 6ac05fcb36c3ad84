/** `npm run bench -- <name>`: measures one thing against another, with the answers checked. */
import { Effect } from "effect"
import { access } from "./access.ts"
import { crossFilter } from "./cross-filter.ts"
import { dashboard } from "./dashboard.ts"
import { exports } from "./exports.ts"
import { ids } from "./ids.ts"
import { ingest } from "./ingest.ts"
import { ledger } from "./ledger.ts"
import { readers } from "./readers.ts"
import { reads } from "./reads.ts"
import { single } from "./single.ts"
import { smallBatches } from "./small-batches.ts"
import { visible } from "./visible.ts"

const benches = {
  access,
  "cross-filter": crossFilter,
  dashboard,
  exports,
  ids,
  ingest,
  ledger,
  readers,
  reads,
  single,
  "small-batches": smallBatches,
  visible,
}

const name = process.argv[2] ?? ""
const bench = Object.hasOwn(benches, name) ? benches[name as keyof typeof benches] : undefined
if (bench === undefined) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join(" | ")}`)
  process.exitCode = 2
} else {
  await Effect.runPromise(Effect.scoped(bench as Effect.Effect<unknown, unknown, never>))
}
