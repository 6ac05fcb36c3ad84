/**
 * Figures that are shown together come from one state. A view lags its source while an insert runs, so
 * a reader of several tables waits for the insert in flight and the next insert waits for the reader.
 * Holds within this process; with several writing processes a reader may meet another one's insert.
 */
import { Context, Deferred, Effect, Layer, Option, Semaphore } from "effect"
import { type AnswerMemory, answerMemory } from "./answer-memory.ts"
import { WarehouseUnavailable } from "./errors.ts"

/** So that a warehouse that is away does not hold up who only reads. */
const PROMISED_WITHIN = "2 seconds"
// How many readers may be inside at once; a writer needs the place of all of them.
const READERS_MAX = 64
const WHOLE_POLL = "100 millis"
/** A minute. */
const WHOLE_LOOKS_MAX = 600
const notWhole = new WarehouseUnavailable({
  operation: "command",
  cause: new Error("a batch waits to be stored, and may be half stored until then"),
})

export class SnapshotGate extends Context.Service<
  SnapshotGate,
  {
    readonly reading: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    readonly writing: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    /** How many writes there were in this process: while it stays the same, so do the figures. */
    readonly writes: Effect.Effect<number>
    /**
     * As `writing`, for who needs every batch in all tables or in none. Waits while one is half stored,
     * and fails after a minute.
     */
    readonly whole: <A, E, R>(
      effect: Effect.Effect<A, E, R>,
    ) => Effect.Effect<A, E | WarehouseUnavailable, R>
    /** An insert under this token failed and may be in some tables, until it is done under it. */
    readonly halfStored: (token: string, half: boolean) => Effect.Effect<void>
    /**
     * Somebody was told that their events are taken, and `stored` will be done once figures show them.
     * Readers that come meanwhile wait for it, two seconds at most.
     */
    readonly promise: (stored: Deferred.Deferred<void>) => Effect.Effect<void>
    /** What readers inside were answered since the last change. */
    readonly answers: AnswerMemory
    /** Everything that was promised until now is shown by the figures. */
    readonly settled: Effect.Effect<void>
    /** The same for who only reads: after two seconds at most. */
    readonly promised: Effect.Effect<void>
  }
>()("warehouse/SnapshotGate") {
  static readonly layer = Layer.effect(
    SnapshotGate,
    Effect.gen(function* () {
      const scope = yield* Effect.scope
      const places = yield* Semaphore.make(READERS_MAX)
      // A waiting writer keeps the door, so that a stream of readers cannot keep it out for ever.
      const door = yield* Semaphore.make(1)
      const awaited = new Set<Deferred.Deferred<void>>()
      const settled = Effect.suspend(() =>
        Effect.forEach([...awaited], (stored) => Deferred.await(stored), { discard: true }),
      )
      const halves = new Set<string>()
      const answers = answerMemory()
      let writes = 0
      const counted = Effect.sync(() => void writes++)
      const writing = <A, E, R>(effect: Effect.Effect<A, E, R>) => {
        const written = Effect.andThen(
          Effect.sync(answers.forget),
          Effect.ensuring(effect, counted),
        )
        return door.withPermits(1)(places.withPermits(READERS_MAX)(written))
      }
      const promised = Effect.asVoid(Effect.timeoutOption(settled, PROMISED_WITHIN))
      return SnapshotGate.of({
        answers,
        settled,
        promised,
        halfStored: (token, half) =>
          Effect.sync(() => void (half ? halves.add(token) : halves.delete(token))),
        whole: Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R>) {
          const entered = Effect.suspend(() =>
            halves.size > 0 ? Effect.succeedNone : Effect.map(effect, Option.some),
          )
          for (let look = 0; look < WHOLE_LOOKS_MAX; look++) {
            const done = yield* writing(entered)
            if (Option.isSome(done)) return done.value
            yield* Effect.sleep(WHOLE_POLL)
          }
          return yield* notWhole
        }),
        promise: (stored) =>
          Effect.suspend(() => {
            awaited.add(stored)
            const kept = Effect.sync(() => awaited.delete(stored))
            return Effect.asVoid(Effect.forkIn(Effect.andThen(Deferred.await(stored), kept), scope))
          }),
        // Who waits may give up; who has a place, or the door, always returns it.
        reading: (effect) =>
          Effect.uninterruptibleMask((restore) =>
            restore(Effect.andThen(promised, door.take(1))).pipe(
              Effect.andThen(Effect.ensuring(restore(places.take(1)), door.release(1))),
              Effect.andThen(Effect.ensuring(restore(effect), places.release(1))),
            ),
          ),
        writing,
        writes: Effect.sync(() => writes),
      })
    }),
  )
}
