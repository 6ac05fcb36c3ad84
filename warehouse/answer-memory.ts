/**
 * What was asked of one state of the tables. Until the next change the same question has the same answer,
 * so it is asked once: who asks it again gets what is remembered, and who asks it while it is being
 * answered waits for that. Whoever changes the tables empties the memory first.
 */
import { Deferred, Effect, Exit, Option } from "effect"

/** Weight of all answers together; beyond it those asked for longest ago are forgotten. */
const REMEMBERED_ROWS_MAX = 30_000

/** What is asked. */
export interface StateQuestion<A> {
  /** Questions of one kind, told by identity, have answers of one type. */
  readonly kind: object
  readonly words: string
  /** How many rows the answer holds. */
  readonly rowsOf: (answer: A) => number
}

export interface AnswerMemory {
  /**
   * The answer, by `read` where nobody knows it. Only for who keeps changes away until it is there. Of two
   * kinds of question in the same words, one is remembered.
   */
  readonly ask: <A, E, R>(
    question: StateQuestion<A>,
    read: Effect.Effect<A, E, R>,
  ) => Effect.Effect<A, E, R>
  readonly forget: () => void
}

interface Remembered {
  readonly kind: object
  readonly answer: unknown
  readonly weight: number
}

interface Asked {
  readonly kind: object
  /** None: who asked has left before the answer came. */
  readonly answer: Deferred.Deferred<Option.Option<unknown>, unknown>
}

export const answerMemory = (rowsMax: number = REMEMBERED_ROWS_MAX): AnswerMemory => {
  // In the order of their last use.
  const remembered = new Map<string, Remembered>()
  const underWay = new Map<string, Asked>()
  let weight = 0

  const drop = (words: string, one: Remembered): void => {
    remembered.delete(words)
    weight -= one.weight
  }

  const remember = (words: string, one: Remembered): void => {
    const before = remembered.get(words)
    if (before !== undefined) drop(words, before)
    remembered.set(words, one)
    weight += one.weight
    for (const [oldest, other] of remembered) {
      if (weight <= rowsMax) return
      drop(oldest, other)
    }
  }

  const first = <A, E, R>(question: StateQuestion<A>, read: Effect.Effect<A, E, R>) =>
    Effect.uninterruptibleMask((restore) => {
      const { kind, words, rowsOf } = question
      const asked: Asked = { kind, answer: Deferred.makeUnsafe() }
      underWay.set(words, asked)
      const ended = (exit: Exit.Exit<A, E>) => {
        if (underWay.get(words) === asked) underWay.delete(words)
        // The question weighs something too.
        if (Exit.isSuccess(exit))
          remember(words, { kind, answer: exit.value, weight: rowsOf(exit.value) + 1 })
        const told = Exit.hasInterrupts(exit)
          ? Exit.succeed(Option.none())
          : Exit.map(exit, Option.some)
        Deferred.doneUnsafe(asked.answer, told)
      }
      return Effect.onExit(restore(read), (exit) => Effect.sync(() => ended(exit)))
    })

  const ask = <A, E, R>(
    question: StateQuestion<A>,
    read: Effect.Effect<A, E, R>,
  ): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      const { kind, words } = question
      const found = remembered.get(words)
      if (found?.kind === kind) {
        remembered.delete(words)
        remembered.set(words, found)
        return Effect.succeed(found.answer as A)
      }
      const asked = underWay.get(words)
      if (asked?.kind !== kind) return first(question, read)
      const answer = asked.answer as Deferred.Deferred<Option.Option<A>, E>
      return Effect.flatMap(
        Deferred.await(answer),
        Option.match({ onNone: () => ask(question, read), onSome: Effect.succeed }),
      )
    })

  return {
    ask,
    forget: () => {
      remembered.clear()
      weight = 0
    },
  }
}

/** For who lets changes in at any time. */
export const noMemory: AnswerMemory = { ask: (_, read) => read, forget: () => {} }
