import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { temporaryFolder } from "#warehouse/testing/warehouse.ts"
import { checkFigures, load, samplesIn } from "./testing/stored-samples.ts"

interface Kill {
  /** What the process says first; it is killed some milliseconds later. */
  readonly after: string
  readonly delay: number
}

/** Loads in a process of its own, which gets SIGKILL: no finalizer runs, nothing is flushed. */
const loadKilled = (folder: string, { after, delay }: Kill) =>
  Effect.callback<void>((resume) => {
    const script = join(import.meta.dirname, "testing", "load-process.ts")
    const child = spawn(process.execPath, [script, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    createInterface({ input: child.stdout }).on("line", (said) => {
      if (said.startsWith(after)) setTimeout(() => child.kill("SIGKILL"), delay)
    })
    child.on("close", (code, signal) =>
      resume(
        signal === "SIGKILL"
          ? Effect.void
          : Effect.die(new Error(`it ended with ${code} before it was killed (${after})`)),
      ),
    )
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const killedTwice = Effect.gen(function* () {
  const folder = yield* temporaryFolder
  yield* loadKilled(folder, { after: "loading studio-north", delay: 500 })
  yield* loadKilled(folder, { after: "loading chat-api", delay: 200 })
  return samplesIn(folder)
})

layer(Layer.unwrap(killedTwice), { excludeTestServices: true })("the sample accounts", (it) => {
  it.effect("are complete after two starts that were killed, with nothing twice", () =>
    Effect.gen(function* () {
      yield* load
      yield* checkFigures
    }),
  )
})
