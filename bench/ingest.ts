/**
 * How fast events get into the ledger with all of its views, each way beside the engine's own pace in
 * the same round, so that a slow phase of the machine meets all of them. Every group of every rollup
 * is compared with a recount at the end.
 */
import { Console, Effect } from "effect"
import { wrongGroups } from "#warehouse/testing/rollups.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { benchEvents } from "./events.ts"
import { httpLane, httpLogLane } from "./http-lane.ts"
import { kafkaLane } from "./kafka-lane.ts"
import { median, type Round, spread } from "./measure.ts"
import { worker } from "./worker.ts"
import { engineLane, writerLane } from "./writer-lanes.ts"

const ROUNDS = 5
/** As many as a recount of all rounds has room for. */
const EVENTS = {
  engine: 200_000,
  writer: 200_000,
  kafka: 400_000,
  http: 400_000,
  httpThroughKafka: 400_000,
}
const WORKER_EVENTS = 1_200_000
const ACCOUNTS = 2_000
/** Engine, writer and Kafka share the warehouse of this process. */
const EVENTS_HERE = EVENTS.engine + EVENTS.writer + EVENTS.kafka
const GOALS = {
  writer: 0.9,
  kafka: 0.75,
  kafkaPerSecond: 100_000,
  httpPerSecond: 80_000,
  throughKafkaPerSecond: 30_000,
  memory: 1_000,
  block: 130,
}

type LaneName = keyof typeof EVENTS
const rateIn = (lane: LaneName) => (round: Round) => (EVENTS[lane] / round.wall) * 1000
const processorIn = (lane: LaneName) => (round: Round) => round.processor / (EVENTS[lane] / 100_000)

type Rounds = Readonly<Record<LaneName, Round[]>>

const report = (name: string, lane: LaneName, rounds: Rounds) =>
  Console.log(
    `${name}: ${spread(rounds[lane].map(rateIn(lane)))} events/s, ` +
      `${spread(rounds[lane].map(processorIn(lane)))} ms of processor per 100,000`,
  )

const reportRatio = (lane: LaneName, rounds: Rounds, goal: string) => {
  const limits = rounds.engine.map(rateIn("engine"))
  const ratios = rounds[lane].map((round, i) => rateIn(lane)(round) / (limits[i] as number))
  return Console.log(
    `${lane} : engine = ${median(ratios).toFixed(2)} (${goal}), each round ${spread(ratios)}`,
  )
}

const refuse = (name: string, wrong: ReadonlyArray<string>) =>
  wrong.length === 0
    ? Effect.void
    : Effect.fail(new Error(`${name}: ${wrong.slice(0, 5).join("; ")}`))

export const ingest = Effect.gen(function* () {
  const [engine, writer] = [engineLane(ACCOUNTS), writerLane(ACCOUNTS)]
  const http = yield* httpLane(ACCOUNTS)
  const kafka = yield* kafkaLane(ACCOUNTS)
  const throughKafka = yield* httpLogLane(ACCOUNTS)
  const rounds: Rounds = { engine: [], writer: [], kafka: [], http: [], httpThroughKafka: [] }
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const from = round * EVENTS_HERE
    const limit = yield* engine.round(from, EVENTS.engine)
    const written = yield* writer.round(from + EVENTS.engine, EVENTS.writer)
    const consumed = yield* kafka.round(from + EVENTS.engine + EVENTS.writer, EVENTS.kafka)
    const sent = yield* http.round(round * EVENTS.http, EVENTS.http)
    const logged = yield* throughKafka.round(
      round * EVENTS.httpThroughKafka,
      EVENTS.httpThroughKafka,
    )
    if (round === 0) {
      // What starting and warming up blocks is not counted.
      yield* Effect.all([http.longestBlock, throughKafka.longestBlock])
      continue
    }
    rounds.engine.push(limit)
    rounds.writer.push(written)
    rounds.kafka.push(consumed)
    rounds.http.push(sent)
    rounds.httpThroughKafka.push(logged)
  }
  yield* report(engine.name, "engine", rounds)
  yield* report(writer.name, "writer", rounds)
  yield* report(kafka.name, "kafka", rounds)
  yield* report(http.name, "http", rounds)
  yield* report(throughKafka.name, "httpThroughKafka", rounds)
  yield* reportRatio("writer", rounds, `goal ≥ ${GOALS.writer}`)
  yield* reportRatio(
    "kafka",
    rounds,
    `goals ≥ ${GOALS.kafka} and ≥ ${GOALS.kafkaPerSecond} events/s`,
  )
  yield* reportRatio("http", rounds, `goal ≥ ${GOALS.httpPerSecond} events/s`)
  yield* reportRatio("httpThroughKafka", rounds, `goal ≥ ${GOALS.throughKafkaPerSecond} events/s`)
  for (const lane of [http, throughKafka])
    yield* Console.log(
      `${lane.name}: peak memory ${(yield* lane.peakMemory).toFixed(0)} MB (goal ≤ ${GOALS.memory}), ` +
        `longest block ${(yield* lane.longestBlock).toFixed(0)} ms (goal ≤ ${GOALS.block})`,
    )
  const alone = yield* worker(WORKER_EVENTS, ACCOUNTS)
  yield* Console.log(
    `worker alone, backlog of ${WORKER_EVENTS}: ${alone.perSecond.toFixed(0)} events/s with its start, ` +
      `peak memory ${alone.peakMemory.toFixed(0)} MB (goal ≤ ${GOALS.memory}), ` +
      `longest block ${alone.longestBlock.toFixed(0)} ms (goal ≤ ${GOALS.block})`,
  )
  yield* refuse("worker", alone.wrong)
  const inProcess = benchEvents(0, (ROUNDS + 1) * EVENTS_HERE, ACCOUNTS)
  yield* refuse("engine, writer and Kafka", yield* wrongGroups(inProcess))
  yield* refuse("HTTP", yield* http.wrong((ROUNDS + 1) * EVENTS.http))
  const viaLog = yield* throughKafka.wrong((ROUNDS + 1) * EVENTS.httpThroughKafka)
  yield* refuse("HTTP through Kafka", viaLog)
  yield* Console.log("every group of every rollup equals a recount")
}).pipe(Effect.provide(warehouseForTests))
