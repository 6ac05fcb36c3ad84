/**
 * One query for many callers. A lookup of one key costs nearly as much as one of fifty, so what is asked
 * while earlier lookups are under way waits for one of them to end and then goes into one query. Nobody
 * waits when nothing is under way. A query that all its callers have left is stopped.
 */
import { Deferred, Effect, Fiber, type Scope } from "effect"

/** What a lookup costs hardly depends on its keys: those of all who wait make one, and not two of half as many. */
const UNDER_WAY_MAX = 1
/** Keys of one query. */
const KEYS_MAX = 64

interface Batch<A, E> {
  readonly question: string
  readonly keys: Set<string>
  readonly answer: Deferred.Deferred<ReadonlyMap<string, A>, E>
  callers: number
  fiber: Fiber.Fiber<unknown, unknown> | null
}

/**
 * `read` answers one question about many keys; what it has no answer for is null. Questions that differ
 * are not put together.
 */
export const sharedReads = Effect.fnUntraced(function* <A, E>(
  read: (question: string, keys: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, A>, E>,
) {
  const scope: Scope.Scope = yield* Effect.scope
  const waiting = new Set<Batch<A, E>>()
  let underWay = 0

  const join = (question: string, key: string): Batch<A, E> => {
    for (const batch of waiting)
      if (batch.question === question && batch.keys.size < KEYS_MAX) {
        batch.keys.add(key)
        batch.callers++
        return batch
      }
    const answer = Deferred.makeUnsafe<ReadonlyMap<string, A>, E>()
    const batch = { question, keys: new Set([key]), answer, callers: 1, fiber: null }
    waiting.add(batch)
    return batch
  }

  const startNext: Effect.Effect<void> = Effect.suspend(() => {
    const [next] = waiting
    if (next === undefined || underWay >= UNDER_WAY_MAX) return Effect.void
    waiting.delete(next)
    underWay++
    const over = Effect.suspend(() => {
      underWay--
      return startNext
    })
    return read(next.question, [...next.keys]).pipe(
      Effect.onExit((exit) => Effect.andThen(Deferred.done(next.answer, exit), over)),
      Effect.forkIn(scope),
      Effect.flatMap((fiber) =>
        Effect.sync(() => {
          next.fiber = fiber
        }),
      ),
    )
  })

  const leave = (batch: Batch<A, E>) =>
    Effect.suspend(() => {
      batch.callers--
      if (batch.callers > 0) return Effect.void
      if (waiting.delete(batch) || batch.fiber === null) return Effect.void
      return Effect.asVoid(Effect.forkIn(Fiber.interrupt(batch.fiber), scope))
    })

  return (question: string, key: string): Effect.Effect<A | null, E> =>
    Effect.suspend(() => {
      const batch = join(question, key)
      return Effect.onInterrupt(Effect.andThen(startNext, Deferred.await(batch.answer)), () =>
        leave(batch),
      ).pipe(Effect.map((answers) => answers.get(key) ?? null))
    })
})
