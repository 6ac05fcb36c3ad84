/** What somebody wrote down about a day, and for administrators a form that changes it. */
import { createSignal, createUniqueId, onMount, Show } from "solid-js"
import { createAct } from "../create-act.ts"
import type { Day } from "../days.ts"
import { dayAndTime } from "../format-date.ts"
import { watchWords } from "../messages/watch.ts"
import { type DayNote, operationsClient } from "../operations-client.ts"

/** As many as the API takes. */
const NOTE_MAX = 1024
const said = () => watchWords().note

export function NoteCell(props: {
  readonly day: Day
  /** The day in words. */
  readonly label: string
  readonly note: DayNote | undefined
  readonly admin: boolean
  readonly tz: string
  /** What was done, in words. */
  readonly onChanged: (words: string) => void
}) {
  const act = createAct()
  const [open, setOpen] = createSignal(false)
  let opener: HTMLButtonElement | undefined
  const close = () => {
    setOpen(false)
    opener?.focus()
  }
  const pin = (text: string) =>
    act.run(async () => {
      await operationsClient.putNote(props.day, text)
      props.onChanged(said().saved)
      close()
    })
  const remove = () =>
    act.run(async () => {
      await operationsClient.removeNote(props.day)
      props.onChanged(said().removed)
    })
  return (
    <>
      <Show
        when={!open()}
        fallback={<NoteForm {...props} busy={act.busy()} pin={pin} close={close} />}
      >
        <Show when={props.note}>
          {(note) => (
            <>
              <p class="note-text">{note().text}</p>
              <p class="note">{said().pinned(dayAndTime(note().at, props.tz), note().by)}</p>
            </>
          )}
        </Show>
        <Show when={props.admin}>
          <div class="note-tools">
            <button
              type="button"
              class={props.note === undefined ? "control" : "link-button"}
              ref={(button) => {
                opener = button
              }}
              aria-label={
                props.note === undefined ? said().addTo(props.label) : said().editOf(props.label)
              }
              onClick={() => setOpen(true)}
            >
              {props.note === undefined ? said().add : said().edit}
            </button>
            <Show when={props.note}>
              <button
                type="button"
                class="link-button"
                disabled={act.busy()}
                aria-label={said().removeOf(props.label)}
                onClick={() => void remove()}
              >
                {said().remove}
              </button>
            </Show>
          </div>
        </Show>
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

function NoteForm(props: {
  readonly label: string
  readonly note: DayNote | undefined
  readonly busy: boolean
  readonly pin: (text: string) => Promise<void>
  readonly close: () => void
}) {
  const id = createUniqueId()
  let text!: HTMLTextAreaElement
  onMount(() => text.focus())
  const submit = (event: Event) => {
    event.preventDefault()
    const words = text.value.trim()
    if (words !== "") void props.pin(words)
  }
  return (
    <form
      class="note-form"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.close()
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event)
      }}
    >
      <label class="visually-hidden" for={id}>
        {said().label(props.label)}
      </label>
      <textarea id={id} ref={text} class="control field" rows={3} maxlength={NOTE_MAX} required>
        {props.note?.text ?? ""}
      </textarea>
      <div class="note-tools">
        <button type="submit" class="control primary" disabled={props.busy}>
          {said().save}
        </button>
        <button type="button" class="control" onClick={props.close}>
          {said().cancel}
        </button>
      </div>
    </form>
  )
}
