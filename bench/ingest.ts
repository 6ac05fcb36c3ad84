/**
 * How fast events get into the ledger with all of its views, each way beside the engine's own pace in
 * the same round, so that a slow phase of the machine meets all of them. Every group of every rollup
 * is compared with a recount at the end.
 */
import { Console, Effect } from "effect"
import { wrongGroups } from "#warehouse/testing/rollups.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { benchEvents } from "./events.ts"
import { httpLane } from "./http-lane.ts"
import { median, type Round, spread } from "./measure.ts"
import { engineLane, writerLane } from "./writer-lanes.ts"

const ROUNDS = 5
const EVENTS_PER_ROUND = 400_000
const ACCOUNTS = 2_000
const GOALS = { writer: 0.9, httpPerSecond: 80_000 }

const rate = ({ wall }: Round) => (EVENTS_PER_ROUND / wall) * 1000
const processorPer100k = ({ processor }: Round) => processor / (EVENTS_PER_ROUND / 100_000)

const report = (name: string, rounds: ReadonlyArray<Round>) =>
  Console.log(
    `${name}: ${spread(rounds.map(rate))} events/s, ` +
      `${spread(rounds.map(processorPer100k))} ms of processor per 100,000`,
  )

const reportRatio = (
  name: string,
  lane: ReadonlyArray<Round>,
  limits: ReadonlyArray<Round>,
  goal: string,
) => {
  const ratios = lane.map((round, i) => rate(round) / rate(limits[i] as Round))
  return Console.log(
    `${name} : engine = ${median(ratios).toFixed(2)} (${goal}), each round ${spread(ratios)}`,
  )
}

const refuse = (name: string, wrong: ReadonlyArray<string>) =>
  wrong.length === 0
    ? Effect.void
    : Effect.fail(new Error(`${name}: ${wrong.slice(0, 5).join("; ")}`))

export const ingest = Effect.gen(function* () {
  const [engine, writer] = [engineLane(ACCOUNTS), writerLane(ACCOUNTS)]
  const http = yield* httpLane(ACCOUNTS)
  const rounds = { engine: [] as Round[], writer: [] as Round[], http: [] as Round[] }
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const from = round * 2 * EVENTS_PER_ROUND
    const limit = yield* engine.round(from, EVENTS_PER_ROUND)
    const written = yield* writer.round(from + EVENTS_PER_ROUND, EVENTS_PER_ROUND)
    const sent = yield* http.round(round * EVENTS_PER_ROUND, EVENTS_PER_ROUND)
    if (round === 0) continue
    rounds.engine.push(limit)
    rounds.writer.push(written)
    rounds.http.push(sent)
  }
  yield* report(engine.name, rounds.engine)
  yield* report(writer.name, rounds.writer)
  yield* report(http.name, rounds.http)
  yield* reportRatio("writer", rounds.writer, rounds.engine, `goal ≥ ${GOALS.writer}`)
  yield* reportRatio("HTTP", rounds.http, rounds.engine, `goal ≥ ${GOALS.httpPerSecond} events/s`)

  yield* Console.log(`peak memory of the process: ${(yield* http.peakMemory).toFixed(0)} MB`)
  const inProcess = benchEvents(0, (ROUNDS + 1) * 2 * EVENTS_PER_ROUND, ACCOUNTS)
  yield* refuse("engine and writer", yield* wrongGroups(inProcess))
  yield* refuse("HTTP", yield* http.wrong((ROUNDS + 1) * EVENTS_PER_ROUND))
  yield* Console.log("every group of every rollup equals a recount")
}).pipe(Effect.provide(warehouseForTests))
