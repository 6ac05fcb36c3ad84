import { parseArgs } from "node:util"
import { CONTROLS, type ControlName } from "./controls.ts"

export const MODES = ["http", "kafka", "workers"] as const
export type Mode = (typeof MODES)[number]

export interface TortureArguments {
  readonly modes: ReadonlyArray<Mode>
  readonly kills: number
  readonly seed: number
  readonly eventsPerKill: number
  readonly minutesMax: number
  readonly brokers: 1 | 3
  /** Seconds that a broker is away, instead of kills; null: kills. */
  readonly outage: number | null
  readonly without: ControlName | null
}

export const tortureUsage = `npm run torture -- [--kills N] [--seed N] [--mode MODE] [--events-per-kill N] [--minutes N] [--brokers N] [--without CONTROL]
npm run torture -- --outage SECONDS [--seed N] [--mode MODE]
  --kills            how many times something gets SIGKILL, or a worker of two is frozen until the
                     other has taken over, in each mode (default: 100)
  --seed             the load and the moments again, as far as chance allows (default: another each time)
  --mode             http (one process, no log), kafka (one process and a log), workers (two of them,
                     an API and a ClickHouse) or all, one after the other (default: all)
  --events-per-kill  messages between two kills (default: 1000)
  --minutes          no more kills after so long (default: 1440)
  --brokers          1, or 3 of which leaders are killed in turn (default: 1)
  --outage           takes the broker away for so long under load, instead of kills
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
      minutes: { type: "string", default: "1440" },
      brokers: { type: "string", default: "1" },
      outage: { type: "string" },
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
    minutesMax: whole("minutes", values.minutes, 1_440),
    brokers: oneOf("brokers", ["1", "3"], values.brokers) === "3" ? 3 : 1,
    outage: values.outage === undefined ? null : whole("outage", values.outage, 3_600),
    without: values.without === undefined ? null : oneOf("without", names, values.without),
  }
}
