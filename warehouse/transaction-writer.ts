import { Context, Deferred, Effect, Fiber, Layer, Queue, Semaphore } from "effect"
import type { IncomingEvent } from "./batch-events.ts"
import { openPreparation, type PreparedBatch } from "./batch-preparation.ts"
import { insertJournaled, type ReadyBatch, storeBatch } from "./batch-store.ts"
import type { Fate } from "./domain/usage-event.ts"
import { StartRefused, type WarehouseError, WriterStopping } from "./errors.ts"
import { openJournal } from "./journal.ts"

export type { IncomingEvent } from "./batch-events.ts"

/** Rows a batch aims at: beyond it the engine gains nothing more per row. */
const BATCH_ROWS_MAX = 100_000
/** Rows that may wait or be under way; a caller with more waits. Bounds the memory. */
const PENDING_ROWS_MAX = 200_000
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
  const prepare = yield* openPreparation
  const queue = yield* Queue.unbounded<Pending>()
  const places = yield* Semaphore.make(PENDING_ROWS_MAX)
  let stopping = false

  const store = (ready: ReadyBatch) => storeBatch(journal, folder, ready)
  const running = yield* writeBatches(queue, prepare, store).pipe(
    // Only a bug ends the loop by itself. Then nobody may wait for an answer that never comes.
    Effect.tapCause((cause) => Effect.logFatal("the writer has ended", cause)),
    Effect.ensuring(
      Effect.gen(function* () {
        stopping = true
        yield* Effect.forEach(yield* Queue.clear(queue), refuse(new WriterStopping({})))
      }),
    ),
    Effect.forkScoped,
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
          // Once offered it is stored whatever becomes of the caller, so its places stay taken.
          return yield* Effect.uninterruptible(Deferred.await(fates))
        }),
      )
    }),
  })
})

/** Prepares a batch while the one before it is being stored; stores one at a time. */
const writeBatches = Effect.fnUntraced(function* <R, S>(
  queue: Queue.Dequeue<Pending>,
  prepare: (
    incoming: ReadonlyArray<IncomingEvent>,
    before: Effect.Effect<unknown>,
  ) => Effect.Effect<PreparedBatch, WarehouseError, R>,
  store: (ready: ReadyBatch) => Effect.Effect<void, WarehouseError, S>,
) {
  let before: Effect.Effect<unknown> = Effect.void
  while (true) {
    for (const batch of batchesOf(yield* Queue.takeAll(queue))) {
      const incoming = batch.flatMap(({ events }) => events)
      const prepared = yield* Effect.result(prepare(incoming, before))
      yield* before
      if (prepared._tag === "Failure") {
        yield* Effect.forEach(batch, refuse(prepared.failure))
        continue
      }
      const { fates, ready } = prepared.success
      const storing = store(ready).pipe(
        Effect.andThen(answer(batch, fates)),
        Effect.catch((error) => Effect.forEach(batch, refuse(error))),
      )
      before = Fiber.join(yield* Effect.forkChild(storing))
    }
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

const answer = (batch: ReadonlyArray<Pending>, fates: Fates) => {
  let from = 0
  return Effect.forEach(batch, (pending) => {
    const own = fates.slice(from, from + pending.events.length)
    from += pending.events.length
    return Deferred.succeed(pending.fates, own)
  })
}

const refuse =
  (error: WarehouseError | WriterStopping) =>
  ({ fates }: Pending) =>
    Deferred.fail(fates, error)
