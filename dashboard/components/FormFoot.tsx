/** The end of a dialog's form: why it was not taken, and what can be done. */
import { Show } from "solid-js"

export function FormFoot(props: {
  readonly form: { readonly failure: () => string | undefined; readonly busy: () => boolean }
  readonly cancel: string
  readonly submit: string
  readonly onClose: () => void
}) {
  return (
    <>
      <Show when={props.form.failure()}>
        {(why) => (
          <p class="field-problem wide" role="alert">
            {why()}
          </p>
        )}
      </Show>
      <div class="desk-foot wide">
        <button type="button" class="control push" onClick={() => props.onClose()}>
          {props.cancel}
        </button>
        <button type="submit" class="control primary" disabled={props.form.busy()}>
          {props.submit}
        </button>
      </div>
    </>
  )
}
