/**
 * NDJSON bodies of 5,000 events over 16 connections into the real process, which holds the engine: straight
 * to the writer, or through a real broker, from which the same process consumes.
 */
import { Effect, Schedule } from "effect"
import type { Usage } from "#api/contract.ts"
import { makeTopic, settingsOf } from "#ingest/testing/log.ts"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { apiProcess, longestBlockOf, peakMemoryOf, processorTimeOf } from "./api-process.ts"
import { benchBroker } from "./broker.ts"
import { benchEvents } from "./events.ts"
import { sendAll } from "./http-client.ts"
import { PARTITIONS } from "./kafka-lane.ts"
import { timed } from "./measure.ts"
import { recount } from "./recount.ts"

/** A few days more than the events are spread over. */
export const ALL_EVENTS = "/v1/usage?from=2026-01-01&to=2026-03-31&tz=UTC&grain=quarter"
const EVENTS_PER_BODY = 5_000
const CONNECTIONS = 16
export const httpLane = (accounts: number) =>
  Effect.flatMap(apiProcess(), (api) => lane(api, accounts, "straight"))

export const httpLogLane = Effect.fnUntraced(function* (accounts: number) {
  const { brokers } = yield* benchBroker
  const settings = settingsOf(brokers)
  yield* makeTopic(settings, PARTITIONS)
  const { topic, group } = settings
  const api = yield* apiProcess({
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC: topic,
    KAFKA_GROUP: group,
  })
  return yield* lane(api, accounts, "through Kafka")
})

type Api = Effect.Success<ReturnType<typeof apiProcess>>

const lane = Effect.fnUntraced(function* (
  api: Api,
  accounts: number,
  way: "straight" | "through Kafka",
) {
  const good = `"${way === "straight" ? "accepted" : "queued"}":${EVENTS_PER_BODY},`
  const sender = { ...api, connections: CONNECTIONS, contentType: "application/x-ndjson" }
  const send = (bodies: ReadonlyArray<string>, total: number) =>
    Effect.gen(function* () {
      const answers = yield* Effect.promise(() => sendAll(sender, bodies))
      const bad = answers.find(({ body }) => !body.includes(good))
      if (bad !== undefined)
        return yield* Effect.die(new Error(`${bad.status} ${bad.body.slice(0, 300)}`))
      // A reader waits until the figures show what was answered; what is queued takes longer.
      yield* Effect.repeat(
        Effect.promise(() => api.get<Usage>(ALL_EVENTS)),
        { schedule: Schedule.spaced("50 millis"), until: ({ body }) => body.total.count === total },
      )
    })
  return {
    name: `HTTP ${way}, NDJSON of ${EVENTS_PER_BODY}, ${CONNECTIONS} connections`,
    round: Effect.fnUntraced(function* (from: number, count: number) {
      const bodies = Array.from({ length: count / EVENTS_PER_BODY }, (_, i) =>
        bodyOf(from + i * EVENTS_PER_BODY, accounts),
      )
      const before = processorTimeOf(api.pid)
      const wall = yield* timed(send(bodies, from + count))
      return { wall, processor: processorTimeOf(api.pid) - before }
    }),
    /** Milliseconds, since it was asked the last time. */
    longestBlock: Effect.promise(() => longestBlockOf(api)),
    /** Megabytes of resident memory at the peak. */
    peakMemory: Effect.sync(() => peakMemoryOf(api.pid) / 1e6),
    /** What differs from a recount of the events up to this number; the process is over then. */
    wrong: Effect.fnUntraced(function* (count: number) {
      yield* api.stop
      return yield* recount(api.folder, count, accounts)
    }),
  }
})

const bodyOf = (from: number, accounts: number): string =>
  benchEvents(from, EVENTS_PER_BODY, accounts)
    .map((event) => JSON.stringify(encodeUsageEvent(event)))
    .join("\n")
