import { assert, it } from "@effect/vitest"
import { Effect, Exit, Layer, Schema } from "effect"
import { BatchPreparation } from "./batch-preparation.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { WarehouseUnavailable } from "./errors.ts"
import { EventEncoder } from "./event-encoder.ts"
import { JournalInserter } from "./journal-inserter.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { temporaryFolder, warehouseForTests } from "./testing/warehouse.ts"
import { TransactionWriter } from "./transaction-writer.ts"

const spend: UsageEvent = {
  account: "mana",
  id: "e1",
  type: "spend",
  operation: "variation",
  credits: 2_000_000n,
  occurredAt: Date.UTC(2026, 2, 5),
}
const failure: UsageEvent = {
  ...{ ...spend, id: "f1", type: "failure", operation: "", credits: 0n },
  ...{ refersTo: "e1", reason: "timeout" },
}
const away = () => new WarehouseUnavailable({ operation: "insert", cause: "cut off" })

/** A writer that is cut off once, where the test says: before the journal, or before the failures. */
const writerCutOff = (where: "journal" | "failures") =>
  Layer.unwrap(
    Effect.map(temporaryFolder, (folder) => {
      let cuts = 0
      const isCut = (step: string) => step === where && armed && cuts++ === 0
      const inserter = Layer.effect(
        JournalInserter,
        JournalInserter.use((real) =>
          Effect.succeed({
            ...real,
            write: (rows: ReadonlyArray<Uint8Array>) =>
              isCut("journal") ? Effect.fail(away()) : real.write(rows),
          }),
        ),
      ).pipe(Layer.provide(JournalInserter.layer(folder)))
      const clickhouse = Layer.effect(
        ClickHouse,
        ClickHouse.use((real) =>
          Effect.succeed({
            ...real,
            insertRows: (insert: Parameters<typeof real.insertRows>[0]) =>
              insert.statement.includes("INTO failures") && isCut("failures")
                ? Effect.fail(away())
                : real.insertRows(insert),
          }),
        ),
      )
      return Layer.fresh(TransactionWriter.layer).pipe(
        Layer.provide(BatchPreparation.layer(folder)),
        Layer.provide(inserter),
        Layer.provide(clickhouse),
      )
    }),
  )

let armed = false
const send = Effect.fnUntraced(function* (event: UsageEvent) {
  const rows = (yield* EventEncoder).rows({ receivedAt: 0, log: null })
  rows.add(event, Buffer.from(event.id))
  const exit = yield* Effect.exit((yield* TransactionWriter).write(rows))
  yield* (yield* SnapshotGate).settled
  return exit
})

const refunds = ClickHouse.use((clickhouse) =>
  clickhouse.query(
    "SELECT id, toString(credits) AS credits FROM transactions WHERE type = 'refund'",
    {},
    Schema.Struct({ id: Schema.String, credits: Schema.String }),
  ),
)

it.live.each(["journal", "failures"] as const)(
  "a failure that is cut off before the %s, and comes again, is refunded once",
  (where) =>
    Effect.gen(function* () {
      armed = false
      yield* send(spend)
      armed = true
      assert.isTrue(Exit.isFailure(yield* send(failure)), "nothing was cut off")
      const again = yield* send(failure)
      assert.strictEqual(Exit.isSuccess(again) && again.value[0]?.fate, "accepted")
      assert.deepStrictEqual(yield* refunds, [{ id: "e1~refund", credits: "2" }])
      const third = yield* send(failure)
      assert.strictEqual(Exit.isSuccess(third) && third.value[0]?.fate, "duplicate")
    }).pipe(Effect.provide(writerCutOff(where)), Effect.provide(warehouseForTests)),
)
