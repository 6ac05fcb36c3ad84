/** What the days' credits went to, by category or by operation, as the address says. */
import { For, Show } from "solid-js"
import { client, type RangeScope } from "../client.ts"
import { createRead } from "../create-read.ts"
import { refreshOnNews } from "../create-usage-read.ts"
import { historyWords } from "../messages/history.ts"
import { splits } from "../url-state.ts"
import { useView } from "../view.ts"
import { BreakdownTable, spentValues } from "./BreakdownTable.tsx"
import { Choice } from "./ScopeBar.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

export function UsageBreakdown(props: { readonly scope: RangeScope | undefined }) {
  const view = useView()
  const said = () => historyWords().breakdown
  // Explore divides by more than this section does.
  const by = () => splits.find((each) => each === view.state().by) ?? "category"
  const read = createRead(
    () => (props.scope === undefined ? undefined : { ...props.scope, by: by() }),
    client.breakdown,
  )
  refreshOnNews(read)
  // What was asked before may still be there: it goes by its own name.
  const shown = () => splits.find((each) => read.latest()?.by.includes(each)) ?? by()
  return (
    <section class="section breakdown" aria-labelledby="breakdown-title" aria-busy={read.pending()}>
      <div class="section-head">
        <h2 id="breakdown-title">{said().title}</h2>
        <Choice
          label={said().by}
          value={by()}
          onChoose={(name) =>
            view.update({ by: splits.find((each) => each === name) ?? "category" })
          }
        >
          <For each={splits}>
            {(split) => (
              <option value={split} selected={split === by()}>
                {said().split[split]}
              </option>
            )}
          </For>
        </Choice>
        <Show when={read.latest()}>
          {(known) => (
            <p class="section-note">{said().note[shown()](spentValues(known()).length)}</p>
          )}
        </Show>
      </div>
      <SectionProblem read={read} what={said().what} />
      <Show when={read.latest()}>
        {(known) => <BreakdownTable breakdown={known()} by={shown()} />}
      </Show>
    </section>
  )
}
