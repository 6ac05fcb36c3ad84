/** Where the credits went: one bar a category or operation, with figure and share. */
import { For, Show } from "solid-js"
import type { Breakdown } from "#api/contract.ts"
import { columnCredits, columnDigits, count, percent } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import type { SplitBy } from "../url-state.ts"

export const spentValues = (breakdown: Breakdown): Breakdown["values"] =>
  breakdown.values.filter(({ spend }) => spend !== "0")

export function BreakdownTable(props: {
  readonly breakdown: Breakdown
  readonly by: SplitBy
  /** What the region is called, where the page has several. */
  readonly label?: string
}) {
  const said = () => historyWords().breakdown
  const spent = () => spentValues(props.breakdown)
  const digits = () => columnDigits(spent().map(({ spend }) => spend))
  const largest = () => Math.max(...spent().map(({ share }) => share), Number.EPSILON)
  return (
    <Show when={spent().length > 0} fallback={<p class="note">{said().nothing}</p>}>
      <section class="table-region" tabindex="0" aria-label={props.label ?? said().table[props.by]}>
        <table class="breakdown-table">
          <caption class="visually-hidden">{said().caption[props.by]}</caption>
          <thead>
            <tr>
              <th scope="col">{said().value[props.by]}</th>
              <th scope="col" class="breakdown-bar-head">
                <span class="visually-hidden">{said().size}</span>
              </th>
              <th scope="col">{said().spent}</th>
              <th scope="col">{said().share}</th>
              <th scope="col" class="breakdown-count">
                {said().entries}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={spent()}>
              {(value) => (
                <tr>
                  <th scope="row">{value.key}</th>
                  <td class="breakdown-bar-cell" aria-hidden="true">
                    <span
                      class="breakdown-bar"
                      style={{ width: `${(value.share / largest()) * 100}%` }}
                    />
                  </td>
                  <td>{columnCredits(value.spend, digits())}</td>
                  <td>{percent(value.share * 100)}</td>
                  <td class="breakdown-count">{count(value.count)}</td>
                </tr>
              )}
            </For>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{said().total}</th>
              <td class="breakdown-bar-cell" aria-hidden="true" />
              <td>{columnCredits(props.breakdown.total.spend, digits())}</td>
              <td>{percent(100)}</td>
              <td class="breakdown-count">
                {count(spent().reduce((sum, value) => sum + value.count, 0))}
              </td>
            </tr>
          </tfoot>
        </table>
      </section>
    </Show>
  )
}
