/** A process of the product that is started again whenever it ends, as an init system does. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { compileCache } from "#warehouse/testing/compile-cache.ts"

export interface Killable {
  readonly name: string
  /** SIGKILL at whatever it is doing, and a new start at once. */
  readonly kill: () => Promise<void>
  /** Resolves when the present life serves. */
  readonly ready: () => Promise<void>
  /** How long a start takes at most, in milliseconds: kills during recovery come within it. */
  readonly startMs: number
}

export interface Supervised extends Killable {
  /** Asks it to end, and resolves to how it ended. */
  readonly stop: () => Promise<number | string>
  /** As a kill, for good. */
  readonly end: () => Promise<number | string>
  readonly signal: (signal: "SIGSTOP" | "SIGCONT") => void
  /** Starts it after a stop. */
  readonly start: () => void
  /** How it ended when nobody had asked it to, each as a sentence. */
  readonly ownEnds: ReadonlyArray<string>
}

export interface Program {
  readonly name: string
  readonly script: string
  readonly args: ReadonlyArray<string>
  readonly env: Readonly<Record<string, string>>
  /** Modules loaded before the script. */
  readonly imports: ReadonlyArray<string>
  /** What it prints once it serves. */
  readonly readyLine: RegExp
}

const HEAP_MB = 700
const START_MS = 1_500
const READY_MS_MAX = 60_000
const LINES_KEPT = 40
/** Against a process that ends at once whenever it is started. */
const PAUSE_AFTER_OWN_END_MS = 200
const END_WITH_PARENT = new URL("end-with-parent.ts", import.meta.url).href

interface Life {
  readonly child: ChildProcess
  readonly last: string[]
  readonly ended: Promise<number | string>
  serving: boolean
  awaited: boolean
}

const launch = ({ script, args, env, imports, readyLine }: Program): Life => {
  const flags = [`--max-old-space-size=${HEAP_MB}`, "--disable-warning=TimeoutNegativeWarning"]
  const before = [END_WITH_PARENT, ...imports].flatMap((url) => ["--import", url])
  const child = spawn(process.execPath, [...flags, ...before, script, ...args], {
    env: { UV_THREADPOOL_SIZE: "16", ...compileCache(), ...env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  })
  const ended = once(child, "close").then(([code, signal]) => code ?? signal)
  const life: Life = { child, last: [], ended, serving: false, awaited: false }
  const read = (text: string) => {
    life.last.push(...text.split("\n").filter((line) => line !== ""))
    life.last.splice(0, life.last.length - LINES_KEPT)
    life.serving ||= readyLine.test(text)
  }
  child.stdout.setEncoding("utf8").on("data", read)
  child.stderr.setEncoding("utf8").on("data", read)
  child.stdin.on("error", () => {})
  return life
}

export const supervise = (program: Program): Supervised => {
  const ownEnds: string[] = []
  let life: Life

  const start = () => {
    const own = launch(program)
    life = own
    own.ended.then(async (how) => {
      if (own.awaited) return
      ownEnds.push(`${program.name} ended by itself with ${how}: ${own.last.slice(-3).join(" ")}`)
      await sleep(PAUSE_AFTER_OWN_END_MS)
      if (!own.awaited && life === own) start()
    })
  }
  const end = (signal: NodeJS.Signals) => {
    life.awaited = true
    life.child.kill(signal)
    return life.ended
  }
  start()
  return {
    name: program.name,
    startMs: START_MS,
    ownEnds,
    start,
    signal: (signal) => life.child.kill(signal),
    stop: () => end("SIGTERM"),
    end: () => end("SIGKILL"),
    kill: async () => {
      await end("SIGKILL")
      start()
    },
    ready: async () => {
      const deadline = performance.now() + READY_MS_MAX
      while (!life.serving) {
        if (performance.now() > deadline)
          throw new Error(
            `${program.name} does not serve: ${[...ownEnds.slice(-2), ...life.last].join("\n")}`,
          )
        await sleep(5)
      }
    },
  }
}
