/** NDJSON bodies of 5,000 events over 16 connections into the real process, which holds the engine. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { Effect } from "effect"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { apiProcess, peakMemoryOf, processorTimeOf } from "./api-process.ts"
import { benchEvents } from "./events.ts"
import { sendAll } from "./http-client.ts"
import { timed } from "./measure.ts"

const EVENTS_PER_BODY = 5_000
const CONNECTIONS = 16
const RECOUNT = join(import.meta.dirname, "recount-main.ts")
const run = promisify(execFile)

export const httpLane = Effect.fnUntraced(function* (accounts: number) {
  const api = yield* apiProcess()
  const sender = { ...api, connections: CONNECTIONS, contentType: "application/x-ndjson" }
  const send = (bodies: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      const answers = yield* Effect.promise(() => sendAll(sender, bodies))
      const bad = answers.find(({ body }) => !body.startsWith(`{"accepted":${EVENTS_PER_BODY},`))
      if (bad !== undefined)
        return yield* Effect.die(new Error(`${bad.status} ${bad.body.slice(0, 300)}`))
      // A reader waits until the figures show what was answered.
      yield* Effect.promise(() => api.get("/v1/accounts/account-0/overview"))
    })
  return {
    name: `HTTP, NDJSON of ${EVENTS_PER_BODY}, ${CONNECTIONS} connections`,
    round: Effect.fnUntraced(function* (from: number, count: number) {
      const bodies = Array.from({ length: count / EVENTS_PER_BODY }, (_, i) =>
        bodyOf(from + i * EVENTS_PER_BODY, accounts),
      )
      const before = processorTimeOf(api.pid)
      const wall = yield* timed(send(bodies))
      return { wall, processor: processorTimeOf(api.pid) - before }
    }),
    /** Megabytes of resident memory at the peak. */
    peakMemory: Effect.sync(() => peakMemoryOf(api.pid) / 1e6),
    /** What differs from a recount of the events up to this number; the process is over then. */
    wrong: Effect.fnUntraced(function* (count: number) {
      yield* api.stop
      const recount = [RECOUNT, api.folder, `${count}`, `${accounts}`]
      const { stdout } = yield* Effect.promise(() => run(process.execPath, recount))
      return JSON.parse(stdout) as ReadonlyArray<string>
    }),
  }
})

const bodyOf = (from: number, accounts: number): string =>
  benchEvents(from, EVENTS_PER_BODY, accounts)
    .map((event) => JSON.stringify(encodeUsageEvent(event)))
    .join("\n")
