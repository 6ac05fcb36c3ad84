import { assert, describe, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Fiber, Layer } from "effect"
import { inject } from "vitest"
import { StatementRejected, WarehouseUnavailable } from "#warehouse/errors.ts"
import type { KafkaSettings } from "./config.ts"
import { consumerLayer, KafkaConsumer } from "./consumer.ts"
import {
  adminOf,
  committed,
  consumeAll,
  eventually,
  makeTopic,
  produce,
  quiet,
  recordingStores,
  settingsOf,
  spend,
} from "./testing/log.ts"

const settings = () => settingsOf(inject("kafkaBrokers"))

const running = (kafka: KafkaSettings, stores: ReturnType<typeof recordingStores>) =>
  Layer.build(consumerLayer(kafka).pipe(Layer.provide(stores.layer), Layer.provide(quiet)))

const ended = Effect.fnUntraced(function* (
  kafka: KafkaSettings,
  stores: ReturnType<typeof recordingStores>,
) {
  const consumer = KafkaConsumer.use((service) => Effect.flip(service.ended))
  return yield* consumer.pipe(Effect.provide(yield* running(kafka, stores)))
})

const tenEvents = Array.from({ length: 10 }, (_, n) => spend({ id: `e${n}`, account: "acme" }))
const outage = () => new WarehouseUnavailable({ operation: "insert", cause: new Error("away") })

describe("consumerLayer", () => {
  it.live("commits an offset only after the write has answered", () =>
    Effect.gen(function* () {
      const kafka = settings()
      const stores = recordingStores()
      const [asked, answer] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      stores.replaceStore((...batch) =>
        Deferred.succeed(asked, undefined).pipe(
          Effect.andThen(Deferred.await(answer)),
          Effect.andThen(stores.record(...batch)),
        ),
      )
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, tenEvents)
      yield* running(kafka, stores)
      yield* Deferred.await(asked)
      assert.strictEqual((yield* committed(kafka)).get(0), "-1")
      yield* Deferred.succeed(answer, undefined)
      yield* eventually(Effect.map(committed(kafka), (offsets) => offsets.get(0) === "10"))
      assert.deepStrictEqual(
        stores.written.map(({ offset }) => offset),
        Array.from({ length: 10 }, (_, n) => BigInt(n)),
      )
    }),
  )

  it.live("makes its topics when they are missing", () =>
    Effect.gen(function* () {
      const kafka = settings()
      yield* running(kafka, recordingStores())
      const admin = yield* adminOf(kafka)
      const { topics } = yield* Effect.promise(() =>
        admin.fetchTopicMetadata({ topics: [kafka.topic, kafka.deadTopic] }),
      )
      // In no particular order.
      const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]))
      assert.strictEqual(counts.get(kafka.topic), 6)
      assert.strictEqual(counts.get(kafka.deadTopic), 1)
    }),
  )

  it.live("keeps what is no usage event, whole, and goes on behind it", () =>
    Effect.gen(function* () {
      const kafka = settings()
      const stores = recordingStores()
      yield* makeTopic(kafka, 1)
      const bad = [
        { key: "acme", value: Buffer.from([0x7b, 0xff, 0xfe]) },
        { key: "acme", value: null },
        { key: "acme", value: "{" },
        spend({ id: "precise", account: "acme", credits: "1.1234567" }),
        { key: "acme", value: `"${"x".repeat(900_000)}"` },
        // Framed for a schema registry: a magic byte, a schema's number, then another encoding.
        { key: "acme", value: Buffer.from([0, 0, 0, 0, 7, 12, 0x61, 0x63, 0x6d, 0x65]) },
        { key: "acme", value: '{"user":"acme","page":"/pricing"}' },
      ]
      const good = spend({ id: "good", account: "acme" })
      yield* produce(kafka, [...bad, good])
      yield* running(kafka, stores)
      yield* eventually(Effect.map(committed(kafka), (offsets) => offsets.get(0) === "8"))

      assert.deepStrictEqual(
        stores.written.map(({ id }) => id),
        ["good"],
      )
      assert.deepStrictEqual(
        stores.rejections.map(({ reason, position }) => [reason, position?.offset]),
        [
          ["unreadable", 0n],
          ["unreadable", 1n],
          ["unreadable", 2n],
          ["rejected", 3n],
          ["unreadable", 4n],
          ["unreadable", 5n],
          ["rejected", 6n],
        ],
      )
      const letters = yield* consumeAll(kafka, kafka.deadTopic, bad.length)
      for (const [index, { value, headers, key }] of letters.entries()) {
        const sent = bad[index]?.value ?? null
        assert.deepStrictEqual(value, sent === null ? null : Buffer.from(sent))
        assert.strictEqual(key?.toString(), "acme")
        assert.strictEqual(`${headers?.topic}`, kafka.topic)
        assert.strictEqual(`${headers?.partition}`, "0")
        assert.strictEqual(`${headers?.offset}`, `${index}`)
      }
      assert.deepStrictEqual(
        letters.map(({ headers }) => `${headers?.reason}`),
        stores.rejections.map(({ reason }) => reason),
      )
      assert.include(`${letters[3]?.headers?.errors}`, '"pointer":"/credits"')
    }),
  )

  it.live("waits out an outage of the warehouse, longer than a session, and stays a member", () =>
    Effect.gen(function* () {
      const kafka = settings()
      const stores = recordingStores()
      let attempts = 0
      const back = yield* Deferred.make<void>()
      stores.replaceStore((...batch) =>
        Effect.suspend(() => {
          attempts++
          if (attempts < 4) return Effect.fail(outage())
          return Effect.andThen(Deferred.await(back), stores.record(...batch))
        }),
      )
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, tenEvents)
      yield* running(kafka, stores)
      yield* eventually(Effect.sync(() => attempts === 4))
      const admin = yield* adminOf(kafka)
      const member = Effect.promise(async () => {
        const { groups } = await admin.describeGroups([kafka.group])
        return groups[0]?.members.map(({ memberId }) => memberId).join()
      })
      const before = yield* member
      yield* Effect.sleep("9 seconds")
      assert.strictEqual(yield* member, before)
      yield* Deferred.succeed(back, undefined)
      yield* eventually(Effect.map(committed(kafka), (offsets) => offsets.get(0) === "10"))
      assert.strictEqual(attempts, 4)
      assert.strictEqual(stores.written.length, 10)
    }),
  )

  it.live("stops within its bound while the warehouse is away, and commits nothing", () =>
    Effect.gen(function* () {
      const kafka = settings()
      const stores = recordingStores()
      const asked = yield* Deferred.make<void>()
      stores.replaceStore(() =>
        Effect.andThen(Deferred.succeed(asked, undefined), Effect.fail(outage())),
      )
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, tenEvents)
      const consuming = yield* Effect.forkChild(
        Layer.launch(consumerLayer(kafka).pipe(Layer.provide(stores.layer), Layer.provide(quiet))),
      )
      yield* Deferred.await(asked)
      const [took] = yield* Effect.timed(Fiber.interrupt(consuming))
      assert.isBelow(Duration.toMillis(took), 4_000)
      assert.strictEqual((yield* committed(kafka)).get(0), "-1")
    }),
  )

  it.live.each([
    ["a bug", () => Effect.die(new SyntaxError("Unexpected token"))],
    ["a bug of another kind", () => Effect.die(new Error("broken"))],
  ] as const)("ends for good after %s, and commits nothing", ([, store]) =>
    Effect.gen(function* () {
      const kafka = settings()
      const stores = recordingStores()
      stores.replaceStore(store)
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, tenEvents)
      const error = yield* Effect.scoped(ended(kafka, stores))
      assert.strictEqual(error._tag, "ConsumerStopped")
      assert.strictEqual((yield* committed(kafka)).get(0), "-1")
    }),
  )

  it.live("ends for good when the engine goes on rejecting a statement", () =>
    Effect.gen(function* () {
      const kafka = settings()
      const stores = recordingStores()
      const detail = "no such column"
      stores.replaceStore(() =>
        Effect.fail(new StatementRejected({ operation: "insert", code: "47", detail })),
      )
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, tenEvents)
      const error = yield* Effect.scoped(ended(kafka, stores))
      assert.include(error.message, detail)
    }),
  )
})
