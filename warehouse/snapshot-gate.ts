/**
 * Figures that are shown together come from one state. A view lags its source while an insert runs, so
 * a reader of several tables waits for the insert in flight and the next insert waits for the reader.
 * Holds within this process; with several writing processes a reader may meet another one's insert.
 */
import { Context, Effect, Layer, Semaphore } from "effect"

// How many readers may be inside at once; a writer needs the place of all of them.
const READERS_MAX = 64

export class SnapshotGate extends Context.Service<
  SnapshotGate,
  {
    readonly reading: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    readonly writing: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  }
>()("warehouse/SnapshotGate") {
  static readonly layer = Layer.effect(
    SnapshotGate,
    Effect.gen(function* () {
      const places = yield* Semaphore.make(READERS_MAX)
      // A waiting writer keeps the door, so that a stream of readers cannot keep it out for ever.
      const door = yield* Semaphore.make(1)
      return SnapshotGate.of({
        // Who waits may give up; who has a place, or the door, always returns it.
        reading: (effect) =>
          Effect.uninterruptibleMask((restore) =>
            restore(door.take(1)).pipe(
              Effect.andThen(Effect.ensuring(restore(places.take(1)), door.release(1))),
              Effect.andThen(Effect.ensuring(restore(effect), places.release(1))),
            ),
          ),
        writing: (effect) => door.withPermits(1)(places.withPermits(READERS_MAX)(effect)),
      })
    }),
  )
}
