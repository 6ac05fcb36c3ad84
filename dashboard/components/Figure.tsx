/** One labelled figure of a `dl`, with its note and what counts for it. */
import { createSignal, createUniqueId, type JSX, Show } from "solid-js"
import { credits, exactCredits, isShortened } from "../format-number.ts"
import { m } from "../messages.ts"
import { Question } from "./icons.tsx"

export function Figure(props: {
  readonly label: string
  /** What exactly the figure is, for who asks. */
  readonly counts: string
  readonly class?: string
  readonly note?: JSX.Element
  readonly children: JSX.Element
}) {
  const [open, setOpen] = createSignal(false)
  const id = createUniqueId()
  return (
    <div class={`figure ${props.class ?? ""}`}>
      <dt>
        {props.label}
        <button
          type="button"
          class="what-counts"
          aria-expanded={open()}
          aria-controls={open() ? id : undefined}
          aria-label={m().usage.counts(props.label)}
          onClick={() => setOpen(!open())}
        >
          <Question />
        </button>
        <Show when={props.note}>
          <span class="figure-aside">{props.note}</span>
        </Show>
      </dt>
      <dd>
        {props.children}
        <Show when={open()}>
          <p id={id} class="definition">
            {props.counts}
          </p>
        </Show>
      </dd>
    </div>
  )
}

/** Credits in large type; where digits are left out, the exact figure is there for everybody. */
export function Credits(props: { readonly value: string }) {
  return (
    <data
      value={props.value}
      title={isShortened(props.value) ? exactCredits(props.value) : undefined}
    >
      {credits(props.value)}
      <Show when={isShortened(props.value)}>
        <span class="visually-hidden">{m().usage.exactly(exactCredits(props.value))}</span>
      </Show>
    </data>
  )
}
