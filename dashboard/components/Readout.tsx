/** What the marked bar of the chart says, and the buttons that move the mark on small screens. */
import { For, Show } from "solid-js"
import { m } from "../messages.ts"
import type { Bar } from "../skyline-bars.ts"
import type { Grain } from "../url-state.ts"
import { ArrowLeft, ArrowRight } from "./icons.tsx"

export function Readout(props: {
  readonly bar: Bar | undefined
  readonly grain: Grain
  readonly onOpen: (bar: Bar) => void
}) {
  return (
    <div class="readout">
      <Show when={props.bar} fallback={<p>{m().chart.noDays}</p>}>
        {(bar) => (
          <>
            <p>
              <strong>{bar().name}</strong>
              <For each={bar().said}>
                {(part) => (part.strong ? <strong>{part.text}</strong> : part.text)}
              </For>
            </p>
            <button type="button" class="link-button" onClick={() => props.onOpen(bar())}>
              {m().chart.open[props.grain]}
            </button>
          </>
        )}
      </Show>
    </div>
  )
}

export function StepButton(props: {
  readonly bar: Pick<Bar, "name"> | undefined
  readonly direction: -1 | 1
  readonly onStep: () => void
}) {
  return (
    <button type="button" class="control" disabled={props.bar === undefined} onClick={props.onStep}>
      <Show when={props.direction < 0}>
        <ArrowLeft />
      </Show>
      {props.bar?.name ?? (props.direction < 0 ? m().chart.first : m().chart.last)}
      <Show when={props.direction > 0}>
        <ArrowRight />
      </Show>
    </button>
  )
}
