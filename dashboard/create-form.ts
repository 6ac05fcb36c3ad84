/** Sending what somebody filled in: one at a time, and what is wrong with it beside each field. */
import { createSignal } from "solid-js"
import { ProblemError } from "./api-call.ts"
import { createAct } from "./create-act.ts"

export const createForm = () => {
  const act = createAct()
  const [wrong, setWrong] = createSignal<ReadonlyMap<string, string>>(new Map())
  /** `work` rejects with a problem that names fields, or does not. */
  const send = (work: () => Promise<void>) =>
    act.run(async () => {
      setWrong(new Map())
      try {
        await work()
      } catch (error) {
        const errors = error instanceof ProblemError ? (error.problem.errors ?? []) : []
        // `/scopes/0` is about the field `scopes`.
        setWrong(
          new Map(errors.map(({ pointer, message }) => [pointer.split("/")[1] ?? "", message])),
        )
        if (errors.length === 0) throw error
      }
    })
  return {
    busy: act.busy,
    /** What is about no single field. */
    failure: act.failure,
    send,
    /** By the field's name in the API. */
    wrong: (field: string): string | undefined => wrong().get(field),
    refuse: (field: string, why: string) => setWrong(new Map([[field, why]])),
  }
}
export type Form = ReturnType<typeof createForm>
