import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Layer } from "effect"
import { inject } from "vitest"
import type { KafkaSettings } from "./config.ts"
import { consumerLayer, KafkaConsumer } from "./consumer.ts"
import {
  adminOf,
  committed,
  eventually,
  makeTopic,
  produce,
  quiet,
  recordingStores,
  settingsOf,
  spend,
} from "./testing/log.ts"

const settings = () => settingsOf(inject("kafkaBrokers"))

const consuming = (kafka: KafkaSettings, stores: ReturnType<typeof recordingStores>) =>
  Layer.build(consumerLayer(kafka).pipe(Layer.provide(stores.layer), Layer.provide(quiet)))

const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => spend({ id: `e${from + n}`, account: "acme" }))

const deleteBefore = (kafka: KafkaSettings, offset: string) =>
  Effect.scoped(
    Effect.flatMap(adminOf(kafka), (admin) =>
      Effect.promise(async () => {
        // kafkajs deletes only where it has looked before.
        await admin.fetchTopicOffsets(kafka.topic)
        await admin.deleteTopicRecords({
          topic: kafka.topic,
          partitions: [{ partition: 0, offset }],
        })
      }),
    ),
  )

describe("the group's place in the log", () => {
  it.live("refuses the start when messages were removed before they were read", () =>
    Effect.gen(function* () {
      const kafka = settings()
      const admin = yield* adminOf(kafka)
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, events(0, 10))
      yield* Effect.promise(() =>
        admin.setOffsets({
          groupId: kafka.group,
          topic: kafka.topic,
          partitions: [{ partition: 0, offset: "3" }],
        }),
      )
      yield* deleteBefore(kafka, "8")
      const stores = recordingStores()
      const refused = yield* Effect.flip(Effect.scoped(consuming(kafka, stores)))
      assert.strictEqual(refused._tag, "StartRefused")
      for (const part of [kafka.group, "offset 3 of", "partition 0", "offsets 8 to 9"])
        assert.include(refused.message, part)
      assert.deepStrictEqual(stores.written, [])
    }),
  )

  it.live("ends, and keeps its place, when messages are removed in front of it", () =>
    Effect.gen(function* () {
      const kafka = settings()
      const stores = recordingStores()
      const [asked, answer] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      stores.replaceWrite((batch) =>
        Deferred.succeed(asked, undefined).pipe(
          Effect.andThen(Deferred.await(answer)),
          Effect.andThen(stores.record(batch)),
        ),
      )
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, events(0, 10))
      const consumer = yield* consuming(kafka, stores)
      yield* Deferred.await(asked)
      yield* produce(kafka, events(10, 20))
      yield* deleteBefore(kafka, "15")
      yield* Deferred.succeed(answer, undefined)
      const { ended } = yield* KafkaConsumer.pipe(Effect.provideContext(consumer))
      const stopped = yield* Effect.flip(ended)
      for (const part of ["offset 10 of", "offsets 15 to 19"]) assert.include(stopped.message, part)
      assert.strictEqual(stores.written.length, 10)
      assert.strictEqual((yield* committed(kafka)).get(0), "10")
    }),
  )

  it.live("ends when the topic was made anew, rather than count other messages for the old", () =>
    Effect.gen(function* () {
      const kafka = settings()
      const stores = recordingStores()
      const admin = yield* adminOf(kafka)
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, events(0, 10))
      const consumer = yield* consuming(kafka, stores)
      yield* eventually(Effect.map(committed(kafka), (offsets) => offsets.get(0) === "10"))
      yield* Effect.promise(() => admin.deleteTopics({ topics: [kafka.topic] }))
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, events(100, 103))
      const { ended } = yield* KafkaConsumer.pipe(Effect.provideContext(consumer))
      const stopped = yield* Effect.flip(ended)
      assert.include(stopped.message, "offset 10 of")
      assert.strictEqual(stores.written.length, 10)
    }),
  )
})
