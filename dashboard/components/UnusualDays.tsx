/** High-usage days of all accounts together: what was usual, what the excess is made of, and who explained it. */
import { createEffect, createSignal, createUniqueId, For, type JSX, Show } from "solid-js"
import type { Read } from "../create-read.ts"
import type { Day } from "../days.ts"
import { weekdayDate } from "../format-date.ts"
import { columnCredits, columnDigits, times } from "../format-number.ts"
import { operationsWords } from "../messages/operations.ts"
import { watchWords } from "../messages/watch.ts"
import { NoteCell } from "../operations/NoteCell.tsx"
import { RowsLink } from "../operations/RowsLink.tsx"
import type { DayNote, HighUsageDay, HighUsageDays } from "../operations-client.ts"
import { shareOfExcess, topCause } from "../operations-words.ts"
import { DayCauses } from "./DayCauses.tsx"
import { ChevronDown, Tick } from "./icons.tsx"
import { OperationsSection } from "./OperationsSection.tsx"

const said = () => operationsWords().unusual
const note = () => watchWords().note

export interface UnusualDaysProps {
  readonly read: Read<HighUsageDays>
  readonly today: Day
  readonly tz: string
  readonly admin: boolean
  readonly notes: ReadonlyMap<Day, DayNote>
  readonly onNoted: () => void
  /** A day that somebody asked for elsewhere on the page. */
  readonly asked: { readonly day: Day } | undefined
  readonly foot: JSX.Element
}

export function UnusualDays(props: UnusualDaysProps) {
  const explained = (days: ReadonlyArray<HighUsageDay>) =>
    days.filter(({ day }) => props.notes.has(day)).length
  const counts = () => {
    const known = props.read.latest()
    if (known === undefined || known.count === 0) return said().note(0)
    return note().counts(
      known.count - explained(known.high_usage_days),
      explained(known.high_usage_days),
    )
  }
  return (
    <OperationsSection
      id="unusual-days"
      title={said().title}
      what={said().what}
      read={props.read}
      note={counts()}
    >
      {(answer) => (
        <>
          <Show
            when={answer().high_usage_days.length > 0}
            fallback={<p class="note">{said().none}</p>}
          >
            <DaysTable {...props} days={answer().high_usage_days} />
            <Show when={answer().count > answer().high_usage_days.length}>
              <p class="note">{said().newest(answer().high_usage_days.length, answer().count)}</p>
            </Show>
          </Show>
          {props.foot}
        </>
      )}
    </OperationsSection>
  )
}

function DaysTable(props: UnusualDaysProps & { readonly days: ReadonlyArray<HighUsageDay> }) {
  const digits = () => columnDigits(props.days.flatMap(({ used, expected }) => [used, expected]))
  const [done, setDone] = createSignal("")
  const noted = (words: string) => {
    setDone(words)
    props.onNoted()
  }
  const byDay = () => new Map(props.days.map((day) => [day.day, day]))
  return (
    <>
      <section class="table-region" tabindex="0" aria-label={said().caption}>
        <table class="operations-table unusual-table">
          <caption class="visually-hidden">{said().caption}</caption>
          <thead>
            <tr>
              <th scope="col">{said().day}</th>
              <th scope="col">{said().spent}</th>
              <th scope="col">{said().expected}</th>
              <th scope="col">{said().ratio}</th>
              <th scope="col" class="start cause">
                {said().cause}
              </th>
              <th scope="col" class="start noted">
                {note().column}
              </th>
              <th scope="col" class="start">
                {note().state}
              </th>
            </tr>
          </thead>
          {/* By day, so that new figures of a day redraw no form that is open in it. */}
          <For each={props.days.map(({ day }) => day)}>
            {(day) => (
              <Show when={byDay().get(day)}>
                {(known) => <DayRow {...props} day={known()} digits={digits()} onNoted={noted} />}
              </Show>
            )}
          </For>
        </table>
      </section>
      <p class="operations-done" role="status">
        {done()}
      </p>
    </>
  )
}

function DayRow(
  props: Pick<UnusualDaysProps, "today" | "tz" | "admin" | "notes" | "asked"> & {
    readonly day: HighUsageDay
    readonly digits: number
    readonly onNoted: (words: string) => void
  },
) {
  const [open, setOpen] = createSignal(false)
  const id = createUniqueId()
  let fold!: HTMLButtonElement
  createEffect(() => {
    if (props.asked?.day !== props.day.day) return
    setOpen(true)
    fold.focus()
  })
  const label = () => weekdayDate(props.day.day, props.today)
  const noteOfDay = () => props.notes.get(props.day.day)
  return (
    <tbody data-day={props.day.day} classList={{ open: open() }}>
      <tr>
        <th scope="row">
          <button
            type="button"
            class="fold"
            ref={fold}
            aria-expanded={open()}
            aria-controls={open() ? id : undefined}
            onClick={() => setOpen(!open())}
          >
            <ChevronDown /> {label()}
          </button>
        </th>
        <td>
          <RowsLink
            figure={columnCredits(props.day.used, props.digits)}
            tz={props.tz}
            rows={{ days: { first: props.day.day, last: props.day.day } }}
          />
        </td>
        <td>{columnCredits(props.day.expected, props.digits)}</td>
        <td class="ratio">{props.day.ratio === null ? said().noRatio : times(props.day.ratio)}</td>
        <td class="start cause">
          <TopCause day={props.day} />
        </td>
        <td class="start noted">
          <NoteCell
            day={props.day.day}
            label={label()}
            note={noteOfDay()}
            admin={props.admin}
            tz={props.tz}
            onChanged={props.onNoted}
          />
        </td>
        <td class="start">
          <Show
            when={noteOfDay()}
            fallback={
              <span class="state-open">
                <span class="ring" aria-hidden="true" /> {note().open}
              </span>
            }
          >
            <span class="state-explained">
              <Tick /> {note().explained}
            </span>
          </Show>
        </td>
      </tr>
      <Show when={open()}>
        <tr id={id}>
          <td colspan="7" class="start causes">
            <DayCauses day={props.day} label={label()} today={props.today} tz={props.tz} />
          </td>
        </tr>
      </Show>
    </tbody>
  )
}

function TopCause(props: { readonly day: HighUsageDay }) {
  const account = () => topCause(props.day, "account")
  const operation = () => topCause(props.day, "operation")
  // Under some filters only one of them is known.
  return (
    <Show when={account() ?? operation()} fallback={said().noCauses}>
      {(cause) => (
        <>
          <Show when={account()}>{(known) => <>{known().value ?? said().unnamed} · </>}</Show>
          <Show when={operation()}>
            {(known) => <strong>{known().value ?? said().unnamed}</strong>}
          </Show>
          <span class="note">{shareOfExcess(cause(), props.day.excess)}</span>
        </>
      )}
    </Show>
  )
}
