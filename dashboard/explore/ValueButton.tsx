/** A value that can be chosen, and left out: by Alt, or by the button beside it. */
import { Show } from "solid-js"
import { Cross } from "../components/icons.tsx"
import { exploreWords } from "../messages/explore.ts"
import { m } from "../messages.ts"
import type { ValueState } from "./linked-list.ts"

export function ValueButton(props: {
  readonly name: string
  readonly swatch: string | undefined
  readonly state: ValueState
  /** `j` and `k` walk through these. */
  readonly entry?: true
  readonly onToggle: (how: "is" | "not") => void
}) {
  const isOut = () => props.state === "excluded"
  const press = (event: MouseEvent) =>
    // What is out comes back first.
    props.onToggle(event.altKey || isOut() ? "not" : "is")
  const onKeyDown = (event: KeyboardEvent) => {
    // A button takes no click from Enter while Alt is down.
    if (event.key !== "Enter" || !event.altKey) return
    event.preventDefault()
    props.onToggle("not")
  }
  return (
    <>
      <button
        type="button"
        class="value-button"
        data-entry={props.entry ? "" : undefined}
        aria-pressed={props.state === "chosen"}
        title={`${props.name}. ${m().filters.exclude}`}
        onClick={press}
        onKeyDown={onKeyDown}
      >
        <Show when={props.swatch}>
          {(colour) => <span class="swatch" style={{ background: colour() }} />}
        </Show>
        <span class="ellipsis">{props.name}</span>
      </button>
      <button
        type="button"
        class="exclude-button"
        aria-label={
          isOut()
            ? exploreWords().lists.include(props.name)
            : exploreWords().lists.exclude(props.name)
        }
        onClick={() => props.onToggle("not")}
      >
        <Show when={isOut()} fallback={<Cross />}>
          <span aria-hidden="true">+</span>
        </Show>
      </button>
    </>
  )
}
