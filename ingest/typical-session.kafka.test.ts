import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { inject } from "vitest"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { LedgerReader } from "#warehouse/ledger-reader.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { consumerLayer } from "./consumer.ts"
import { EventSink } from "./event-sink.ts"
import { Intake } from "./intake.ts"
import { committed, eventually, makeTopic, produce, quiet, settingsOf } from "./testing/log.ts"

const SESSION = [
  ["0", "purchase", "purchase", "1000.0", "10:00"],
  ["1", "spend", "image_generation", "1.5", "10:30"],
  ["2", "spend", "image_generation", "1.5", "10:32"],
  ["3", "spend", "detection", "1.0", "10:35"],
  ["4", "spend", "variation", "2.0", "10:40"],
  ["5", "spend", "variation", "2.0", "10:42"],
  ["6", "spend", "combination", "1.0", "10:50"],
] as const

const session = (account: string) =>
  SESSION.map(([id, type, operation, credits, time]) => ({
    id,
    account,
    type,
    operation,
    credits,
    occurred_at: `2026-03-05T${time}:00.000Z`,
  }))

const onLog = (account: string) =>
  session(account).map((event) => ({ key: account, value: JSON.stringify(event) }))

const ledger = (account: string) =>
  LedgerReader.use((reader) =>
    reader.page({ account, timeZone: "UTC", interval: null, cursor: null, limit: 100 }),
  )

const intake = Intake.layer.pipe(Layer.provide(EventSink.layerDirect))

describe("the typical session on Kafka", () => {
  it.live("gives the balances of the product page, and the same rows as over HTTP", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      yield* makeTopic(kafka, 1)
      yield* Layer.build(consumerLayer(kafka).pipe(Layer.provide(quiet)))
      yield* produce(kafka, onLog("mana"))
      yield* eventually(Effect.map(committed(kafka), (offsets) => offsets.get(0) === "7"))
      const items = session("http").map((value) => ({ kind: "value", value }) as const)
      yield* Intake.use(({ submit }) => submit(items)).pipe(Effect.provide(intake))

      const fromKafka = (yield* ledger("mana")).entries
      assert.deepStrictEqual(
        fromKafka.map(({ balanceAfter }) => formatDecimal(balanceAfter)).reverse(),
        ["1000", "998.5", "997", "996", "994", "992", "991"],
      )
      assert.deepStrictEqual(fromKafka, (yield* ledger("http")).entries)
    }).pipe(Effect.provide(warehouseForTests)),
  )
})
