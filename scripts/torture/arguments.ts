import { parseArgs } from "node:util"
import { CONTROLS, type ControlName } from "./controls.ts"

export const MODES = ["http"] as const
export type Mode = (typeof MODES)[number]

export interface TortureArguments {
  readonly modes: ReadonlyArray<Mode>
  readonly kills: number
  readonly seed: number
  readonly eventsPerKill: number
  readonly without: ControlName | null
}

export const tortureUsage = `npm run torture -- [--kills N] [--seed N] [--mode MODE] [--events-per-kill N] [--without CONTROL]
  --kills            how many times something gets SIGKILL, in all (default: 100)
  --seed             the load and the moments again, as far as chance allows (default: another each time)
  --mode             ${MODES.join(", ")} or all (default: all)
  --events-per-kill  messages between two kills (default: 1000)
  --without          switches off what makes figures exact: ${Object.keys(CONTROLS).join(", ")}`

const whole = (name: string, text: string, max: number): number => {
  if (!/^\d{1,9}$/.test(text) || Number(text) > max)
    throw new Error(`--${name} must be a whole number from 0 to ${max}, not "${text}"`)
  return Number(text)
}

const oneOf = <A extends string>(name: string, known: ReadonlyArray<A>, text: string): A => {
  const found = known.find((one) => one === text)
  if (found === undefined)
    throw new Error(`--${name} must be one of ${known.join(", ")}, not "${text}"`)
  return found
}

/** Reads the command line, "help" when it asks for that. Throws an Error naming what is wrong. */
export const tortureArguments = (
  args: ReadonlyArray<string>,
  seedOfChance: number,
): TortureArguments | "help" => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: "string", default: "100" },
      seed: { type: "string", default: `${seedOfChance}` },
      mode: { type: "string", default: "all" },
      "events-per-kill": { type: "string", default: "1000" },
      without: { type: "string" },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) return "help"
  const names = Object.keys(CONTROLS) as ControlName[]
  return {
    modes: values.mode === "all" ? MODES : [oneOf("mode", MODES, values.mode)],
    kills: whole("kills", values.kills, 100_000),
    seed: whole("seed", values.seed, 999_999_999),
    eventsPerKill: whole("events-per-kill", values["events-per-kill"], 100_000),
    without: values.without === undefined ? null : oneOf("without", names, values.without),
  }
}
