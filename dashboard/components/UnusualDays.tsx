/** High-usage days of all accounts together: what was expected, and what the excess is made of. */
import { createSignal, createUniqueId, For, Show } from "solid-js"
import type { Read } from "../create-read.ts"
import { weekdayDate } from "../format-date.ts"
import { columnCredits, columnDigits, signedColumnCredits, times } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import type { HighUsageDay, HighUsageDays } from "../operations-client.ts"
import { shareOfExcess, topCause } from "../operations-words.ts"
import { DayCauses } from "./DayCauses.tsx"
import { ChevronDown } from "./icons.tsx"
import { OperationsSection } from "./OperationsSection.tsx"

const said = () => operationsWords().unusual

export function UnusualDays(props: {
  readonly read: Read<HighUsageDays>
  readonly today: string
  readonly tz: string
}) {
  return (
    <OperationsSection
      title={said().title}
      what={said().what}
      read={props.read}
      note={said().note(props.read.latest()?.count ?? 0)}
    >
      {(answer) => (
        <Show
          when={answer().high_usage_days.length > 0}
          fallback={<p class="note">{said().none}</p>}
        >
          <DaysTable days={answer().high_usage_days} today={props.today} tz={props.tz} />
          <Show when={answer().count > answer().high_usage_days.length}>
            <p class="note">{said().newest(answer().high_usage_days.length, answer().count)}</p>
          </Show>
        </Show>
      )}
    </OperationsSection>
  )
}

function DaysTable(props: {
  readonly days: ReadonlyArray<HighUsageDay>
  readonly today: string
  readonly tz: string
}) {
  const digits = () =>
    columnDigits(props.days.flatMap(({ used, expected, excess }) => [used, expected, excess]))
  return (
    <section class="table-region" tabindex="0" aria-label={said().caption}>
      <table class="operations-table">
        <caption class="visually-hidden">{said().caption}</caption>
        <thead>
          <tr>
            <th scope="col">{said().day}</th>
            <th scope="col">{said().spent}</th>
            <th scope="col">{said().expected}</th>
            <th scope="col">{said().excess}</th>
            <th scope="col">{said().ratio}</th>
            <th scope="col" class="start cause">
              {said().cause}
            </th>
          </tr>
        </thead>
        <For each={props.days}>
          {(day) => <DayRow day={day} digits={digits()} today={props.today} tz={props.tz} />}
        </For>
      </table>
    </section>
  )
}

function DayRow(props: {
  readonly day: HighUsageDay
  readonly digits: number
  readonly today: string
  readonly tz: string
}) {
  const [open, setOpen] = createSignal(false)
  const id = createUniqueId()
  return (
    <tbody data-day={props.day.day}>
      <tr>
        <th scope="row">
          <button
            type="button"
            class="fold"
            aria-expanded={open()}
            aria-controls={open() ? id : undefined}
            onClick={() => setOpen(!open())}
          >
            <ChevronDown /> {weekdayDate(props.day.day, props.today)}
          </button>
        </th>
        <td>{columnCredits(props.day.used, props.digits)}</td>
        <td>{columnCredits(props.day.expected, props.digits)}</td>
        <td>{signedColumnCredits(props.day.excess, props.digits)}</td>
        <td class="flagged">
          {props.day.ratio === null ? said().noRatio : times(props.day.ratio)}
        </td>
        <td class="start cause">
          <TopCause day={props.day} />
        </td>
      </tr>
      <Show when={open()}>
        <tr id={id}>
          <td colspan="6" class="start causes">
            <DayCauses
              day={props.day}
              label={weekdayDate(props.day.day, props.today)}
              tz={props.tz}
            />
          </td>
        </tr>
      </Show>
    </tbody>
  )
}

function TopCause(props: { readonly day: HighUsageDay }) {
  const account = () => topCause(props.day, "account")
  const operation = () => topCause(props.day, "operation")
  return (
    <Show when={account()} fallback={said().noCauses}>
      {(cause) => (
        <>
          {cause().value ?? said().unnamed} ·{" "}
          <strong>{operation()?.value ?? said().unnamed}</strong>
          <span class="note">{shareOfExcess(cause(), props.day.excess)}</span>
        </>
      )}
    </Show>
  )
}
