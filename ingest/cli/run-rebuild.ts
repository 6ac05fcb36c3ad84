/** `tidemark rebuild`: begins it, and waits for its end. */
import { Effect, Schema } from "effect"
import { type ApiAddress, ApiRefused, type ApiRequest, apiCall } from "./api-call.ts"
import type { RebuildCommand } from "./command-line.ts"

const POLL = "500 millis"

const State = Schema.Struct({
  rollup: Schema.String,
  running: Schema.NullOr(Schema.Struct({ slices: Schema.Number })),
  last: Schema.NullOr(
    Schema.Struct({
      started_at: Schema.String,
      finished_at: Schema.String,
      entries: Schema.Number,
      failure: Schema.NullOr(Schema.String),
    }),
  ),
})
const States = Schema.Struct({ rollups: Schema.Array(State) })

/** What to print, and the exit code. `progress` is told how far it is. */
export const runRebuild = Effect.fnUntraced(function* (
  { rollup, writersStopped, json }: RebuildCommand,
  address: ApiAddress,
  progress: (text: string) => void,
) {
  const query = writersStopped ? "?writers=stopped" : ""
  const path = `/v1/rollups/${encodeURIComponent(rollup)}/rebuild${query}`
  // Safe to repeat: while it is under way it is not begun again.
  let state = yield* ask(address, { method: "POST", path }, rollup)
  while (state.running !== null) {
    progress(`${state.running.slices.toLocaleString("en-US")} slices of the ledger counted`)
    yield* Effect.sleep(POLL)
    state = yield* ask(address, { method: "GET", path: "/v1/rollups" }, rollup)
  }
  const { last } = state
  const code = last?.failure === null ? 0 : 1
  return { text: json ? JSON.stringify(state) : textOf(rollup, last), code }
})

const textOf = (rollup: string, last: typeof State.Type.last): string => {
  if (last === null)
    return `Tidemark began anew meanwhile: ${rollup} is the old one or the new one, whole. Run this again.`
  return last.failure === null
    ? `${rollup} was made anew from ${last.entries.toLocaleString("en-US")} entries`
    : `${rollup} stays as it was: ${last.failure}`
}

const ask = Effect.fnUntraced(function* (address: ApiAddress, request: ApiRequest, rollup: string) {
  const answer = yield* apiCall(address, request)
  const state = yield* Schema.decodeUnknownEffect(States)(answer).pipe(
    Effect.map(({ rollups }) => rollups.find((one) => one.rollup === rollup)),
    Effect.orElseSucceed(() => undefined),
  )
  return (
    state ??
    (yield* new ApiRefused({
      url: address.url.href,
      reason: "the answer is not what was asked for; is this a Tidemark of this version?",
    }))
  )
})
