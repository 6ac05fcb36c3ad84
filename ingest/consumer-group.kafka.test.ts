import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Layer, Scope } from "effect"
import { inject } from "vitest"
import { startBroker } from "../scripts/kafka-broker.ts"
import type { KafkaSettings } from "./config.ts"
import { consumerLayer, KafkaConsumer } from "./consumer.ts"
import { EventSink } from "./event-sink.ts"
import { eventSinkKafka } from "./event-sink-kafka.ts"
import {
  adminOf,
  committed,
  eventually,
  makeTopic,
  nothingSettled,
  produce,
  quiet,
  recordingStores,
  settingsOf,
  spend,
  spendRows,
  temporaryBrokerFolder,
} from "./testing/log.ts"

type Stores = ReturnType<typeof recordingStores>

const consuming = (kafka: KafkaSettings, stores: Stores) =>
  Layer.build(consumerLayer(kafka).pipe(Layer.provide(stores.layer), Layer.provide(quiet)))

/** Three hundred events of thirty accounts. */
const events = (part: string) =>
  Array.from({ length: 300 }, (_, n) => ({ id: `${part}-${n}`, account: `account-${n % 30}` }))

const idsOf = (stores: Stores) => stores.written.map(({ id }) => id).sort()
const storedAll = (stores: Stores, count: number) =>
  eventually(Effect.sync(() => stores.written.length >= count))

const lagOf = (kafka: KafkaSettings) =>
  Effect.scoped(
    Effect.gen(function* () {
      const admin = yield* adminOf(kafka)
      const ends = yield* Effect.promise(() => admin.fetchTopicOffsets(kafka.topic))
      const stored = yield* committed(kafka)
      return ends.reduce(
        (sum, { partition, high }) =>
          sum + Number(high) - Math.max(0, Number(stored.get(partition))),
        0,
      )
    }),
  )

describe("a group of consumers", () => {
  it.live("counts a batch once when its consumer is gone between the write and the commit", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const stores = recordingStores()
      const written = yield* Deferred.make<void>()
      let deliveries = 0
      stores.replaceStore((...batch) =>
        Effect.suspend(() => {
          deliveries += batch[1].count
          const store = stores.record(...batch)
          if (deliveries > 10) return store
          return Effect.andThen(
            store,
            Effect.andThen(Deferred.succeed(written, undefined), Effect.never),
          )
        }),
      )
      yield* makeTopic(kafka, 1)
      yield* produce(
        kafka,
        Array.from({ length: 10 }, (_, n) => spend({ id: `e${n}`, account: "acme" })),
      )
      const first = yield* Scope.make()
      yield* Layer.buildWithScope(
        consumerLayer(kafka).pipe(Layer.provide(stores.layer), Layer.provide(quiet)),
        first,
      )
      yield* Deferred.await(written)
      yield* Scope.close(first, Exit.void)
      assert.strictEqual((yield* committed(kafka)).get(0), "-1")
      yield* consuming(kafka, stores)
      yield* eventually(Effect.map(committed(kafka), (offsets) => offsets.get(0) === "10"))
      assert.strictEqual(deliveries, 20)
      assert.strictEqual(stores.written.length, 10)
    }),
  )

  it.live("reads everything again for a warehouse that is new", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      yield* makeTopic(kafka, 2)
      yield* produce(kafka, events("a").map(spend))
      const before = recordingStores()
      const first = yield* Effect.forkChild(Effect.scoped(forEver(kafka, before)))
      yield* storedAll(before, 300)
      yield* eventually(Effect.map(lagOf(kafka), (lag) => lag === 0))
      yield* Fiber.interrupt(first)

      const same = yield* Effect.forkChild(Effect.scoped(forEver(kafka, before)))
      yield* produce(kafka, [spend({ id: "last", account: "account-0" })])
      yield* storedAll(before, 301)
      yield* Fiber.interrupt(same)
      assert.strictEqual(before.written.length, 301)

      const after = recordingStores()
      yield* consuming(kafka, after)
      yield* storedAll(after, 301)
      yield* eventually(Effect.map(lagOf(kafka), (lag) => lag === 0))
      assert.deepStrictEqual(idsOf(after), idsOf(before))
    }),
  )

  it.live("loses nothing when members come and go", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const stores = recordingStores()
      const send = (part: string) => produce(kafka, events(part).map(spend))
      yield* makeTopic(kafka, 6)
      yield* send("a")
      const first = yield* Effect.forkChild(Effect.scoped(forEver(kafka, stores)))
      yield* storedAll(stores, 100)
      const second = yield* Effect.forkChild(Effect.scoped(forEver(kafka, stores)))
      yield* send("b")
      yield* storedAll(stores, 500)
      yield* Fiber.interrupt(first)
      yield* send("c")
      yield* eventually(Effect.map(lagOf(kafka), (lag) => lag === 0))
      yield* Fiber.interrupt(second)
      const sent = ["a", "b", "c"].flatMap((part) => events(part).map(({ id }) => id))
      assert.deepStrictEqual(idsOf(stores), sent.sort())
    }),
  )

  it.live("goes on, and the sink too, when the broker is killed and comes back under load", () =>
    Effect.gen(function* () {
      const dir = yield* temporaryBrokerFolder
      const before = yield* Effect.promise(() => startBroker({ port: 0, dir }))
      const kafka = settingsOf(before.brokers)
      const stores = recordingStores()
      const sink = yield* Layer.build(
        eventSinkKafka(kafka).pipe(Layer.provide([quiet, nothingSettled])),
      )
      const { send } = yield* EventSink.pipe(Effect.provideContext(sink))
      const consumer = yield* consuming(kafka, stores)
      const { ended } = yield* KafkaConsumer.pipe(Effect.provideContext(consumer))
      const load = Effect.forEach(
        Array.from({ length: 40 }, (_, part) => `load-${part}`),
        (part) => Effect.delay(send(spendRows(events(part))), "100 millis"),
        { discard: true },
      )
      const sending = yield* Effect.forkChild(load)
      yield* storedAll(stores, 1_000)
      yield* Effect.promise(() => before.kill())
      const after = yield* Effect.acquireRelease(
        Effect.promise(() => startBroker({ port: before.port, dir })),
        (broker) => Effect.promise(() => broker.stop()),
      )
      assert.strictEqual(after.brokers, before.brokers)
      // A consumer that has ended would never get there.
      yield* Effect.raceFirst(Effect.andThen(Fiber.join(sending), storedAll(stores, 12_000)), ended)
      assert.strictEqual(new Set(idsOf(stores)).size, 12_000)
      assert.strictEqual(stores.written.length, 12_000)
      yield* eventually(Effect.map(lagOf(kafka), (lag) => lag === 0))
    }),
  )
})

const forEver = (kafka: KafkaSettings, stores: Stores) =>
  Effect.andThen(consuming(kafka, stores), Effect.never)
