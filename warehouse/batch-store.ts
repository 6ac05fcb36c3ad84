/** Stores one batch: the journal, the engine, then what is said about it. Repeats until it is stored. */
import { Effect, Schedule } from "effect"
import type { IncomingEvent } from "./batch-events.ts"
import type { Conflict } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { logStretches } from "./ingest-log.ts"
import type { Journal, JournalFile } from "./journal.ts"
import { RejectionStore } from "./rejection-store.ts"
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
 * A batch that is in the journal must be stored before any other is: it would be at the next start
 * anyway, and its events, sent again in the meantime, would count twice. So this never gives up.
 */
export const insertJournaled = Effect.fn("warehouse.insertJournaled")(function* (
  journal: Journal,
  entry: JournalFile,
) {
  const clickhouse = yield* ClickHouse
  const gate = yield* SnapshotGate
  const { token, file } = entry
  yield* gate
    .writing(
      clickhouse.insertRows({
        statement: insertTransactions,
        structure: TRANSACTION_STRUCTURE,
        file,
        token,
      }),
    )
    .pipe(
      Effect.tapError((error) => Effect.logError("a batch waits to be stored", error.reason)),
      Effect.retry(untilStored),
      Effect.orDie,
    )
  yield* journal.remove(entry)
})

export interface ReadyBatch {
  readonly batch: bigint
  /** RowBinary; empty when nothing was accepted. */
  readonly rows: Uint8Array
  readonly incoming: ReadonlyArray<IncomingEvent>
  readonly conflicts: ReadonlyArray<Conflict<IncomingEvent>>
}

/** What must be on record before anybody is told the fates. Fails only before the batch is written down. */
export const storeBatch = Effect.fn("warehouse.storeBatch")(function* (
  journal: Journal,
  folder: string,
  { batch, rows, incoming, conflicts }: ReadyBatch,
) {
  const rejections = yield* RejectionStore
  yield* rejections.record(
    conflicts.map(({ incoming: { event, raw, position, receivedAt }, differs }) => ({
      account: event.account,
      eventId: event.id,
      reason: "conflict" as const,
      errors: [],
      differs,
      raw,
      position,
      receivedAt,
    })),
  )
  if (rows.length > 0) yield* insertJournaled(journal, yield* journal.write(rows))
  yield* logStretches(folder, batch, incoming)
}) satisfies (...parameters: never) => Effect.Effect<void, WarehouseError, unknown>
