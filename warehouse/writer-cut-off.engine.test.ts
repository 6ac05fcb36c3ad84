import { assert, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Layer, Schema } from "effect"
import { BatchPreparation } from "./batch-preparation.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { WarehouseUnavailable } from "./errors.ts"
import { EventEncoder } from "./event-encoder.ts"
import { JournalInserter } from "./journal-inserter.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedRejections } from "./testing/stored-rows.ts"
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

/** A writer with these two replaced. */
const writerWith = (
  folder: string,
  inserter: (real: JournalInserter["Service"]) => JournalInserter["Service"],
  clickhouse: (real: ClickHouse["Service"]) => ClickHouse["Service"],
) => {
  const replaced = Layer.effect(
    ClickHouse,
    ClickHouse.use((real) => Effect.succeed(clickhouse(real))),
  )
  const inserting = Layer.effect(
    JournalInserter,
    JournalInserter.use((real) => Effect.succeed(inserter(real))),
  ).pipe(Layer.provide(Layer.fresh(JournalInserter.layer(folder))))
  return Layer.fresh(TransactionWriter.layer).pipe(
    Layer.provide(Layer.fresh(BatchPreparation.layer(folder))),
    Layer.provide(inserting),
    Layer.provide(replaced),
  )
}

/** The fate of the last one; undefined when there was no answer. */
const write = Effect.fnUntraced(function* (...events: ReadonlyArray<UsageEvent>) {
  const rows = (yield* EventEncoder).rows({ receivedAt: 0, log: null })
  for (const event of events) rows.add(event, Buffer.from(event.id))
  const exit = yield* Effect.exit((yield* TransactionWriter).write(rows))
  return Exit.isSuccess(exit) ? exit.value.at(-1)?.fate : undefined
})

const send = Effect.fnUntraced(function* (...events: ReadonlyArray<UsageEvent>) {
  const fate = yield* write(...events)
  yield* (yield* SnapshotGate).settled
  return fate
})

const Row = Schema.Struct({ id: Schema.String, credits: Schema.String, failure: Schema.String })
const stored = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const refunds = yield* clickhouse.query(
    `SELECT id, toString(credits) AS credits, properties['failure'] AS failure
     FROM transactions WHERE type = 'refund'`,
    {},
    Row,
  )
  const failures = yield* clickhouse.query(
    "SELECT id, toString(reason) AS reason FROM failures",
    {},
    Schema.Struct({ id: Schema.String, reason: Schema.String }),
  )
  return { refunds, failures }
})

const REFUNDED = {
  refunds: [{ id: "e1~refund", credits: "2", failure: "f1" }],
  failures: [{ id: "f1", reason: "timeout" }],
}

/** The journal cannot be written while `isAway`. */
const writerWithoutJournal = (folder: string) =>
  writerWith(
    folder,
    (real) => ({
      ...real,
      write: (rows, failures) => (isAway ? Effect.fail(away()) : real.write(rows, failures)),
    }),
    (real) => real,
  )
let isAway = false

it.live("a failure that is cut off before the journal, and comes again, is refunded once", () =>
  Effect.gen(function* () {
    const writer = writerWithoutJournal(yield* temporaryFolder)
    yield* Effect.gen(function* () {
      yield* send(spend)
      isAway = true
      assert.isUndefined(yield* send(failure), "nothing was cut off")
      isAway = false
      assert.strictEqual(yield* send(failure), "accepted")
      assert.strictEqual(yield* send(failure), "duplicate")
    }).pipe(Effect.provide(writer))
    assert.deepStrictEqual(yield* stored, REFUNDED)
  }).pipe(Effect.provide(warehouseForTests)),
)

it.live("a conflict with what is cut off before the journal is none, and not kept as one", () =>
  Effect.gen(function* () {
    const writer = writerWithoutJournal(yield* temporaryFolder)
    const other = { ...spend, credits: 1n }
    yield* Effect.gen(function* () {
      isAway = true
      assert.isUndefined(yield* send(spend, other), "nothing was cut off")
      isAway = false
      assert.strictEqual(yield* send(other), "accepted")
      assert.deepStrictEqual(yield* storedRejections, [])
      assert.strictEqual(yield* send(spend), "conflict")
    }).pipe(Effect.provide(writer))
    assert.strictEqual((yield* storedRejections).length, 1)
  }).pipe(Effect.provide(warehouseForTests)),
)

it.live("a failure whose writer ends behind its refund keeps its id: other content conflicts", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder
    const cutOff = writerWith(
      folder,
      (real) => real,
      (real) => ({
        ...real,
        insertRows: (insert) =>
          insert.statement.includes("INTO failures")
            ? Effect.fail(away())
            : real.insertRows(insert),
      }),
    )
    yield* Effect.gen(function* () {
      yield* send(spend)
      yield* write(failure)
    }).pipe(Effect.provide(cutOff))
    const again = writerWith(
      folder,
      (real) => real,
      (real) => real,
    )
    const bonus = { ...spend, id: failure.id, type: "bonus" as const }
    // The gate still waits for what the first writer promised.
    const fates = yield* Effect.all([write(bonus), write(failure)]).pipe(Effect.provide(again))
    assert.deepStrictEqual([...fates, yield* stored], ["conflict", "duplicate", REFUNDED])
  }).pipe(Effect.provide(warehouseForTests)),
)

it.live("a spend that is stored while a failure's links are read is refunded all the same", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder
    const gate = yield* SnapshotGate
    const isAsked = yield* Deferred.make<void>()
    const late = writerWith(
      folder,
      (real) => ({
        ...real,
        insert: (segments) => Effect.andThen(Deferred.await(isAsked), real.insert(segments)),
      }),
      (real) => ({
        ...real,
        // Read before the spend was there, answered once it is.
        query: (statement, ...rest) =>
          Effect.tap(real.query(statement, ...rest), () =>
            statement === sqlQuery("named-events")
              ? Effect.andThen(Deferred.succeed(isAsked, undefined), gate.settled)
              : Effect.void,
          ),
      }),
    )
    yield* Effect.gen(function* () {
      assert.strictEqual(yield* write(spend), "accepted")
      assert.strictEqual(yield* write(failure), "accepted")
      yield* gate.settled
    }).pipe(Effect.provide(late))
    assert.deepStrictEqual(yield* stored, REFUNDED)
  }).pipe(Effect.provide(warehouseForTests)),
)
