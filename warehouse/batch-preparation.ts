/** From waiting events to fates and rows: everything about a batch that happens before it is stored. */
import { setImmediate } from "node:timers/promises"
import { Effect, Schema } from "effect"
import type { IncomingEvent } from "./batch-events.ts"
import { BatchDraft, resolve } from "./batch-fates.ts"
import type { ReadyBatch } from "./batch-store.ts"
import { ClickHouse } from "./clickhouse.ts"
import { type OperationCatalog, toTransaction } from "./domain/transaction.ts"
import type { Fate } from "./domain/usage-event.ts"
import { countStored, openKnownIds } from "./known-ids.ts"
import { RowBinaryWriter } from "./row-binary.ts"
import { sqlQuery } from "./sql-files.ts"
import { writeTransactionRow } from "./transaction-rows.ts"

/** Rows handled between two looks at other work, so that requests are answered meanwhile. */
const SLICE_ROWS = 2_000

export interface PreparedBatch {
  readonly fates: ReadonlyArray<Fate>
  readonly ready: ReadyBatch
}

/** Call it only when nothing of an earlier process waits in the journal any more. */
export const openPreparation = Effect.gen(function* () {
  const { lastBatch } = yield* countStored
  const known = yield* openKnownIds
  const catalog = yield* readCatalog
  let batch = lastBatch
  // Two encoders in turn: one batch is encoded while the one before it is written down.
  const encoders = [new RowBinaryWriter(), new RowBinaryWriter()] as const

  /** `before` ends when the batch before this one is stored. */
  return Effect.fnUntraced(function* (
    incoming: ReadonlyArray<IncomingEvent>,
    before: Effect.Effect<unknown>,
  ) {
    const draft = new BatchDraft<IncomingEvent>()
    yield* inSlices(incoming, (event) => draft.add(event))
    const suspects = known.suspects(draft)
    // A suspect may stand in the batch that is being stored: look once that is over.
    if (suspects.length > 0) yield* before
    const stored = yield* known.lookUp(draft, suspects)
    const { fates, accepted, conflicts } = resolve(draft, stored)
    if (known.crowded()) yield* Effect.andThen(before, known.grow)
    known.remember(draft, accepted)
    batch++
    const encoder = encoders[Number(batch % 2n)] as RowBinaryWriter
    encoder.reset()
    yield* inSlices(accepted, (place) => {
      const { event, receivedAt, position } = draft.at(place)
      const content = draft.contents[place] as bigint
      const row = { transaction: toTransaction(event, catalog), receivedAt, position, content }
      writeTransactionRow(encoder, row, batch)
    })
    const ready = { batch, rows: encoder.bytes(), incoming, conflicts }
    return { fates, ready } satisfies PreparedBatch
  })
})

const CatalogRow = Schema.Struct({
  operation: Schema.String,
  category: Schema.String,
  description: Schema.String,
})

const readCatalog = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(sqlQuery("operation-catalog"), {}, CatalogRow)
  return new Map(rows.map((row) => [row.operation, row])) satisfies OperationCatalog
})

const inSlices = Effect.fnUntraced(function* <A>(items: ReadonlyArray<A>, each: (item: A) => void) {
  for (let from = 0; from < items.length; from += SLICE_ROWS) {
    if (from > 0) yield* Effect.promise(() => setImmediate())
    for (let i = from; i < Math.min(from + SLICE_ROWS, items.length); i++) each(items[i] as A)
  }
})
