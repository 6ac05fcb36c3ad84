/** One of several, in a panel: arrow keys walk through the list. */
import { For, Show } from "solid-js"

export interface Choice {
  readonly id: string
  readonly name: string
  readonly note?: string
}

export function ChoiceList(props: {
  readonly label: string
  readonly choices: ReadonlyArray<Choice>
  readonly chosen: string
  readonly onChoose: (id: string) => void
}) {
  let list!: HTMLUListElement
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0
    if (step === 0) return
    const buttons = [...list.querySelectorAll("button")]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus()
    event.preventDefault()
  }
  return (
    <ul ref={list} class="presets choice-list" aria-label={props.label} onKeyDown={onKeyDown}>
      <For each={props.choices}>
        {(choice) => (
          <li>
            <button
              type="button"
              aria-current={choice.id === props.chosen ? "true" : undefined}
              data-first={choice.id === props.chosen ? "" : undefined}
              onClick={() => props.onChoose(choice.id)}
            >
              {choice.name}
              <Show when={choice.note}>
                <span class="note">{choice.note}</span>
              </Show>
            </button>
          </li>
        )}
      </For>
    </ul>
  )
}
