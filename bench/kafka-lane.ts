/**
 * A backlog in six partitions of a real broker on the same cores, through the consumer with all of its
 * checks, into the warehouse of this process.
 */
import { Effect, Layer, Schedule } from "effect"
import type { KafkaSettings } from "#ingest/config.ts"
import { consumerLayer } from "#ingest/consumer.ts"
import { committed, makeTopic, produce, settingsOf } from "#ingest/testing/log.ts"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { EventEncoder } from "#warehouse/event-encoder.ts"
import { benchBroker } from "./broker.ts"
import { benchEvents } from "./events.ts"
import type { Round } from "./measure.ts"

export const PARTITIONS = 6
export const EVENTS_PER_SEND = 5_000

export const kafkaLane = Effect.fnUntraced(function* (accounts: number) {
  const broker = yield* benchBroker
  return {
    name: `Kafka, backlog in ${PARTITIONS} partitions`,
    round: Effect.fnUntraced(function* (from: number, count: number) {
      const settings = settingsOf(broker.brokers)
      yield* makeTopic(settings, PARTITIONS)
      for (let start = from; start < from + count; start += EVENTS_PER_SEND)
        yield* produce(settings, messagesFrom(start, accounts))
      return yield* Effect.scoped(consumed(settings, count))
    }),
  }
})

export const messagesFrom = (start: number, accounts: number) =>
  benchEvents(start, EVENTS_PER_SEND, accounts).map((event) => ({
    key: event.account,
    value: JSON.stringify(encodeUsageEvent(event)),
  }))

/** From the first message that is decoded to the last offset that is committed, which is behind the store. */
const consumed = Effect.fnUntraced(function* (settings: KafkaSettings, count: number) {
  const encoder = yield* EventEncoder
  let began = 0
  let before = process.cpuUsage()
  const marked = EventEncoder.of({
    ...encoder,
    rows: (...origin) => {
      if (began === 0) {
        began = performance.now()
        before = process.cpuUsage()
      }
      return encoder.rows(...origin)
    },
  })
  const consumer = consumerLayer(settings).pipe(Layer.provide(Layer.succeed(EventEncoder, marked)))
  yield* Layer.build(consumer)
  const offsets = Effect.map(committed(settings), (all) =>
    [...all.values()].reduce((sum, offset) => sum + Math.max(0, Number(offset)), 0),
  )
  yield* Effect.repeat(offsets, {
    schedule: Schedule.spaced("20 millis"),
    until: (sum) => sum === count,
  })
  const { user, system } = process.cpuUsage(before)
  return { wall: performance.now() - began, processor: (user + system) / 1000 } satisfies Round
})
