import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout } from "node:timers/promises"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { warehouseEmbedded } from "./live.ts"
import { loadOf } from "./testing/load-events.ts"
import { storedIds, wrongGroups } from "./testing/rollups.ts"
import { temporaryFolder } from "./testing/warehouse.ts"

const EVENTS = 200_000
const KILLS = 6

const startLoad = (folder: string): ChildProcess =>
  spawn(
    process.execPath,
    [join(import.meta.dirname, "testing", "load.ts"), folder, String(EVENTS)],
    { stdio: ["ignore", "pipe", "inherit"] },
  )

/** Kills the load a random while after it opened the warehouse, or after its first answer. */
const killDuringLoad = async (folder: string, behind: "opening" | "answer") => {
  const child = startLoad(folder)
  const ended = once(child, "exit")
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  let answered = 0
  lines.on("line", (line) => {
    answered += Number(/answered (\d+)/.exec(line)?.[1] ?? 0)
  })
  await once(lines, "line")
  // A busy machine may not come to an answer in the time of a kill.
  if (behind === "answer") await once(lines, "line")
  else await setTimeout(50 + Math.random() * 700)
  child.kill("SIGKILL")
  const [, signal] = await ended
  assert.strictEqual(signal, "SIGKILL", "the load ended before it was killed")
  return answered
}

it.live(
  "adds up exactly after a load was killed again and again and sent once more",
  () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      let answered = 0
      for (let i = 0; i < KILLS; i++)
        answered += yield* Effect.promise(() =>
          killDuringLoad(folder, i === 0 ? "answer" : "opening"),
        )
      yield* Effect.promise(async () => {
        const [code] = await once(startLoad(folder), "exit")
        assert.strictEqual(code, 0)
      })
      const found = yield* Effect.all({
        ids: storedIds,
        wrong: wrongGroups(loadOf(EVENTS)),
      }).pipe(Effect.provide(warehouseEmbedded(folder)))
      assert.deepStrictEqual(found, { ids: { rows: EVENTS, ids: EVENTS }, wrong: [] })
      assert.isAbove(answered, 0, "no kill came before anything was stored")
    }),
  { timeout: 240_000 },
)
