// `npm run torture`: kills what must survive it, and counts everything again.
import { randomInt } from "node:crypto"
import { type TortureArguments, tortureArguments, tortureUsage } from "./arguments.ts"
import { openHttpStage } from "./http-stage.ts"
import { torture } from "./run.ts"

const say = (line: string) => console.log(line)

const main = async () => {
  const args = tortureArguments(process.argv.slice(2), randomInt(1_000_000))
  if (args === "help") return say(tortureUsage)
  const stop = new AbortController()
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort())
  for (const mode of args.modes) await runMode(mode, args, stop.signal)
}

const runMode = async (mode: string, args: TortureArguments, stop: AbortSignal) => {
  const { kills, seed, eventsPerKill, without } = args
  const tell = (line: string) => say(`${mode}: ${line}`)
  tell(`seed ${seed}${without === null ? "" : `, without ${without}`}`)
  const stage = await openHttpStage({ without, brokers: 1, say: tell })
  const { wrong, about } = await torture(stage, { kills, seed, eventsPerKill, say: tell, stop })
  for (const line of wrong) tell(`WRONG ${line}`)
  tell(`${kills} kills, ${about}: ${wrong.length === 0 ? "everything is right" : "wrong figures"}`)
  if (wrong.length > 0) process.exitCode = 1
}

main().catch((error) => {
  console.error(`torture: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 2
})
