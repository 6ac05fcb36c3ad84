/** High-usage days of single accounts, which the sum of all may hide. */
import { For, Show } from "solid-js"
import type { Read } from "../create-read.ts"
import { weekdayDate } from "../format-date.ts"
import { columnCredits, columnDigits, signedColumnCredits, times } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import type { HighUsageAccounts } from "../operations-client.ts"
import { useView } from "../view.ts"
import { OperationsSection } from "./OperationsSection.tsx"

const said = () => operationsWords().accounts
const columns = () => operationsWords().unusual

export function AccountDays(props: {
  readonly read: Read<HighUsageAccounts>
  readonly today: string
  readonly tz: string
}) {
  const known = () => props.read.latest()
  return (
    <OperationsSection
      title={said().title}
      what={said().what}
      read={props.read}
      note={said().note(known()?.judged ?? 0, known()?.accounts ?? 0)}
    >
      {(answer) => (
        <Show
          when={answer().high_usage_days.length > 0}
          fallback={<p class="note">{said().none}</p>}
        >
          <AccountsTable days={answer().high_usage_days} today={props.today} tz={props.tz} />
        </Show>
      )}
    </OperationsSection>
  )
}

function AccountsTable(props: {
  readonly days: HighUsageAccounts["high_usage_days"]
  readonly today: string
  readonly tz: string
}) {
  const view = useView()
  const digits = () =>
    columnDigits(props.days.flatMap(({ used, expected, excess }) => [used, expected, excess]))
  const hrefOf = (account: string, day: string) =>
    view.href("/usage", {
      account,
      range: { first: day, last: day },
      tz: props.tz,
      filters: [],
      compare: undefined,
    })
  return (
    <section class="table-region" tabindex="0" aria-label={said().caption}>
      <table class="operations-table">
        <caption class="visually-hidden">{said().caption}</caption>
        <thead>
          <tr>
            <th scope="col">{said().account}</th>
            <th scope="col" class="start">
              {columns().day}
            </th>
            <th scope="col">{columns().spent}</th>
            <th scope="col">{columns().expected}</th>
            <th scope="col">{columns().excess}</th>
            <th scope="col">{columns().ratio}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.days}>
            {(row) => (
              <tr data-account-day={`${row.account} ${row.day}`}>
                <th scope="row">{row.account}</th>
                <td class="start">
                  <a
                    href={hrefOf(row.account, row.day)}
                    aria-label={said().see(row.account, weekdayDate(row.day, props.today))}
                  >
                    {weekdayDate(row.day, props.today)}
                  </a>
                </td>
                <td>{columnCredits(row.used, digits())}</td>
                <td>{columnCredits(row.expected, digits())}</td>
                <td>{signedColumnCredits(row.excess, digits())}</td>
                <td class="flagged">{row.ratio === null ? columns().noRatio : times(row.ratio)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
