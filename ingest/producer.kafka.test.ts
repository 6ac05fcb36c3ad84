import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer } from "effect"
import { inject } from "vitest"
import { CurrentTrace } from "#warehouse/trace-context.ts"
import { startBroker } from "../scripts/kafka-broker.ts"
import type { KafkaSettings } from "./config.ts"
import { sendDeadLetters } from "./dead-letters.ts"
import { EventSink } from "./event-sink.ts"
import { eventSinkKafka } from "./event-sink-kafka.ts"
import { brokersOf, openLog } from "./kafka-client.ts"
import { makeProducer } from "./producer.ts"
import {
  adminOf,
  consumeAll,
  nothingSettled,
  produce,
  quiet,
  settingsOf,
  spend,
  spendRows,
  temporaryBrokerFolder,
} from "./testing/log.ts"

const sinkFor = (kafka: KafkaSettings) =>
  Effect.flatMap(
    Layer.build(eventSinkKafka(kafka).pipe(Layer.provide([quiet, nothingSettled]))),
    (sink) => EventSink.pipe(Effect.provideContext(sink)),
  )

const producerFor = Effect.fnUntraced(function* (kafka: KafkaSettings) {
  const log = yield* openLog(kafka)
  return yield* makeProducer(log, brokersOf(kafka))
}, Effect.provide(quiet))

const partitionEnds = (kafka: KafkaSettings) =>
  Effect.flatMap(adminOf(kafka), (admin) =>
    Effect.promise(async () => {
      const ends = await admin.fetchTopicOffsets(kafka.topic)
      return ends.sort((a, b) => a.partition - b.partition).map(({ high }) => Number(high))
    }),
  )

describe("eventSinkKafka", () => {
  it.live("passes the trace of a request on in the headers of its messages", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const { send } = yield* sinkFor(kafka)
      const trace = { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" }
      yield* send(spendRows([{ id: "traced", account: "a" }])).pipe(
        Effect.provideService(CurrentTrace, { ...trace, tracestate: "vendor=1" }),
      )
      yield* send(spendRows([{ id: "untraced", account: "a" }]))
      const messages = yield* consumeAll(kafka, kafka.topic, 2)
      assert.deepStrictEqual(
        messages.map(({ headers }) =>
          Object.entries(headers ?? {}).map(([name, value]) => `${name}=${value}`),
        ),
        [[`traceparent=${trace.traceparent}`, "tracestate=vendor=1"], []],
      )
    }),
  )

  it.live("has every event of a large request acknowledged, an account's in one partition", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const { send } = yield* sinkFor(kafka)
      // One account alone has more than a broker takes at once.
      const events = Array.from({ length: 10_000 }, (_, n) => ({
        id: `e${n}`,
        account: n < 8_000 ? "large" : `account-${n % 20}`,
      }))
      const fates = yield* send(spendRows(events))
      assert.strictEqual(fates.length, 10_000)
      assert.isTrue(fates.every(({ fate }) => fate === "queued"))
      const ends = yield* partitionEnds(kafka)
      assert.strictEqual(
        ends.reduce((sum, high) => sum + high, 0),
        10_000,
      )
      assert.isTrue(ends.every((high) => high > 0 && high % 100 === 0))
    }),
  )

  it.live("uses the partitions that other clients choose for the accounts", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const { send } = yield* sinkFor(kafka)
      const events = Array.from({ length: 100 }, (_, n) => ({ id: `e${n}`, account: `ä-${n}` }))
      yield* send(spendRows(events))
      const ours = yield* partitionEnds(kafka)
      yield* produce(kafka, events.map(spend))
      assert.deepStrictEqual(
        yield* partitionEnds(kafka),
        ours.map((high) => 2 * high),
      )
    }),
  )

  it.live("says within its bound that the brokers do not acknowledge", () =>
    Effect.gen(function* () {
      const dir = yield* temporaryBrokerFolder
      const broker = yield* Effect.promise(() => startBroker({ port: 0, dir }))
      const { send } = yield* sinkFor(settingsOf(broker.brokers))
      const events = spendRows([{ id: "e1", account: "acme" }])
      yield* send(events)
      yield* Effect.promise(() => broker.kill())
      const [took, error] = yield* Effect.timed(Effect.flip(send(events)))
      assert.strictEqual(error._tag, "SinkUnavailable")
      assert.isBelow(Duration.toMillis(took), 12_000)
    }),
  )
})

describe("sendDeadLetters", () => {
  it.live("keeps a letter's place when the topic does not take its content", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const producer = yield* producerFor(kafka)
      const letter = (offset: bigint, bytes: number) => ({
        key: null,
        value: new Uint8Array(bytes).fill(120),
        position: { topic: kafka.topic, partition: 3, offset },
        reason: "unreadable" as const,
        errors: [],
      })
      yield* sendDeadLetters(producer, kafka.deadTopic, [letter(7n, 10), letter(8n, 3_000_000)])
      const letters = yield* consumeAll(kafka, kafka.deadTopic, 2)
      assert.deepStrictEqual(
        letters.map(({ value, headers }) => [
          value?.length ?? null,
          `${headers?.offset}`,
          headers?.["value-bytes"]?.toString(),
        ]),
        [
          [10, "7", undefined],
          [null, "8", "3000000"],
        ],
      )
    }),
  )
})
