import { assert, describe, it } from "@effect/vitest"
import { Config, ConfigProvider, Effect, Option, Redacted } from "effect"
import { kafkaSettings, warehouseSettings } from "./config.ts"

const reading =
  <A>(config: Config.Config<A>) =>
  (env: Record<string, string>) =>
    Effect.gen(function* () {
      return yield* config
    }).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))))

describe("kafkaSettings", () => {
  const read = reading(kafkaSettings)

  it.effect("has a topic and a group of its own when only brokers are named", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* read({ KAFKA_BROKERS: "a:9092, b.example:9093" }), {
        brokers: ["a:9092", "b.example:9093"],
        topic: "usage.events",
        deadTopic: "usage.events.dead",
        group: "tidemark",
      })
    }),
  )

  it.effect.each([
    ["KAFKA_BROKERS", { KAFKA_BROKERS: "localhost" }],
    ["KAFKA_BROKERS", { KAFKA_BROKERS: "http://localhost:9092" }],
    ["KAFKA_BROKERS", { KAFKA_BROKERS: "a:9092,,b:9092" }],
    ["KAFKA_TOPIC", { KAFKA_BROKERS: "a:9092", KAFKA_TOPIC: "usage events" }],
    ["KAFKA_TOPIC", { KAFKA_BROKERS: "a:9092", KAFKA_TOPIC: ".." }],
    ["KAFKA_TOPIC", { KAFKA_BROKERS: "a:9092", KAFKA_TOPIC: "x".repeat(245) }],
    ["KAFKA_GROUP", { KAFKA_BROKERS: "a:9092", KAFKA_GROUP: "two words" }],
  ] as const)("names %s when %o cannot be used", ([name, env]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(read(env))
      assert.include(error.message, name)
    }),
  )

  it.effect("is none without brokers", () =>
    Effect.gen(function* () {
      const optional = reading(Config.option(kafkaSettings))
      assert.isTrue(Option.isNone(yield* optional({ KAFKA_BROKERS: "" })))
      assert.isTrue(Option.isNone(yield* optional({ KAFKA_TOPIC: "other" })))
    }),
  )
})

describe("warehouseSettings", () => {
  const read = reading(warehouseSettings)

  it.effect("is the embedded engine in ./data unless a server is named", () =>
    Effect.gen(function* () {
      const { folder, server } = yield* read({})
      assert.strictEqual(folder, "./data")
      assert.isTrue(Option.isNone(server))
    }),
  )

  it.effect("keeps the password of a server out of sight", () =>
    Effect.gen(function* () {
      const { server } = yield* read({
        CLICKHOUSE_URL: "http://db:8123",
        CLICKHOUSE_PASSWORD: "hunter2",
      })
      const { user, password } = Option.getOrThrow(server)
      assert.strictEqual(user, "default")
      assert.strictEqual(Redacted.value(password), "hunter2")
      assert.notInclude(JSON.stringify(server), "hunter2")
    }),
  )

  it.effect("is a cluster when one is named beside the server", () =>
    Effect.gen(function* () {
      const url = { CLICKHOUSE_URL: "http://db:8123" }
      const alone = yield* read({ ...url, CLICKHOUSE_CLUSTER: "" })
      assert.isNull(Option.getOrThrow(alone.server).cluster)
      const named = yield* read({ ...url, CLICKHOUSE_CLUSTER: "tide-1" })
      assert.strictEqual(Option.getOrThrow(named.server).cluster, "tide-1")
    }),
  )

  it.effect.each([
    ["CLICKHOUSE_CLUSTER", { CLICKHOUSE_URL: "http://db:8123", CLICKHOUSE_CLUSTER: "a'b" }],
    ["CLICKHOUSE_CLUSTER", { CLICKHOUSE_URL: "http://db:8123", CLICKHOUSE_CLUSTER: "{x}" }],
    ["CLICKHOUSE_URL", { CLICKHOUSE_CLUSTER: "tide" }],
  ] as const)("names %s when %o cannot be used", ([name, env]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(read(env))
      assert.include(error.message, name)
    }),
  )
})
