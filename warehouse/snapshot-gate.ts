/**
 * Figures that are shown together come from one state. A view lags its source while an insert runs, so
 * a reader of several tables waits for the insert in flight and the next insert waits for the reader.
 * Holds within this process; with several writing processes a reader may meet another one's insert.
 */
import { Context, Deferred, Effect, Layer, Semaphore } from "effect"

/** So that a warehouse that is away does not hold up who only reads. */
const PROMISED_WITHIN = "2 seconds"
// How many readers may be inside at once; a writer needs the place of all of them.
const READERS_MAX = 64

export class SnapshotGate extends Context.Service<
  SnapshotGate,
  {
    readonly reading: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    readonly writing: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    /**
     * Somebody was told that their events are taken, and `stored` will be done once figures show them.
     * Readers that come meanwhile wait for it, two seconds at most.
     */
    readonly promise: (stored: Deferred.Deferred<void>) => Effect.Effect<void>
    /** Everything that was promised until now is shown by the figures. */
    readonly settled: Effect.Effect<void>
  }
>()("warehouse/SnapshotGate") {
  static readonly layer = Layer.effect(
    SnapshotGate,
    Effect.gen(function* () {
      const scope = yield* Effect.scope
      const places = yield* Semaphore.make(READERS_MAX)
      // A waiting writer keeps the door, so that a stream of readers cannot keep it out for ever.
      const door = yield* Semaphore.make(1)
      const promised = new Set<Deferred.Deferred<void>>()
      const settled = Effect.suspend(() =>
        Effect.forEach([...promised], (stored) => Deferred.await(stored), { discard: true }),
      )
      return SnapshotGate.of({
        settled,
        promise: (stored) =>
          Effect.suspend(() => {
            promised.add(stored)
            const kept = Effect.sync(() => promised.delete(stored))
            return Effect.asVoid(Effect.forkIn(Effect.andThen(Deferred.await(stored), kept), scope))
          }),
        // Who waits may give up; who has a place, or the door, always returns it.
        reading: (effect) =>
          Effect.uninterruptibleMask((restore) =>
            restore(
              settled.pipe(Effect.timeoutOption(PROMISED_WITHIN), Effect.andThen(door.take(1))),
            ).pipe(
              Effect.andThen(Effect.ensuring(restore(places.take(1)), door.release(1))),
              Effect.andThen(Effect.ensuring(restore(effect), places.release(1))),
            ),
          ),
        writing: (effect) => door.withPermits(1)(places.withPermits(READERS_MAX)(effect)),
      })
    }),
  )
}
