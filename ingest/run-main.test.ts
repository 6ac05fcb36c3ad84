import { spawn } from "node:child_process"
import { once } from "node:events"
import { expect, test } from "vitest"

// Drains for as long as a second signal may take to come.
const program = `
  import { Effect } from "effect"
  import { runMain, teardown } from "#ingest/run-main.ts"
  const print = (line) => Effect.sync(() => console.log(line))
  const drain = print("draining").pipe(
    Effect.andThen(Effect.sleep("300 millis")),
    Effect.andThen(print("drained")),
  )
  runMain(
    Effect.addFinalizer(() => drain).pipe(
      Effect.andThen(print("running")),
      Effect.andThen(Effect.never),
      Effect.scoped,
    ),
    { teardown },
  )
`

type Signals = ReadonlyArray<"SIGINT" | "SIGTERM">

/** Sends the first signal while the program runs, the second one while it drains. */
const stopped = async (signals: Signals) => {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const lines: Array<string> = []
  for await (const text of child.stdout.setEncoding("utf8")) {
    lines.push(...text.trim().split("\n"))
    const signal = { running: signals[0], draining: signals[1] }[lines.at(-1) ?? ""]
    if (signal !== undefined) child.kill(signal)
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
  return { lines, code: child.exitCode, signal: child.signalCode }
}

const cases: ReadonlyArray<[Signals]> = [
  [["SIGTERM"]],
  [["SIGINT"]],
  [["SIGINT", "SIGINT"]],
  [["SIGTERM", "SIGTERM"]],
  [["SIGINT", "SIGTERM"]],
]

test.each(cases)("drains and exits with 0 after %j", async (signals) => {
  const whole = { lines: ["running", "draining", "drained"], code: 0, signal: null }
  expect(await stopped(signals)).toEqual(whole)
})
