// `npm run torture`: kills what must survive it, and counts everything again.
import { randomInt } from "node:crypto"
import { type Mode, type TortureArguments, tortureArguments, tortureUsage } from "./arguments.ts"
import { openHttpStage } from "./http-stage.ts"
import { openLogStage } from "./log-stage.ts"
import { sufferOutage } from "./outage.ts"
import { torture } from "./run.ts"
import type { Stage, StageOptions } from "./stage.ts"

const say = (line: string) => console.log(`${(performance.now() / 1000).toFixed(0)} s ${line}`)

const main = async () => {
  const args = tortureArguments(process.argv.slice(2), randomInt(1_000_000))
  if (args === "help") return console.log(tortureUsage)
  const stop = new AbortController()
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort())
  const modes = args.outage === null ? args.modes : args.modes.filter((mode) => mode !== "http")
  for (const mode of modes) await runMode(mode, args, stop.signal)
}

const stageOf = (mode: Mode, options: StageOptions): Promise<Stage> =>
  mode === "http"
    ? openHttpStage(options)
    : openLogStage({ ...options, workers: mode === "kafka" ? 0 : 2 })

const LIVE_RATE = 1_000

const runMode = async (mode: Mode, args: TortureArguments, stop: AbortSignal) => {
  const { seed, outage, brokers, without } = args
  const tell = (line: string) => say(`${mode}: ${line}`)
  tell(`seed ${seed}${without === null ? "" : `, without ${without}`}`)
  const stage = await stageOf(mode, { without, brokers, say: tell })
  const options = { ...args, say: tell, stop }
  const { wrong, about } =
    outage === null
      ? await torture(stage, options)
      : await sufferOutage(stage, { ...options, seconds: outage, liveRate: LIVE_RATE })
  for (const line of wrong) tell(`WRONG ${line}`)
  tell(`${about}: ${wrong.length === 0 ? "everything is right" : "wrong figures"}`)
  if (wrong.length > 0) process.exitCode = 1
}

const INTERRUPTED = 130

main().catch((error) => {
  const interrupted = error instanceof Error && error.name === "AbortError"
  console.error(`torture: ${interrupted ? "interrupted" : (error.message ?? error)}`)
  // What was cut off may wait for brokers that are dead by now, and would keep the process for ever.
  process.exit(interrupted ? INTERRUPTED : 2)
})
