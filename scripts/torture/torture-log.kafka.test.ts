import { expect, test } from "vitest"
import type { ControlName } from "./controls.ts"
import { type LogStageOptions, openLogStage } from "./log-stage.ts"
import { torture } from "./run.ts"

type Options = Pick<LogStageOptions, "brokers" | "workers"> & {
  readonly kills: number
  readonly seed?: number
  readonly without?: ControlName
  /** Nothing else is killed. */
  readonly only?: RegExp
}

const run = async ({ kills, seed = 1, without, only = /./, ...system }: Options) => {
  const say = () => {}
  const whole = await openLogStage({ ...system, without: without ?? null, say })
  const stage = { ...whole, targets: whole.targets.filter(({ target }) => only.test(target.name)) }
  const stop = new AbortController().signal
  return torture(stage, { kills, seed, minutesMax: 5, eventsPerKill: 1_000, say, stop })
}

test("every figure, row, place, rejection and dead letter is right after 6 kills of process and broker", async () => {
  expect((await run({ brokers: 1, workers: 0, kills: 6 })).wrong).toEqual([])
}, 180_000)

test("the same with two workers beside an API and a server, killed and expelled from their group", async () => {
  expect((await run({ brokers: 1, workers: 2, kills: 4 })).wrong).toEqual([])
}, 180_000)

test("nothing acknowledged is lost when the leaders of three brokers are killed in turn", async () => {
  expect((await run({ brokers: 3, workers: 0, kills: 3 })).wrong).toEqual([])
}, 180_000)

test("finds wrong figures without known ids, through a log too", async () => {
  const { wrong } = await run({ brokers: 1, workers: 0, kills: 1, without: "known-ids" })
  expect(wrong.join("\n")).toMatch(/more than once/)
}, 120_000)

test("finds wrong figures without the fence, when a worker freezes and wakes up", async () => {
  const zombies = { brokers: 1, workers: 2, kills: 2, only: /frozen/ } as const
  // A worker that freezes between two batches has nothing to write when it wakes up.
  const found: string[] = []
  for (let attempt = 0; attempt < 3 && found.length === 0; attempt++)
    found.push(...(await run({ ...zombies, without: "fence" })).wrong)
  expect(found.join("\n")).toMatch(/more than once|instead of/)
}, 240_000)
