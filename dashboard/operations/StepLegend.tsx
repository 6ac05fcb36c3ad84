/** What the five shades of a calendar or grid stand for. */
import { For, Show } from "solid-js"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { credits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"

const said = () => watchWords().week

export function StepLegend(props: {
  readonly steps: ReadonlyArray<bigint>
  /** Whether some cells are marked as unusual. */
  readonly flagged?: true
}) {
  return (
    <Show when={props.steps.length > 0}>
      <ul class="calendar-legend">
        <For each={props.steps}>
          {(step, i) => (
            <li>
              <span class={`swatch seq-${i() + 1}`} /> {said().to(credits(formatDecimal(step)))}
            </li>
          )}
        </For>
        <li>
          <span class="swatch seq-5" /> {said().above}
        </li>
        <Show when={props.flagged}>
          <li>
            <span class="swatch swatch-flagged" /> {watchWords().band.states.flagged}
          </li>
        </Show>
      </ul>
    </Show>
  )
}
