import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { inject } from "vitest"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { LedgerReader } from "#warehouse/ledger-reader.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { consumerLayer } from "./consumer.ts"
import { committed, eventually, makeTopic, produce, quiet, settingsOf } from "./testing/log.ts"

const at = (time: string) => `2026-03-05T${time}.000Z`
const spend = (id: string, credits: string) => ({
  ...{ id, account: "mana", type: "spend", operation: "variation", credits },
  occurred_at: at("10:40:00"),
})
const failure = (id: string, spendId: string) => ({
  ...{ id, account: "mana", type: "failure", refers_to: spendId, reason: "server_error" },
  occurred_at: at("10:40:30"),
})
const bought = {
  ...{ id: "p", account: "mana", type: "purchase", operation: "purchase", credits: "1000.0" },
  occurred_at: at("10:00:00"),
}

const onLog = (events: ReadonlyArray<object>) =>
  events.map((event) => ({ key: "mana", value: JSON.stringify(event) }))

const ledger = LedgerReader.use((reader) =>
  reader.page({ account: "mana", timeZone: "UTC", interval: null, cursor: null, limit: 100 }),
)

it.live("a failure on Kafka is refunded once, in either order and however often it comes", () =>
  Effect.gen(function* () {
    const kafka = settingsOf(inject("kafkaBrokers"))
    yield* makeTopic(kafka, 1)
    const from = (offset: string) =>
      eventually(Effect.map(committed(kafka), (offsets) => offsets.get(0) === offset))
    yield* Effect.gen(function* () {
      yield* Layer.build(consumerLayer(kafka).pipe(Layer.provide(quiet)))
      yield* produce(kafka, onLog([bought, spend("e1", "2.0"), failure("f2", "e2")]))
      yield* from("3")
      yield* produce(kafka, onLog([failure("f1", "e1"), failure("f1", "e1"), spend("e2", "1.5")]))
      yield* from("6")
    }).pipe(Effect.scoped)
    // Another consumer of the same group goes on, and meets them all again.
    yield* Layer.build(consumerLayer(kafka).pipe(Layer.provide(quiet)))
    const more = [failure("f1", "e1"), failure("f3", "e1"), spend("e2", "1.5"), failure("f2", "e2")]
    yield* produce(kafka, onLog(more))
    yield* from("10")
    const { entries } = yield* ledger
    assert.deepStrictEqual(
      entries.map(({ id, credits, balanceAfter, refersTo }) =>
        [id, formatDecimal(credits), formatDecimal(balanceAfter), refersTo ?? ""].join(" "),
      ),
      [
        "e2~refund 1.5 1000 e2",
        "e1~refund 2 998.5 e1",
        "e2 -1.5 996.5 ",
        "e1 -2 998 ",
        "p 1000 1000 ",
      ],
    )
  }).pipe(Effect.provide(warehouseForTests)),
)
