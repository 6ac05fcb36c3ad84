/** A labelled field of a form, with its note, or with what is wrong with it. */
import { createUniqueId, type JSX, Show } from "solid-js"

export interface FieldIds {
  readonly id: string
  readonly "aria-describedby": string
  readonly "aria-invalid": "true" | undefined
}

export function FormField(props: {
  readonly label: string
  readonly note?: string | undefined
  readonly problem: string | undefined
  readonly class?: string
  /** The control, which takes these attributes. */
  readonly children: (ids: FieldIds) => JSX.Element
}) {
  const id = createUniqueId()
  const about = `${id}-about`
  const ids: FieldIds = {
    id,
    "aria-describedby": about,
    get "aria-invalid"() {
      return props.problem === undefined ? undefined : "true"
    },
  }
  return (
    <div class={`form-field ${props.class ?? ""}`}>
      <label for={id}>{props.label}</label>
      {props.children(ids)}
      <p
        id={about}
        classList={{
          "field-problem": props.problem !== undefined,
          note: props.problem === undefined,
        }}
      >
        <Show when={props.problem} fallback={props.note}>
          {(why) => why()}
        </Show>
      </p>
    </div>
  )
}
