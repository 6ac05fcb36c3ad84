/** Brings encoded rows into the ledger under a token, and does not give up. */
import { Effect, Schedule } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { TRANSACTION_STRUCTURE } from "./transaction-rows.ts"

const insertTransactions = sqlQuery("insert-transactions")

// 100 ms, 200 ms, 400 ms … never more than 5 s apart.
const untilStored = Schedule.min([
  Schedule.exponential("100 millis"),
  Schedule.spaced("5 seconds"),
]).pipe(Schedule.jittered)

/**
 * Once a batch is on record it must be stored before any other of its accounts is: it would be at the
 * next start anyway, and its events, sent again in the meantime, would count twice. So this repeats
 * until it succeeds. The same `token` stands for the same rows for ever.
 */
export const insertUntilStored = Effect.fn("warehouse.insertUntilStored")(function* (
  file: string,
  token: string,
) {
  const clickhouse = yield* ClickHouse
  const gate = yield* SnapshotGate
  const insert = { statement: insertTransactions, structure: TRANSACTION_STRUCTURE, file, token }
  const tried = clickhouse.insertRows(insert).pipe(
    // Inside the gate, so that nobody else is let in between the failure and what is said of it.
    Effect.onExit((exit) => gate.halfStored(token, exit._tag === "Failure")),
  )
  // The engine goes on with an insert that nobody waits for: only between two tries one may leave.
  yield* retriedUntilStored(Effect.uninterruptible(gate.writing(tried)))
})

/** For a step of what must be stored: repeats it until it succeeds, and says so each time. */
export const retriedUntilStored = <A, R>(step: Effect.Effect<A, WarehouseError, R>) =>
  step.pipe(
    Effect.tapError((error) => Effect.logError("a batch waits to be stored", error.reason)),
    Effect.retry(untilStored),
    Effect.orDie,
  )
