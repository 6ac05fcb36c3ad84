import { Context, Deferred, Effect, Exit, Fiber, Layer, Queue, Semaphore } from "effect"
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
type WriteError = WarehouseError | WriterStopping
interface Pending {
  readonly events: ReadonlyArray<IncomingEvent>
  readonly fates: Deferred.Deferred<Fates, WriteError>
}

export class TransactionWriter extends Context.Service<
  TransactionWriter,
  {
    /**
     * The fate of each event, in their order, once what was accepted is stored for good. Concurrent
     * calls share batches. Waits while the writer is behind. Interrupted, it leaves the fate unknown:
     * what was taken is stored all the same.
     */
    readonly write: (events: ReadonlyArray<IncomingEvent>) => Effect.Effect<Fates, WriteError>
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

  const open = new Set<Pending>()
  const settle = settling(open, places)
  const store = (ready: ReadyBatch) => storeBatch(journal, folder, ready)
  const running = yield* writeBatches(queue, prepare, store, settle).pipe(
    // Only a bug ends the loop by itself. Then nobody may wait for an answer that never comes.
    Effect.tapCause((cause) => Effect.logFatal("the writer has ended", cause)),
    Effect.ensuring(
      Effect.gen(function* () {
        stopping = true
        yield* settle([...open], Exit.fail(new WriterStopping({})))
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
    write: Effect.fn("TransactionWriter.write")((events: ReadonlyArray<IncomingEvent>) =>
      // A caller may go away at any time. What it has handed over is stored all the same, and keeps
      // its places until then.
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          if (events.length === 0) return []
          yield* restore(places.take(placesOf(events)))
          const fates = yield* Deferred.make<Fates, WriteError>()
          const pending = { events, fates }
          open.add(pending)
          if (stopping) yield* settle([pending], Exit.fail(new WriterStopping({})))
          else yield* Queue.offer(queue, pending)
          return yield* restore(Deferred.await(fates))
        }),
      ),
    ),
  })
})

const placesOf = (events: ReadonlyArray<IncomingEvent>) => Math.min(events.length, PENDING_ROWS_MAX)

type Settle = (
  batch: ReadonlyArray<Pending>,
  outcome: Exit.Exit<Fates, WriteError>,
) => Effect.Effect<void>

/** Tells the callers of a batch, once, what became of their events, and frees their places. */
const settling =
  (open: Set<Pending>, places: Semaphore.Semaphore): Settle =>
  (batch, outcome) => {
    let from = 0
    return Effect.forEach(
      batch,
      (pending) => {
        const { events, fates } = pending
        const own = Exit.map(outcome, (all) => all.slice(from, from + events.length))
        from += events.length
        if (!open.delete(pending)) return Effect.void
        return Effect.andThen(Deferred.done(fates, own), places.release(placesOf(events)))
      },
      { discard: true },
    )
  }

/** Prepares a batch while the one before it is being stored; stores one at a time. */
const writeBatches = Effect.fnUntraced(function* <R, S>(
  queue: Queue.Dequeue<Pending>,
  prepare: (
    incoming: ReadonlyArray<IncomingEvent>,
    before: Effect.Effect<unknown>,
  ) => Effect.Effect<PreparedBatch, WarehouseError, R>,
  store: (ready: ReadyBatch) => Effect.Effect<void, WarehouseError, S>,
  settle: Settle,
) {
  let before: Effect.Effect<unknown> = Effect.void
  while (true) {
    for (const batch of batchesOf(yield* Queue.takeAll(queue))) {
      const incoming = batch.flatMap(({ events }) => events)
      const prepared = yield* Effect.result(prepare(incoming, before))
      yield* before
      if (prepared._tag === "Failure") {
        yield* settle(batch, Exit.fail(prepared.failure))
        continue
      }
      const { fates, ready } = prepared.success
      const storing = Effect.exit(store(ready)).pipe(
        Effect.flatMap((exit) =>
          settle(
            batch,
            Exit.map(exit, () => fates),
          ),
        ),
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
