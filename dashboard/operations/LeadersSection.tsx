/** Accounts by what they spent, and by how much that is more or less than before. */
import { For, Show } from "solid-js"
import { SectionProblem } from "../components/SectionProblem.tsx"
import type { Read } from "../create-read.ts"
import { countDays, type Day } from "../days.ts"
import { dateRange } from "../format-date.ts"
import { columnCredits, columnDigits, percent, signedPercent } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { Leaders } from "../operations-client.ts"
import { pixelValue } from "../skyline-bars.ts"
import { createDayLink } from "./day-link.ts"
import { RowsLink } from "./RowsLink.tsx"

const said = () => watchWords().leaders

export function LeadersSection(props: {
  readonly read: Read<Leaders>
  readonly today: Day
  readonly tz: string
}) {
  return (
    <section class="half" aria-labelledby="leaders-title" aria-busy={props.read.pending()}>
      <div class="section-head">
        <h2 id="leaders-title">{said().title}</h2>
      </div>
      <SectionProblem read={props.read} what={said().what} />
      <Show
        when={props.read.latest()}
        fallback={<div class="skeleton skeleton-week" aria-hidden="true" />}
      >
        {(known) => <LeadersTable known={known()} today={props.today} tz={props.tz} />}
      </Show>
    </section>
  )
}

function LeadersTable(props: {
  readonly known: Leaders
  readonly today: Day
  readonly tz: string
}) {
  const hrefOf = createDayLink(() => props.tz)
  const all = () => [
    ...props.known.values,
    ...(props.known.other === null ? [] : [props.known.other]),
  ]
  const digits = () => columnDigits([...all().map(({ value }) => value), props.known.total.value])
  const highest = () => Math.max(1, ...props.known.values.map(({ value }) => pixelValue(value)))
  const change = (of: { readonly change?: number | null }) =>
    of.change === undefined || of.change === null ? said().isNew : signedPercent(of.change * 100)
  const days = () => ({ first: props.known.first_day, last: props.known.last_day })
  const isCompared = () => props.known.comparison !== null
  return (
    <>
      <section class="table-region" tabindex="0" aria-label={said().caption}>
        <table class="operations-table leaders-table">
          <caption class="visually-hidden">{said().caption}</caption>
          <thead>
            <tr>
              <th scope="col">{said().account}</th>
              <th scope="col">
                {said().days(
                  countDays({ first: props.known.first_day, last: props.known.last_day }),
                )}
              </th>
              <th scope="col">{said().share}</th>
              <Show when={isCompared()}>
                <th scope="col">{said().change}</th>
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={props.known.values}>
              {(leader) => (
                <tr data-leader={leader.key}>
                  <th scope="row">
                    <a href={hrefOf(leader.key, props.known.first_day, props.known.last_day)}>
                      {leader.key}
                    </a>
                    <span
                      class="leader-bar"
                      style={{ width: `${(100 * pixelValue(leader.value)) / highest()}%` }}
                    />
                  </th>
                  <td>
                    <RowsLink
                      figure={columnCredits(leader.value, digits())}
                      tz={props.tz}
                      rows={{
                        days: days(),
                        by: "operation",
                        only: { field: "account", value: leader.key },
                      }}
                    />
                  </td>
                  <td class="quiet">{percent(leader.share * 100)}</td>
                  <Show when={isCompared()}>
                    <td>{change(leader)}</td>
                  </Show>
                </tr>
              )}
            </For>
            <Show when={props.known.other}>
              {(other) => (
                <tr>
                  <th scope="row">{said().others(other().groups)}</th>
                  <td>
                    <RowsLink
                      figure={columnCredits(other().value, digits())}
                      tz={props.tz}
                      rows={{ days: days(), without: props.known.values.map(({ key }) => key) }}
                    />
                  </td>
                  <td class="quiet">{percent(other().share * 100)}</td>
                  <Show when={isCompared()}>
                    <td>{change(other())}</td>
                  </Show>
                </tr>
              )}
            </Show>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{said().all}</th>
              <td data-figure="leaders-total" data-exact={props.known.total.value}>
                <RowsLink
                  figure={columnCredits(props.known.total.value, digits())}
                  tz={props.tz}
                  rows={{ days: days() }}
                />
              </td>
              <td>{percent(100)}</td>
              <Show when={isCompared()}>
                <td>{change(props.known.total)}</td>
              </Show>
            </tr>
          </tfoot>
        </table>
      </section>
      <Show when={props.known.comparison}>
        {(before) => (
          <p class="note">
            {said().note(
              dateRange({ first: before().first_day, last: before().last_day }, props.today),
              before().match === "weekday",
            )}
          </p>
        )}
      </Show>
    </>
  )
}
