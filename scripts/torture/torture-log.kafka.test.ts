import { expect, test } from "vitest"
import type { ControlName } from "./controls.ts"
import { type LogStageOptions, openLogStage } from "./log-stage.ts"
import { torture } from "./run.ts"

type Options = Pick<LogStageOptions, "brokers" | "workers"> & {
  readonly kills: number
  readonly seed?: number
  readonly without?: ControlName
}

const run = async ({ kills, seed = 1, without, ...system }: Options) => {
  const say = () => {}
  const stage = await openLogStage({ ...system, without: without ?? null, say })
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
