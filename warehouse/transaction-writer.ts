import { Context, Deferred, Effect, Exit, Fiber, Layer, Queue, Semaphore } from "effect"
import type { BatchFates } from "./batch-fates.ts"
import { BatchPreparation } from "./batch-preparation.ts"
import type { Fate } from "./domain/usage-event.ts"
import { type WarehouseError, WriterStopping } from "./errors.ts"
import type { EventRows } from "./event-rows.ts"
import { countFates } from "./fate-metrics.ts"
import type { JournalSegment } from "./journal.ts"
import { JournalInserter } from "./journal-inserter.ts"
import { countStored } from "./known-filter.ts"
import { ownTurn } from "./loop-turns.ts"
import { SnapshotGate } from "./snapshot-gate.ts"

/** Rows that are committed, or inserted, at once: beyond it the engine gains nothing more per row. */
const BATCH_ROWS_MAX = 100_000
/** Rows that may wait or be on their way into the tables; a caller with more waits. Bounds the memory. */
const PENDING_ROWS_MAX = 200_000
/** Fates told without a look at other work. */
const TOLD_AT_ONCE_MAX = 500
const DRAIN_MAX = "4 seconds"

type Fates = ReadonlyArray<Fate>
type WriteError = WarehouseError | WriterStopping
interface Pending {
  readonly rows: EventRows
  readonly fates: Deferred.Deferred<Fates, WriteError>
}
/** Rows that are on disk and not in the tables yet. */
interface Journaled {
  readonly segment: JournalSegment
  readonly count: number
  /** Call it once they are. */
  readonly done: Effect.Effect<void>
}

export class TransactionWriter extends Context.Service<
  TransactionWriter,
  {
    /**
     * The fate of each row, in their order, once what was accepted is on disk: it will be stored, at the
     * next start if not before, and who reads figures from now on finds it there. Concurrent calls
     * share commits. Waits while the writer is behind. Interrupted, it leaves the fate unknown: what
     * was taken is stored all the same.
     */
    readonly write: (rows: EventRows) => Effect.Effect<Fates, WriteError>
  }
>()("warehouse/TransactionWriter") {
  static readonly layer = Layer.effect(
    TransactionWriter,
    Effect.suspend(() => openWriter),
  )
}

const openWriter = Effect.gen(function* () {
  const inserter = yield* JournalInserter
  const waiting = yield* Queue.unbounded<Pending>()
  const journaled = yield* Queue.unbounded<Journaled>()
  const places = yield* Semaphore.make(PENDING_ROWS_MAX)
  const open = new Set<Pending>()
  let stopping = false

  const commit = yield* committing(places, journaled)
  const commits = inGroups(
    waiting,
    ({ rows }) => rows.count,
    (calls) => Effect.flatMap(Effect.exit(commit(calls)), (exit) => answer(open, calls, exit)),
  )
  const inserts = inGroups(
    journaled,
    ({ count }) => count,
    (group) =>
      Effect.andThen(
        inserter.insert(group.map(({ segment }) => segment)),
        Effect.forEach(group, ({ done }) => done, { discard: true }),
      ),
  )
  const running = yield* Effect.raceFirst(commits, inserts).pipe(
    // Only a bug ends the loops by itself. Then nobody may wait for an answer that never comes.
    Effect.tapCause((cause) => Effect.logFatal("the writer has ended", cause)),
    Effect.ensuring(
      Effect.suspend(() => {
        stopping = true
        return answer(open, [...open], Exit.fail(new WriterStopping({})))
      }),
    ),
    Effect.forkScoped,
  )
  yield* Effect.addFinalizer(() =>
    Effect.gen(function* () {
      stopping = true
      // All places free: nothing waits and nothing is on its way.
      yield* places.take(PENDING_ROWS_MAX).pipe(Effect.timeoutOption(DRAIN_MAX))
      yield* Fiber.interrupt(running)
    }),
  )

  return TransactionWriter.of({
    write: Effect.fn("TransactionWriter.write")((rows: EventRows) =>
      // A caller may go away at any time. What it has handed over is stored all the same, and keeps
      // its places until then.
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          if (rows.count === 0) return []
          yield* restore(places.take(placesOf(rows)))
          const fates = yield* Deferred.make<Fates, WriteError>()
          const pending = { rows, fates }
          open.add(pending)
          if (stopping) yield* answer(open, [pending], Exit.fail(new WriterStopping({})))
          else yield* Queue.offer(waiting, pending)
          return yield* restore(Deferred.await(fates))
        }),
      ),
    ),
  })
})

const placesOf = (rows: EventRows) => Math.min(rows.count, PENDING_ROWS_MAX)

/** Brings calls to the disk: from then on their fates are final. Their places are free once they are stored. */
const committing = Effect.fnUntraced(function* (
  places: Semaphore.Semaphore,
  journaled: Queue.Enqueue<Journaled>,
) {
  const { prepare } = yield* BatchPreparation
  const inserter = yield* JournalInserter
  const gate = yield* SnapshotGate
  let { lastBatch: batch } = yield* countStored

  return Effect.fnUntraced(function* (calls: ReadonlyArray<Pending>) {
    const parts = calls.map(({ rows }) => rows)
    const free = places.release(parts.reduce((sum, part) => sum + placesOf(part), 0))
    const prepared = yield* Effect.onError(prepare(parts, null), () => free)
    const { fates, rows, stamp, keepRefused, failureRows, storeFailures } = prepared
    const forget = Effect.sync(prepared.release)
    batch++
    stamp(batch)
    if (rows.length === 0) {
      const kept = Effect.andThen(keepRefused, storeFailures(batch))
      yield* Effect.ensuring(kept, Effect.andThen(forget, free))
      yield* countFates(fates, prepared.draft.count)
      return fates
    }
    const segment = yield* Effect.onError(inserter.write(rows, failureRows(batch)), () =>
      Effect.andThen(forget, free),
    )
    const stored = yield* Deferred.make<void>()
    yield* gate.promise(stored)
    const done = Effect.all([forget, Deferred.succeed(stored, undefined), free], { discard: true })
    yield* Queue.offer(journaled, { segment, count: fates.accepted, done })
    yield* keepRefused
    yield* countFates(fates, prepared.draft.count)
    return fates
  })
})

/** Tells callers, once, what became of their events. */
const answer = (
  open: Set<Pending>,
  calls: ReadonlyArray<Pending>,
  outcome: Exit.Exit<BatchFates, WriteError>,
) => {
  let from = 0
  return Effect.forEach(
    calls,
    (call) => {
      const [first, { count }] = [from, call.rows]
      from += count
      if (!open.delete(call)) return Effect.void
      const own = Exit.map(outcome, (fates) =>
        Array.from({ length: count }, (_, row) => fates.at(first + row)),
      )
      const told = Deferred.done(call.fates, own)
      // Whoever is told writes a long answer in the same turn.
      return count > TOLD_AT_ONCE_MAX ? Effect.andThen(ownTurn, told) : told
    },
    { discard: true },
  )
}

/** For ever takes what waits, in groups of about `BATCH_ROWS_MAX` rows; an item is never split. */
const inGroups = <A, E, R>(
  queue: Queue.Dequeue<A>,
  rowsOf: (item: A) => number,
  each: (group: ReadonlyArray<A>) => Effect.Effect<unknown, E, R>,
): Effect.Effect<never, E, R> =>
  Effect.forever(
    Effect.flatMap(Queue.takeAll(queue), (items) =>
      Effect.forEach(groupsOf(items, rowsOf), each, { discard: true }),
    ),
  )

const groupsOf = <A>(
  items: ReadonlyArray<A>,
  rowsOf: (item: A) => number,
): ReadonlyArray<ReadonlyArray<A>> => {
  const groups: A[][] = []
  let rows = BATCH_ROWS_MAX
  for (const item of items) {
    if (rows + rowsOf(item) > BATCH_ROWS_MAX) {
      groups.push([])
      rows = 0
    }
    groups.at(-1)?.push(item)
    rows += rowsOf(item)
  }
  return groups
}
