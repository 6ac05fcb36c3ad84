import { setImmediate } from "node:timers/promises"
import { Context, Deferred, Effect, Fiber, Layer, Queue, Schema, Semaphore } from "effect"
import type { IncomingEvent } from "./batch-events.ts"
import { BatchDraft, resolve } from "./batch-fates.ts"
import { insertJournaled, storeBatch } from "./batch-store.ts"
import { ClickHouse } from "./clickhouse.ts"
import { type OperationCatalog, toTransaction } from "./domain/transaction.ts"
import type { Fate } from "./domain/usage-event.ts"
import { StartRefused, type WarehouseError, WriterStopping } from "./errors.ts"
import { openJournal } from "./journal.ts"
import { countStored, openKnownIds } from "./known-ids.ts"
import { RowBinaryWriter } from "./row-binary.ts"
import { sqlQuery } from "./sql-files.ts"
import { writeTransactionRow } from "./transaction-rows.ts"

export type { IncomingEvent } from "./batch-events.ts"

/** Rows a batch aims at: beyond it the engine gains nothing more per row. */
const BATCH_ROWS_MAX = 100_000
/** Rows that may wait or be under way; a caller with more waits. Bounds the memory. */
const PENDING_ROWS_MAX = 200_000
/** Rows handled between two looks at other work, so that requests are answered meanwhile. */
const SLICE_ROWS = 2_000
const DRAIN_MAX = "4 seconds"

type Fates = ReadonlyArray<Fate>
interface Pending {
  readonly events: ReadonlyArray<IncomingEvent>
  readonly fates: Deferred.Deferred<Fates, WarehouseError | WriterStopping>
}

export class TransactionWriter extends Context.Service<
  TransactionWriter,
  {
    /**
     * The fate of each event, in their order, once what was accepted is stored for good. Concurrent
     * calls share batches. Waits while the writer is behind.
     */
    readonly write: (
      events: ReadonlyArray<IncomingEvent>,
    ) => Effect.Effect<Fates, WarehouseError | WriterStopping>
  }
>()("warehouse/TransactionWriter") {
  /** `folder` holds the journal. Completes what an earlier process left in it before it takes anything. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      TransactionWriter,
      Effect.suspend(() => openWriter(folder)),
    )
}

const openWriter = Effect.fnUntraced(function* (folder: string) {
  const journal = yield* Effect.try({
    try: () => openJournal(folder),
    catch: (cause) =>
      new StartRefused({ reason: `the journal ${folder} cannot be written: ${cause}` }),
  })
  yield* Effect.forEach(journal.left, (entry) => insertJournaled(journal, entry))
  const { lastBatch } = yield* countStored
  const known = yield* openKnownIds
  const catalog = yield* readCatalog
  const queue = yield* Queue.unbounded<Pending, never>()
  const places = yield* Semaphore.make(PENDING_ROWS_MAX)
  let stopping = false
  let batch = lastBatch
  let turn = 0
  // Two encoders in turn: one batch is encoded while the one before it is written down.
  const encoders = [new RowBinaryWriter(), new RowBinaryWriter()] as const

  const prepare = Effect.fnUntraced(function* (
    pending: ReadonlyArray<Pending>,
    before: Effect.Effect<unknown>,
  ) {
    const incoming = pending.flatMap(({ events }) => events)
    const draft = new BatchDraft<IncomingEvent>()
    yield* inSlices(incoming, (event) => draft.add(event))
    const suspects = known.suspects(draft)
    // A suspect may stand in the batch that is being stored: look once that is over.
    if (suspects.length > 0) yield* before
    const stored = yield* known.lookUp(draft, suspects)
    const { fates, accepted, conflicts } = resolve(draft, stored)
    if (known.crowded()) yield* Effect.andThen(before, known.grow)
    known.remember(accepted.map((place) => draft.keyAt(place)))
    const encoder = encoders[turn++ % 2] as RowBinaryWriter
    encoder.reset()
    batch++
    yield* inSlices(accepted, (place) => {
      const { event, receivedAt, position } = draft.at(place)
      const content = draft.contents[place] as bigint
      const row = { transaction: toTransaction(event, catalog), receivedAt, position, content }
      writeTransactionRow(encoder, row, batch)
    })
    return { fates, ready: { batch, rows: encoder.bytes(), incoming, conflicts } }
  })

  const answer = (pending: ReadonlyArray<Pending>, fates: Fates) => {
    let from = 0
    return Effect.forEach(pending, ({ events, fates: answered }) => {
      const own = fates.slice(from, from + events.length)
      from += events.length
      return Deferred.succeed(answered, own)
    })
  }
  const refuse = (pending: ReadonlyArray<Pending>) => (error: WarehouseError) =>
    Effect.forEach(pending, ({ fates }) => Deferred.fail(fates, error))

  const loop = Effect.gen(function* () {
    let before: Effect.Effect<unknown> = Effect.void
    while (true) {
      const waiting = yield* Queue.takeAll(queue)
      for (const pending of batchesOf(waiting)) {
        const settled = yield* Effect.exit(prepare(pending, before))
        yield* before
        if (settled._tag === "Failure") {
          yield* Effect.failCause(settled.cause).pipe(Effect.catch(refuse(pending)))
          continue
        }
        const { fates, ready } = settled.value
        const storing = storeBatch(journal, folder, ready).pipe(
          Effect.andThen(answer(pending, fates)),
          Effect.catch(refuse(pending)),
        )
        const fiber = yield* Effect.forkChild(storing)
        before = Fiber.join(fiber)
      }
    }
  })
  // Only a bug ends the loop. Then nobody may wait for an answer that never comes.
  const ended = Effect.gen(function* () {
    stopping = true
    const rest = yield* Queue.clear(queue)
    yield* Effect.forEach(rest, ({ fates }) => Deferred.fail(fates, new WriterStopping({})))
  })
  const running = yield* Effect.forkScoped(
    loop.pipe(
      Effect.tapCause((cause) => Effect.logFatal("the writer has ended", cause)),
      Effect.ensuring(ended),
    ),
  )
  yield* Effect.addFinalizer(() =>
    Effect.gen(function* () {
      stopping = true
      // All places free: nothing waits and nothing is under way.
      yield* places.take(PENDING_ROWS_MAX).pipe(Effect.timeoutOption(DRAIN_MAX))
      yield* Fiber.interrupt(running)
    }),
  )

  return TransactionWriter.of({
    write: Effect.fn("TransactionWriter.write")(function* (events: ReadonlyArray<IncomingEvent>) {
      if (events.length === 0) return []
      const rows = Math.min(events.length, PENDING_ROWS_MAX)
      return yield* places.withPermits(rows)(
        Effect.gen(function* () {
          if (stopping) return yield* new WriterStopping({})
          const fates = yield* Deferred.make<Fates, WarehouseError | WriterStopping>()
          yield* Queue.offer(queue, { events, fates })
          // Once offered it is stored whatever happens to the caller, so its places stay taken.
          return yield* Effect.uninterruptible(Deferred.await(fates))
        }),
      )
    }),
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

/** Calls that are waiting, gathered to batches of about `BATCH_ROWS_MAX` rows; a call is never split. */
const batchesOf = (waiting: ReadonlyArray<Pending>): ReadonlyArray<ReadonlyArray<Pending>> => {
  const batches: Pending[][] = []
  let rows = BATCH_ROWS_MAX
  for (const pending of waiting) {
    if (rows + pending.events.length > BATCH_ROWS_MAX) {
      batches.push([])
      rows = 0
    }
    batches.at(-1)?.push(pending)
    rows += pending.events.length
  }
  return batches
}
