/** Loads the sample accounts, or what is missing of them, the way every event comes in. */
import { Clock, Effect } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import { FILE_SAMPLES } from "./file-samples.ts"
import { counted, type Sample } from "./sample.ts"
import { STUDIO_NORTH_SAMPLE } from "./studio-sample.ts"

export const SAMPLES: ReadonlyArray<Sample> = [STUDIO_NORTH_SAMPLE, ...FILE_SAMPLES]

/** Takes one line for people: what is being loaded, and what came of it. */
export type Say = (line: string) => Effect.Effect<void>

/**
 * The first time all of them; after that only what Studio North did since. Killed and started again, it
 * goes on with nothing missing and nothing twice. An account of the same name that is not ours stays as it is.
 */
export const loadSamples = Effect.fn("loadSamples")(function* (say: Say) {
  for (const sample of SAMPLES) yield* loadSample(sample, say)
})

export const loadSample = Effect.fnUntraced(function* ({ account, next }: Sample, say: Say) {
  const accounts = yield* AccountStore
  const stored = yield* accounts.get(account.account)
  const step = next(stored?.about, yield* Clock.currentTimeMillis)
  if (step.kind === "nothing") return
  if (step.kind === "foreign")
    return yield* say(`${account.account}: the account was there already and is left as it is`)

  if (step.what !== null) yield* say(`loading ${account.account}: ${step.what} ...`)
  if (stored === null) yield* accounts.put({ ...account, about: step.begun })
  const { accepted, remarks } = yield* step.send
  if (stored?.about !== step.done) {
    // Read once more: sending takes a while, and somebody may have changed the name meanwhile.
    const settings = (yield* accounts.get(account.account)) ?? account
    yield* accounts.put({ ...settings, about: step.done })
  }
  if (accepted > 0 || remarks.length > 0)
    yield* say(`${account.account}: ${[counted(accepted, "new event"), ...remarks].join("; ")}`)
})
