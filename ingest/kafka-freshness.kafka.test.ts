import { assert, describe, it } from "@effect/vitest"
import { Clock, Deferred, Effect, Layer } from "effect"
import { inject } from "vitest"
import type { KafkaSettings } from "./config.ts"
import { consumerLayer } from "./consumer.ts"
import { KafkaFreshness, kafkaFreshness } from "./kafka-freshness.ts"
import {
  eventually,
  makeTopic,
  produce,
  quiet,
  recordingStores,
  settingsOf,
  spend,
} from "./testing/log.ts"

const freshnessOf = (kafka: KafkaSettings) =>
  Effect.flatMap(Layer.build(kafkaFreshness(kafka).pipe(Layer.provide(quiet))), (built) =>
    KafkaFreshness.pipe(Effect.provideContext(built)),
  )

describe("KafkaFreshness", () => {
  it.live("stands at the oldest message that is not stored, and moves on when it is", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const stores = recordingStores()
      const answer = yield* Deferred.make<void>()
      stores.replaceStore((...batch) =>
        Effect.andThen(Deferred.await(answer), stores.record(...batch)),
      )
      yield* makeTopic(kafka, 2)
      const sentAt = yield* Clock.currentTimeMillis
      yield* produce(kafka, [spend({ id: "e1", account: "acme" })])
      yield* Layer.build(
        consumerLayer(kafka).pipe(Layer.provide(stores.layer), Layer.provide(quiet)),
      )
      const { current } = yield* freshnessOf(kafka)
      const behind = yield* current
      assert.deepStrictEqual(behind.partitions.map(({ lag }) => lag).sort(), [0n, 1n])
      assert.isTrue(behind.partitions.every(({ lag, lagSeconds }) => lag > 0n || lagSeconds === 0))
      assert.isAtLeast(behind.completeTo, sentAt - 2_000)
      assert.isAtMost(behind.completeTo, sentAt + 2_000)
      const storedAt = yield* Clock.currentTimeMillis
      yield* Deferred.succeed(answer, undefined)
      yield* eventually(Effect.map(current, ({ completeTo }) => completeTo > storedAt))
      assert.isTrue(
        (yield* current).partitions.every(({ lag, lagSeconds }) => lag === 0n && lagSeconds === 0),
      )
    }),
  )
})
