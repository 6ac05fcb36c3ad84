/** A button that copies a text and says whether it could. */
import { createSignal, type JSX, onCleanup, Show } from "solid-js"
import { copyText } from "../clipboard.ts"
import { m } from "../messages.ts"
import { Copy, Tick } from "./icons.tsx"

const SAID_FOR_MS = 2500

export function CopyButton(props: {
  readonly text: () => string
  /** What the button is called where its face is an icon alone. */
  readonly label?: string
  readonly class?: string
  readonly children?: JSX.Element
}) {
  const [outcome, setOutcome] = createSignal<boolean>()
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async () => {
    setOutcome(await copyText(props.text()))
    clearTimeout(timer)
    timer = setTimeout(() => setOutcome(undefined), SAID_FOR_MS)
  }
  return (
    <>
      <button
        type="button"
        class={props.class ?? "control"}
        aria-label={props.label}
        onClick={copy}
      >
        <Show when={outcome() === true} fallback={props.children ?? <Copy />}>
          <Tick /> <Show when={props.children}>{m().common.copied}</Show>
        </Show>
      </button>
      <span class="visually-hidden" role="status">
        <Show when={outcome() !== undefined}>
          {outcome() === true ? m().common.copied : m().common.copyFailed}
        </Show>
      </span>
    </>
  )
}
