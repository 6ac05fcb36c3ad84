/** A process that loads the samples into the folder it is given, for tests that kill it. */
import { Effect } from "effect"
import { loadSamples } from "../load.ts"
import { samplesIn } from "./stored-samples.ts"

const say = (line: string) => Effect.sync(() => void process.stdout.write(`${line}\n`))

await Effect.runPromise(
  loadSamples(say).pipe(Effect.provide(samplesIn(process.argv[2] ?? "")), Effect.scoped),
)
