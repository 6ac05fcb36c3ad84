/** Sends a rejection again, as it was or corrected, or lets it go with a note. */
import { createSignal, createUniqueId, Show } from "solid-js"
import type { Rejection } from "#api/rejection-contract.ts"
import { createAct } from "../create-act.ts"
import { operationsWords } from "../messages/operations.ts"
import { type Decision, operationsClient } from "../operations-client.ts"
import { decidedWords } from "../operations-words.ts"

const NOTE_MAX = 1024
/** As many as the API takes with the words around it. */
const EVENT_MAX = 65_536
const said = () => operationsWords().rejections

const nameOf = ({ account, event_id, reason }: Rejection) =>
  `${said().reasons[reason]} ${account ?? ""} ${event_id ?? ""}`.trim()

export function RejectionDecision(props: {
  readonly rejection: Rejection
  /** What became of it, in words. */
  readonly onDecided: (words: string) => void
}) {
  const act = createAct()
  const [open, setOpen] = createSignal<"correct" | "dismiss">()
  const decide = (decision: Decision) =>
    act.run(async () => {
      const { result } = await operationsClient.resolve(props.rejection.id, decision)
      props.onDecided(decidedWords(result))
    })
  const opener = (form: "correct" | "dismiss", label: string) => (
    <button
      type="button"
      class="control"
      aria-expanded={open() === form}
      aria-label={label}
      onClick={() => setOpen(open() === form ? undefined : form)}
    >
      {said()[form]}
    </button>
  )
  const form = { busy: act.busy, decide, close: () => setOpen(undefined) }
  return (
    <>
      <button
        type="button"
        class="control"
        disabled={act.busy()}
        aria-label={said().retryOf(nameOf(props.rejection))}
        onClick={() => void decide({ action: "retry" })}
      >
        {said().retry}
      </button>
      {opener("correct", said().correctOf(nameOf(props.rejection)))}
      <Show when={props.rejection.resolution?.action !== "dismiss"}>
        {opener("dismiss", said().dismissOf(nameOf(props.rejection)))}
      </Show>
      <Show when={open() === "correct"}>
        <Correction {...form} raw={props.rejection.raw} />
      </Show>
      <Show when={open() === "dismiss"}>
        <Dismissal {...form} />
      </Show>
      <Show when={act.failure()}>
        {(why) => (
          <p class="field-problem" role="alert">
            {why()}
          </p>
        )}
      </Show>
    </>
  )
}

interface DecisionForm {
  readonly busy: () => boolean
  readonly decide: (decision: Decision) => Promise<void>
  readonly close: () => void
}

function Correction(props: DecisionForm & { readonly raw: Rejection["raw"] }) {
  const id = createUniqueId()
  const [bad, setBad] = createSignal(false)
  let text!: HTMLTextAreaElement
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const corrected = readJson(text.value)
    setBad(corrected === undefined)
    if (corrected !== undefined) void props.decide({ action: "retry", event: corrected })
  }
  return (
    <form class="decision" onSubmit={submit}>
      <label for={id}>{said().event}</label>
      <textarea
        id={id}
        ref={text}
        class="control field"
        rows={6}
        maxlength={EVENT_MAX}
        spellcheck={false}
        required
        aria-invalid={bad()}
      >
        {props.raw.encoding === "utf-8" ? props.raw.data : ""}
      </textarea>
      <Show when={bad()}>
        <p class="field-problem" role="alert">
          {said().notJson}
        </p>
      </Show>
      <FormButtons {...props} submit={said().correctNow} />
    </form>
  )
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function Dismissal(props: DecisionForm) {
  const id = createUniqueId()
  let note!: HTMLInputElement
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const words = note.value.trim()
    if (words !== "") void props.decide({ action: "dismiss", note: words })
  }
  return (
    <form class="decision" onSubmit={submit}>
      <label for={id}>{said().note}</label>
      <input id={id} ref={note} class="control field" required maxlength={NOTE_MAX} />
      <FormButtons {...props} submit={said().dismissNow} />
    </form>
  )
}

const FormButtons = (props: DecisionForm & { readonly submit: string }) => (
  <div class="operations-tools">
    <button type="submit" class="control primary" disabled={props.busy()}>
      {props.submit}
    </button>
    <button type="button" class="control" onClick={props.close}>
      {said().cancel}
    </button>
  </div>
)
