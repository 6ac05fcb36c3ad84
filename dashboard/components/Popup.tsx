/** A button that opens a small panel below itself; not modal, and gone when it is left. */
import { createEffect, createSignal, createUniqueId, type JSX, onCleanup, Show } from "solid-js"

export function Popup(props: {
  readonly name: string
  readonly button: JSX.Element
  readonly buttonClass?: string
  /** What the button says to assistive technology, where its face is an icon alone. */
  readonly buttonLabel?: string
  /** The key that presses the button too. */
  readonly shortcut?: string | undefined
  readonly align?: "end"
  readonly children: (close: () => void) => JSX.Element
}) {
  const [open, setOpen] = createSignal(false)
  const id = createUniqueId()
  let root!: HTMLDivElement
  let button!: HTMLButtonElement

  const close = () => {
    setOpen(false)
    button.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open()) return
    event.stopPropagation()
    close()
  }
  const leaveTo = (target: EventTarget | null) => {
    if (target instanceof Node && !root.contains(target)) setOpen(false)
  }
  createEffect(() => {
    if (!open()) return
    const onPointerDown = (event: PointerEvent) => leaveTo(event.target)
    document.addEventListener("pointerdown", onPointerDown)
    onCleanup(() => document.removeEventListener("pointerdown", onPointerDown))
    const panel = document.getElementById(id)
    if (panel === null || focusFirst(panel)) return
    // Its code is still on its way.
    const arrival = new MutationObserver(() => focusFirst(panel) && arrival.disconnect())
    arrival.observe(panel, { childList: true, subtree: true })
    onCleanup(() => arrival.disconnect())
  })

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere inside.
    <div
      class="popup"
      ref={root}
      onKeyDown={onKeyDown}
      onFocusOut={(event) => leaveTo(event.relatedTarget)}
    >
      <button
        type="button"
        ref={button}
        class={props.buttonClass ?? "control"}
        aria-label={props.buttonLabel}
        data-shortcut={props.shortcut}
        aria-haspopup="dialog"
        aria-expanded={open()}
        aria-controls={open() ? id : undefined}
        onClick={() => setOpen(!open())}
      >
        {props.button}
      </button>
      <Show when={open()}>
        <div
          id={id}
          role="dialog"
          aria-label={props.name}
          class="panel"
          classList={{ "panel-end": props.align === "end" }}
        >
          {props.children(close)}
        </div>
      </Show>
    </div>
  )
}

/** False while there is nothing in it that takes the focus. */
const focusFirst = (panel: HTMLElement): boolean => {
  const first =
    panel.querySelector<HTMLElement>("[data-first]") ??
    panel.querySelector<HTMLElement>("a, button, input, select")
  first?.focus()
  return first !== null
}
