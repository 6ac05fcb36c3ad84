/** The calendar's figures as a table, newest day first. */
import { For } from "solid-js"
import type { Calendar } from "../calendar.ts"
import { weekdayDate } from "../format-date.ts"
import { columnCredits, columnDigits, count } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import { useView } from "../view.ts"

export function CalendarTable(props: { readonly calendar: Calendar; readonly zone: string }) {
  const view = useView()
  const said = () => historyWords().calendar
  const days = () => props.calendar.years.flatMap((year) => year.days.toReversed())
  const digits = () => columnDigits(days().map(({ spend }) => spend))
  return (
    <section class="table-region calendar-table" tabindex="0" aria-label={said().table}>
      <table class="sums-table">
        <caption class="visually-hidden">{said().caption(props.zone)}</caption>
        <thead>
          <tr>
            <th scope="col">{said().day}</th>
            <th scope="col">{said().used}</th>
            <th scope="col">{said().entries}</th>
          </tr>
        </thead>
        <tbody>
          <For each={days()}>
            {(day) => (
              <tr>
                <th scope="row">
                  {weekdayDate(day.day, view.today())}
                  {day.flagged ? `, ${said().flagged}` : ""}
                  {day.open ? `, ${said().open}` : ""}
                </th>
                <td classList={{ zero: day.spend === "0" }}>
                  {columnCredits(day.spend, digits())}
                </td>
                <td>{count(day.count)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
