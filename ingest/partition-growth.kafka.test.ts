import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Layer, Logger } from "effect"
import { inject } from "vitest"
import { partitionOfKeys } from "./account-partition.ts"
import type { KafkaSettings } from "./config.ts"
import { consumerLayer } from "./consumer.ts"
import {
  adminOf,
  consumeAll,
  eventually,
  makeTopic,
  produce,
  quiet,
  recordingStores,
  settingsOf,
  spend,
} from "./testing/log.ts"

type Stores = ReturnType<typeof recordingStores>

const consuming = (kafka: KafkaSettings, stores: Stores, logger = quiet) =>
  Layer.build(consumerLayer(kafka).pipe(Layer.provide(stores.layer), Layer.provide(logger)))

const hasStored = (stores: Stores, count: number) =>
  eventually(Effect.sync(() => stores.written.length >= count))

const addPartitions = (kafka: KafkaSettings, count: number) =>
  Effect.flatMap(adminOf(kafka), (admin) =>
    Effect.promise(() =>
      admin.createPartitions({ topicPartitions: [{ topic: kafka.topic, count }] }),
    ),
  )

describe("an event in a partition where its account does not belong", () => {
  it.live("is sent on to its own, with its headers, and counts there once", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const stores = recordingStores()
      yield* makeTopic(kafka, 3)
      const home = partitionOfKeys(3)("acme")
      const events = [0, 1, 2].map((partition) => ({
        ...spend({ id: `e${partition}`, account: "acme" }),
        key: null,
        headers: { trace: `t${partition}` },
        partition,
      }))
      yield* produce(kafka, events)
      yield* consuming(kafka, stores)
      yield* hasStored(stores, 3)
      assert.deepStrictEqual(stores.written.map(({ id }) => id).sort(), ["e0", "e1", "e2"])
      assert.isTrue(stores.written.every(({ partition }) => partition === home))
      const all = yield* consumeAll(kafka, kafka.topic, 5)
      const sentOn = all.filter(({ key }) => key !== null)
      assert.deepStrictEqual(
        sentOn.map(({ headers }) => `${headers?.trace}`).sort(),
        [0, 1, 2].filter((partition) => partition !== home).map((partition) => `t${partition}`),
      )
    }),
  )

  it.live("counts once when partitions are added under load, and by one layout at a time", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const stores = recordingStores()
      yield* makeTopic(kafka, 2)
      const send = (round: number) =>
        produce(
          kafka,
          Array.from({ length: 60 }, (_, n) =>
            spend({ id: `r${round}-${n}`, account: `account-${n}` }),
          ),
        )
      const said: string[] = []
      const listening = Logger.layer([Logger.make(({ message }) => void said.push(`${message}`))])
      yield* consuming(kafka, stores, listening)
      yield* consuming(kafka, stores, listening)
      for (let round = 0; round < 5; round++) yield* send(round)
      yield* hasStored(stores, 300)
      // A batch by the old layout is under way for as long as it takes the others to hear of the new one.
      const released = yield* Deferred.make<void>()
      stores.replaceStore((intent, rows) =>
        intent.partition === 0 && intent.partitions === 2
          ? Effect.andThen(Deferred.await(released), stores.record(intent, rows))
          : stores.record(intent, rows),
      )
      yield* addPartitions(kafka, 5)
      let rounds = 5
      const begunByFive = () => stores.intents.some(({ partitions }) => partitions === 5)
      while (!begunByFive() && !said.some((line) => /waits until .* know of 5/.test(line))) {
        yield* send(rounds++)
        yield* Effect.sleep("300 millis")
      }
      yield* Deferred.succeed(released, undefined)
      for (let round = 0; round < 5; round++) yield* send(rounds++)
      yield* hasStored(stores, rounds * 60)
      assert.strictEqual(stores.written.length, rounds * 60)
      const layouts = stores.intents.map(({ partitions }) => partitions)
      assert.deepStrictEqual(layouts, [...layouts].sort())
      const home = partitionOfKeys(5)
      const last = stores.written.filter(({ id }) => id.startsWith(`r${rounds - 1}-`))
      assert.isTrue(last.every(({ account, partition }) => home(account) === partition))
    }),
  )
})
