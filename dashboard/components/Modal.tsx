/** A dialog over the page: what is behind is inert, Escape closes, the focus goes back. */
import { createUniqueId, type JSX, onCleanup, onMount } from "solid-js"
import { m } from "../messages.ts"
import { Cross } from "./icons.tsx"
import "../styles/modal.css"

export function Modal(props: {
  readonly title: string
  readonly onClose: () => void
  readonly children: JSX.Element
}) {
  const id = createUniqueId()
  let dialog!: HTMLDialogElement
  const before = document.activeElement
  onMount(() => dialog.showModal())
  onCleanup(() => {
    if (dialog.open) dialog.close()
    if (before instanceof HTMLElement) before.focus()
  })
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same.
    <dialog
      ref={dialog}
      class="modal"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
      onClick={(event) => event.target === dialog && props.onClose()}
    >
      <div class="modal-body">
        <header class="modal-head">
          <h2 id={id}>{props.title}</h2>
          <button
            type="button"
            class="sheet-button"
            aria-label={m().common.close}
            onClick={() => props.onClose()}
          >
            <Cross />
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  )
}
