/**
 * What one process needs that does nothing but consume at its full rate: a backlog stands in six
 * partitions of a real broker before it starts.
 */
import { Effect, Schedule } from "effect"
import type { Usage } from "#api/contract.ts"
import { makeTopic, produce, settingsOf } from "#ingest/testing/log.ts"
import { apiProcess, longestBlockOf, peakMemoryOf } from "./api-process.ts"
import { benchBroker } from "./broker.ts"
import { ALL_EVENTS } from "./http-lane.ts"
import { EVENTS_PER_SEND, messagesFrom, PARTITIONS } from "./kafka-lane.ts"
import { recount } from "./recount.ts"

/** Megabytes, milliseconds, and what differs from a recount. */
export const worker = Effect.fnUntraced(function* (count: number, accounts: number) {
  const { brokers } = yield* benchBroker
  const settings = settingsOf(brokers)
  yield* makeTopic(settings, PARTITIONS)
  for (let from = 0; from < count; from += EVENTS_PER_SEND)
    yield* produce(settings, messagesFrom(from, accounts))
  const { topic, group } = settings
  const env = { KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic, KAFKA_GROUP: group }
  const api = yield* apiProcess(env)
  // What starting blocks is not counted.
  yield* Effect.promise(() => longestBlockOf(api))
  const began = performance.now()
  yield* Effect.repeat(
    Effect.promise(() => api.get<Usage>(ALL_EVENTS)),
    { schedule: Schedule.spaced("500 millis"), until: ({ body }) => body.total.count === count },
  )
  const perSecond = (count / (performance.now() - began)) * 1000
  const longestBlock = yield* Effect.promise(() => longestBlockOf(api))
  const peakMemory = peakMemoryOf(api.pid) / 1e6
  yield* api.stop
  return { perSecond, longestBlock, peakMemory, wrong: yield* recount(api.folder, count, accounts) }
})
