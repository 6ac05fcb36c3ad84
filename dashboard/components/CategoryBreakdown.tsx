/** Where the credits went: one bar a category, with figure and share. */
import { For, Show } from "solid-js"
import { client, type RangeScope } from "../client.ts"
import { createRead } from "../create-read.ts"
import { refreshOnNews } from "../create-usage-read.ts"
import { columnCredits, columnDigits, count, percent, plural } from "../format-number.ts"
import { SectionProblem } from "./SectionProblem.tsx"

export function CategoryBreakdown(props: { readonly scope: RangeScope | undefined }) {
  const read = createRead(() => props.scope, client.breakdown)
  refreshOnNews(read)
  const spent = () => read.latest()?.values.filter(({ spend }) => spend !== "0") ?? []
  const digits = () => columnDigits(spent().map(({ spend }) => spend))
  const largest = () => Math.max(...spent().map(({ share }) => share), Number.EPSILON)
  return (
    <section class="section breakdown" aria-labelledby="breakdown-title" aria-busy={read.pending()}>
      <div class="section-head">
        <h2 id="breakdown-title">By category</h2>
        <Show when={read.latest()}>
          <p class="section-note">{plural(spent().length, "category", "categories")} with spend</p>
        </Show>
      </div>
      <SectionProblem read={read} what="The categories" />
      <Show when={read.latest()}>
        {(known) => (
          <Show when={spent().length > 0} fallback={<p class="note">Nothing was spent.</p>}>
            <section class="table-region" tabindex="0" aria-label="Categories">
              <table class="breakdown-table">
                <caption class="visually-hidden">Credits spent by category</caption>
                <thead>
                  <tr>
                    <th scope="col">Category</th>
                    <th scope="col" class="breakdown-bar-head">
                      <span class="visually-hidden">Size</span>
                    </th>
                    <th scope="col">Spent</th>
                    <th scope="col">Share</th>
                    <th scope="col" class="breakdown-count">
                      Entries
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
                    <th scope="row">Total</th>
                    <td class="breakdown-bar-cell" aria-hidden="true" />
                    <td>{columnCredits(known().total.spend, digits())}</td>
                    <td>100%</td>
                    <td class="breakdown-count">
                      {count(spent().reduce((sum, value) => sum + value.count, 0))}
                    </td>
                  </tr>
                </tfoot>
              </table>
            </section>
          </Show>
        )}
      </Show>
    </section>
  )
}
