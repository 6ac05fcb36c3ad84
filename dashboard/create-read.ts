/** Reading from the API inside a component: the old answer stays until the new one is there. */

import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js"
import { ProblemError } from "./api-call.ts"
import type { SeenProblem } from "./problem-words.ts"
import { endSession } from "./session.ts"

export interface Read<A> {
  /** The newest answer; stays while the next one is on its way, and when that fails. */
  readonly latest: Accessor<A | undefined>
  /** Why the newest attempt gave no answer. */
  readonly problem: Accessor<SeenProblem | undefined>
  readonly pending: Accessor<boolean>
  /** Asks the same again: after a failure, or when there is news. */
  readonly again: () => void
}

export interface FedRead<A> extends Read<A> {
  /** Takes an answer that came by itself; one that is on its way is older, and given up. */
  readonly take: (answer: A) => void
}

/**
 * Asks whenever `question` changes in meaning, and gives up the question before. `undefined` waits:
 * something it depends on is not known yet.
 */
export const createRead = <Q, A>(
  question: Accessor<Q | undefined>,
  ask: (question: Q, signal: AbortSignal) => Promise<A>,
): FedRead<A> => {
  const [latest, setLatest] = createSignal<A>()
  const [problem, setProblem] = createSignal<SeenProblem>()
  const [pending, setPending] = createSignal(true)
  const [round, setRound] = createSignal(0)
  let running: AbortController | undefined
  // A memo: what changes without changing the question asks nothing again.
  const key = createMemo(() => JSON.stringify(question()))

  const run = async (asked: Q, control: AbortController) => {
    setPending(true)
    try {
      const answer = await ask(asked, control.signal)
      if (control.signal.aborted) return
      setLatest(() => answer)
      setProblem(undefined)
    } catch (error) {
      if (control.signal.aborted) return
      if (!(error instanceof ProblemError)) throw error
      if (error.problem.status === 401) endSession()
      setProblem(error.problem)
    } finally {
      if (!control.signal.aborted) setPending(false)
    }
  }

  createEffect(
    on([key, round], () => {
      const asked = question()
      if (asked === undefined) return
      const control = new AbortController()
      running = control
      onCleanup(() => control.abort())
      void run(asked, control)
    }),
  )
  const take = (answer: A) => {
    running?.abort()
    setLatest(() => answer)
    setProblem(undefined)
    setPending(false)
  }
  return { latest, problem, pending, again: () => setRound((n) => n + 1), take }
}
