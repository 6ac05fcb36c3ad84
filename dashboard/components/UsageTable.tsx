/** The chart's figures as a real table: the way in for who cannot use a slider, and for checking. */

import { createMemo, For, Show } from "solid-js"
import type { Usage } from "#api/contract.ts"
import { columnCredits, columnDigits, count } from "../format-number.ts"
import { m } from "../messages.ts"
import { barsOf } from "../skyline-bars.ts"
import type { Grain } from "../url-state.ts"
import { useView } from "../view.ts"

const sums = ["spend", "purchase", "refund", "bonus"] as const
const said = () => m().chart

export function UsageTable(props: { readonly usage: Usage; readonly grain: Grain }) {
  const view = useView()
  const bars = createMemo(() =>
    barsOf(props.usage, {
      zone: props.usage.meta.tz,
      today: view.today(),
      firstEntry: view.rangeContext().firstEntry,
    }),
  )
  const digits = createMemo(() =>
    columnDigits([
      ...props.usage.series.flatMap((b) => [b.spend, b.purchase, b.refund, b.bonus, b.balance]),
      ...(props.usage.comparison?.series.map(({ spend }) => spend) ?? []),
    ]),
  )
  const before = createMemo(
    () => new Map(props.usage.comparison?.series.map(({ against, spend }) => [against, spend])),
  )
  const figure = (decimal: string) => columnCredits(decimal, digits())
  // A day that none is compared with, such as 29 February, was not a day of nothing.
  const figureBefore = (bucket: string) => {
    const known = before().get(bucket)
    return known === undefined ? "–" : figure(known)
  }
  const states = () =>
    ({ whole: "", cut: `, ${said().notWhole}`, open: `, ${said().soFar}` }) as const
  return (
    <section class="table-region" tabindex="0" aria-label={said().table}>
      <table class="sums-table">
        <caption class="visually-hidden">
          {said().caption[props.grain](props.usage.meta.tz)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{said().bucket[props.grain]}</th>
            <For each={sums}>{(sum) => <th scope="col">{said().sums[sum]}</th>}</For>
            <Show when={props.usage.comparison}>
              <th scope="col">{m().compare.before}</th>
            </Show>
            <th scope="col">{said().entries}</th>
            <th scope="col">{said().balanceAtEnd}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.usage.series}>
            {(bucket, i) => (
              <tr>
                <th scope="row">
                  {bars()[i()]?.name}
                  {states()[bars()[i()]?.state ?? "whole"]}
                  {bucket.flagged ? `, ${said().high}` : ""}
                </th>
                <For each={sums}>
                  {(sum) => (
                    <td classList={{ zero: bucket[sum] === "0" }}>{figure(bucket[sum])}</td>
                  )}
                </For>
                <Show when={props.usage.comparison}>
                  <td>{figureBefore(bucket.bucket)}</td>
                </Show>
                <td>{count(bucket.count)}</td>
                <td>{figure(bucket.balance)}</td>
              </tr>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{said().totalRow}</th>
            <For each={sums}>{(sum) => <td>{figure(props.usage.total[sum])}</td>}</For>
            <Show when={props.usage.comparison}>
              {(compared) => <td>{figure(compared().total.spend)}</td>}
            </Show>
            <td>{count(props.usage.total.count)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
