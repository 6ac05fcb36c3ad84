/** The chart's figures as a real table: the way in for who cannot use a slider, and for checking. */
import { createMemo, For, Show } from "solid-js"
import { columnCredits, columnDigits, count } from "../format-number.ts"
import { exploreWords } from "../messages/explore.ts"
import { m } from "../messages.ts"
import { type Explored, grainOf } from "./create-explore.ts"

export function DividedTable(props: { readonly explored: Explored; readonly title: string }) {
  const said = () => exploreWords().chart
  const divided = () => props.explored.divided
  const usage = () => props.explored.usage
  const digits = createMemo(() =>
    columnDigits(
      divided().columns.flatMap(({ values, total, before }) => [...values, total, before ?? "0"]),
    ),
  )
  const print = (decimal: string) => columnCredits(decimal, digits())
  const states = () =>
    ({ whole: "", cut: `, ${m().chart.notWhole}`, open: `, ${m().chart.soFar}` }) as const
  return (
    <section class="table-region" tabindex="0" aria-label={said().table}>
      <table class="sums-table divided-table">
        <caption class="visually-hidden">{said().caption(props.title, usage().meta.tz)}</caption>
        <thead>
          <tr>
            <th scope="col">{m().chart.bucket[grainOf(props.explored)]}</th>
            <For each={divided().parts}>{(part) => <th scope="col">{part.name}</th>}</For>
            <th scope="col">{said().sum}</th>
            <Show when={divided().before !== undefined}>
              <th scope="col">{m().compare.before}</th>
            </Show>
            <th scope="col">{m().chart.entries}</th>
          </tr>
        </thead>
        <tbody>
          <For each={divided().columns}>
            {(column, i) => (
              <tr>
                <th scope="row">
                  {column.name}
                  {states()[column.state]}
                </th>
                <For each={column.values}>
                  {(value) => <td classList={{ zero: value === "0" }}>{print(value)}</td>}
                </For>
                <td>{print(column.total)}</td>
                <Show when={divided().before !== undefined}>
                  <td>{column.before === undefined ? "–" : print(column.before)}</td>
                </Show>
                <td>{count(usage().series[i()]?.count ?? 0)}</td>
              </tr>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{said().sum}</th>
            <For each={divided().parts}>{(part) => <td>{print(part.total)}</td>}</For>
            <td>{print(divided().total)}</td>
            <Show when={divided().before}>{(before) => <td>{print(before())}</td>}</Show>
            <td>{count(divided().count)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
