/** The days of one month of the statement: use, additions, and the balance each ended with. */
import { For, Show } from "solid-js"
import { client } from "../client.ts"
import { createRead } from "../create-read.ts"
import { monthAndYear, weekdayDate } from "../format-date.ts"
import { columnCredits, signedColumnCredits } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import { m } from "../messages.ts"
import { addedIn, type StatementRow } from "../statement.ts"
import { useView } from "../view.ts"
import { SectionProblem } from "./SectionProblem.tsx"

export function StatementDays(props: { readonly row: StatementRow; readonly digits: number }) {
  const view = useView()
  const said = () => historyWords().statement
  const range = () => ({ first: props.row.first_day, last: props.row.last_day })
  const read = createRead(() => {
    const scope = view.scope()
    return scope === undefined
      ? undefined
      : { ...scope, range: range(), filters: [], grain: "day" as const }
  }, client.usage)
  const days = () =>
    read
      .latest()
      ?.series.filter((bucket) => bucket.count > 0)
      .toReversed() ?? []
  const added = (day: { purchase: string; refund: string; bonus: string }) =>
    addedIn({ ...props.row, purchased: day.purchase, refunded: day.refund, bonus: day.bonus })
  const figure = (value: string) => signedColumnCredits(value, props.digits)
  return (
    <div aria-busy={read.pending()}>
      <SectionProblem read={read} what={said().days(monthAndYear(props.row.first_day))} />
      <Show when={read.latest()}>
        <section
          class="table-region"
          tabindex="0"
          aria-label={said().days(monthAndYear(props.row.first_day))}
        >
          <table class="sums-table">
            <caption class="visually-hidden">
              {said().days(monthAndYear(props.row.first_day))}
            </caption>
            <thead>
              <tr>
                <th scope="col">{said().day}</th>
                <th scope="col">{said().entries}</th>
                <th scope="col">{said().added}</th>
                <th scope="col">{said().spent}</th>
                <th scope="col">{said().endOfDay}</th>
              </tr>
            </thead>
            <tbody>
              <For each={days()}>
                {(day) => (
                  <tr>
                    <th scope="row">{weekdayDate(day.bucket, view.today())}</th>
                    <td>
                      <button
                        type="button"
                        class="link-button"
                        onClick={() =>
                          view.openEntries({
                            range: { first: day.bucket, last: day.bucket },
                            filters: [],
                          })
                        }
                      >
                        {m().common.entries(day.count)}
                      </button>
                    </td>
                    <td classList={{ zero: added(day) === "0" }}>{figure(added(day))}</td>
                    <td classList={{ zero: day.spend === "0" }}>
                      {figure(day.spend === "0" ? "0" : `-${day.spend}`)}
                    </td>
                    <td>{columnCredits(day.balance, props.digits)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
        <button
          type="button"
          class="link-button"
          onClick={() => view.openEntries({ range: range(), filters: [] })}
        >
          {said().everyEntry}
        </button>
      </Show>
    </div>
  )
}
