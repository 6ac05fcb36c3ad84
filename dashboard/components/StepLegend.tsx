/** What the five shades of a calendar or grid stand for. */
import { For, Show } from "solid-js"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { credits } from "../format-number.ts"

export function StepLegend(props: {
  readonly steps: ReadonlyArray<bigint>
  readonly words: { readonly to: (credits: string) => string; readonly above: string }
  /** What a marked cell is called, where some are marked. */
  readonly flagged?: string
}) {
  return (
    <Show when={props.steps.length > 0}>
      <ul class="calendar-legend">
        <For each={props.steps}>
          {(step, i) => (
            <li>
              <span class={`swatch seq-${i() + 1}`} />{" "}
              {props.words.to(credits(formatDecimal(step)))}
            </li>
          )}
        </For>
        <li>
          <span class="swatch seq-5" /> {props.words.above}
        </li>
        <Show when={props.flagged}>
          {(name) => (
            <li>
              <span class="swatch swatch-flagged" /> {name()}
            </li>
          )}
        </Show>
      </ul>
    </Show>
  )
}
