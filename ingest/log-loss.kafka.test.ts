import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Layer, Result } from "effect"
import { inject } from "vitest"
import { type GapName, readGapNames } from "./accepted-gaps.ts"
import { readClaims } from "./claim.ts"
import type { KafkaSettings } from "./config.ts"
import { consumerLayer, KafkaConsumer } from "./consumer.ts"
import { openLog } from "./kafka-client.ts"
import { openFence } from "./partition-fence.ts"
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

type Stores = ReturnType<typeof recordingStores>

const consuming = (kafka: KafkaSettings, stores: Stores, accepted: ReadonlyArray<GapName> = []) =>
  Effect.flatMap(
    Layer.build(
      consumerLayer(kafka, accepted).pipe(Layer.provide(stores.layer), Layer.provide(quiet)),
    ),
    (built) => KafkaConsumer.pipe(Effect.provideContext(built)),
  )

/** What it says when it refuses to start, or ends. */
const refusal = (kafka: KafkaSettings, stores: Stores) =>
  Effect.scoped(Effect.flip(Effect.flatMap(consuming(kafka, stores), ({ ended }) => ended))).pipe(
    Effect.map((error) => {
      assert.strictEqual(error._tag, "StartRefused")
      return error.message
    }),
  )

const idsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `e${from + n}`)
const events = (from: number, to: number) =>
  idsOf(from, to).map((id) => spend({ id, account: "acme" }))

const deleteBefore = (kafka: KafkaSettings, offset: string) =>
  Effect.scoped(
    Effect.flatMap(adminOf(kafka), (admin) =>
      Effect.promise(async () => {
        // kafkajs deletes only where it has looked before.
        await admin.fetchTopicOffsets(kafka.topic)
        const partitions = [{ partition: 0, offset }]
        await admin.deleteTopicRecords({ topic: kafka.topic, partitions })
      }),
    ),
  )

const makeAnew = (kafka: KafkaSettings) =>
  Effect.scoped(
    Effect.flatMap(adminOf(kafka), (admin) =>
      Effect.promise(() => admin.deleteTopics({ topics: [kafka.topic] })),
    ),
  ).pipe(Effect.andThen(makeTopic(kafka, 1)))

const isStored = (kafka: KafkaSettings, offset: number) =>
  eventually(Effect.map(committed(kafka), (offsets) => offsets.get(0) === `${offset}`))

/** A topic of which a worker has stored ten messages, and has stopped. */
const tenStored = Effect.fnUntraced(function* (stores: Stores) {
  const kafka = settingsOf(inject("kafkaBrokers"))
  yield* makeTopic(kafka, 1)
  yield* produce(kafka, events(0, 10))
  yield* Effect.scoped(Effect.andThen(consuming(kafka, stores), isStored(kafka, 10)))
  return kafka
})

const storedIds = ({ written }: Stores) => written.map(({ id }) => id)

/** The gaps that the sentence names. */
const gapsOf = (sentence: string) =>
  Result.getOrThrow(readGapNames(sentence.split("--accept-gap ")[1] ?? ""))

describe("messages that are gone", () => {
  it.live("refuse the start, and are given up by name and on record", () =>
    Effect.gen(function* () {
      const stores = recordingStores()
      const kafka = yield* tenStored(stores)
      yield* produce(kafka, events(10, 20))
      yield* deleteBefore(kafka, "15")
      const sentence = yield* refusal(kafka, stores)
      for (const part of [kafka.topic, "partition 0", "offsets 10 to 14"])
        assert.include(sentence, part)
      assert.deepStrictEqual(storedIds(stores), idsOf(0, 10))
      yield* consuming(kafka, stores, gapsOf(sentence))
      yield* isStored(kafka, 20)
      assert.deepStrictEqual(storedIds(stores), [...idsOf(0, 10), ...idsOf(15, 20)])
      const gap = stores.intents.find(({ kind }) => kind === "gap")
      assert.deepInclude(gap, { partition: 0, first: 10n, last: 14n })
      const [before, after] = [stores.intents[0], stores.intents.at(-1)]
      assert.notStrictEqual(before?.epoch, after?.epoch)
    }),
  )

  it.live("refuse the start when the last batch cannot be completed without them", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const stores = recordingStores()
      const asked = yield* Deferred.make<void>()
      stores.replaceStore((intent, rows) =>
        stores
          .record(intent, rows)
          .pipe(
            Effect.andThen(Deferred.succeed(asked, undefined)),
            Effect.andThen(Effect.interruptible(Effect.never)),
          ),
      )
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, events(0, 10))
      yield* Effect.scoped(Effect.andThen(consuming(kafka, stores), Deferred.await(asked)))
      yield* deleteBefore(kafka, "4")
      assert.include(yield* refusal(kafka, stores), "partition 0 lacks offsets 0 to 3")
    }),
  )

  it.live("end a running worker, and what it had read is stored", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const stores = recordingStores()
      const [asked, answer] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      stores.replaceStore((...batch) =>
        Deferred.succeed(asked, undefined).pipe(
          Effect.andThen(Deferred.await(answer)),
          Effect.andThen(stores.record(...batch)),
        ),
      )
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, events(0, 10))
      const { ended } = yield* consuming(kafka, stores)
      yield* Deferred.await(asked)
      yield* makeAnew(kafka)
      yield* produce(kafka, events(100, 103))
      yield* Deferred.succeed(answer, undefined)
      const stopped = yield* Effect.flip(ended)
      assert.include(stopped.message, "what the former log held")
      assert.deepStrictEqual(storedIds(stores), idsOf(0, 10))
    }),
  )
})

describe("a topic that is deleted", () => {
  it.live("ends a running worker, which kafkajs would let sit there for ever", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const stores = recordingStores()
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, events(0, 10))
      const { ended } = yield* consuming(kafka, stores)
      yield* isStored(kafka, 10)
      const admin = yield* adminOf(kafka)
      yield* Effect.promise(() => admin.deleteTopics({ topics: [kafka.topic] }))
      assert.include((yield* Effect.flip(ended)).message, `the topic ${kafka.topic} is gone`)
    }),
  )
})

describe("a log that was made anew", () => {
  it.live("refuses the start although its offsets are in range, and is read when accepted", () =>
    Effect.gen(function* () {
      const stores = recordingStores()
      const kafka = yield* tenStored(stores)
      yield* makeAnew(kafka)
      yield* produce(kafka, events(100, 130))
      const sentence = yield* refusal(kafka, stores)
      assert.include(sentence, "what the former log held from offset 0 on")
      assert.deepStrictEqual(storedIds(stores), idsOf(0, 10))
      yield* consuming(kafka, stores, gapsOf(sentence))
      yield* isStored(kafka, 30)
      assert.deepStrictEqual(storedIds(stores), [...idsOf(0, 10), ...idsOf(100, 130)])
    }),
  )

  it.live("refuses the start when the cluster is another one", () =>
    Effect.gen(function* () {
      const stores = recordingStores()
      const kafka = yield* tenStored(stores)
      const log = yield* openLog(kafka)
      const admin = yield* adminOf(kafka)
      const claim = (yield* readClaims(admin, kafka)).get(0)
      const intent = claim?.intent ?? null
      assert.isNotNull(intent)
      const elsewhere = { ...intent, sequence: 9n, cluster: "elsewhere" }
      const fence = yield* openFence(log.kafka, kafka, 0)
      yield* fence.record({ layout: 1, intent: elsewhere })
      assert.include(yield* refusal(kafka, stores), "another Kafka cluster")
    }).pipe(Effect.provide(quiet)),
  )
})

describe("a warehouse that is behind the group", () => {
  /** A topic of thirty messages in three batches, and a copy of the warehouse that has only the first. */
  const withOldCopy = Effect.gen(function* () {
    const stores = recordingStores()
    const kafka = yield* tenStored(stores)
    for (const from of [10, 20]) {
      yield* produce(kafka, events(from, from + 10))
      yield* Effect.scoped(Effect.andThen(consuming(kafka, stores), isStored(kafka, from + 10)))
    }
    const copy = recordingStores()
    copy.intents.push(...stores.intents.filter(({ last }) => last < 10n))
    return { kafka, copy }
  })

  it.live("is given again what the log still holds", () =>
    Effect.gen(function* () {
      const { kafka, copy } = yield* withOldCopy
      const [{ epoch = "" } = {}] = copy.intents
      yield* consuming(kafka, copy)
      yield* eventually(Effect.sync(() => copy.written.length === 30))
      assert.deepStrictEqual(storedIds(copy), idsOf(0, 30))
      assert.notStrictEqual(copy.intents.at(-1)?.epoch, epoch)
    }),
  )

  it.live("is refused when the log does not hold it any more", () =>
    Effect.gen(function* () {
      const { kafka, copy } = yield* withOldCopy
      yield* deleteBefore(kafka, "13")
      assert.include(yield* refusal(kafka, copy), "offsets 10 to 12")
      assert.deepStrictEqual(copy.written, [])
    }),
  )
})
