/** Something a button does at the API: one at a time, and why it failed where it did. */
import { type Accessor, createSignal } from "solid-js"
import { ProblemError } from "./api-call.ts"
import { m } from "./messages.ts"
import { problemWords } from "./problem-words.ts"
import { endSession } from "./session.ts"

export interface Act {
  readonly busy: Accessor<boolean>
  /** A sentence for the reader. */
  readonly failure: Accessor<string | undefined>
  readonly run: (work: () => Promise<void>) => Promise<void>
}

export const createAct = (): Act => {
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const run = async (work: () => Promise<void>) => {
    if (busy()) return
    setBusy(true)
    setFailure(undefined)
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      const { title, detail } = problemWords(error.problem)
      if (error.problem.status === 401) endSession()
      setFailure(m().common.failed(title, detail))
    } finally {
      setBusy(false)
    }
  }
  return { busy, failure, run }
}
