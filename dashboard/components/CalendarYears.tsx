/** Every day of the lifetime, a year in each block; the readout names the one that is marked. */
import { createMemo, createSignal, For, Show } from "solid-js"
import type { Usage } from "#api/contract.ts"
import { type Calendar, calendarOf, dayIn } from "../calendar.ts"
import type { Read } from "../create-read.ts"
import type { Day } from "../days.ts"
import { fullDate, weekdayDate } from "../format-date.ts"
import { credits } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import { sayDay } from "../say-day.ts"
import { useView } from "../view.ts"
import { CalendarTable } from "./CalendarTable.tsx"
import { CalendarYear } from "./CalendarYear.tsx"
import { SectionProblem } from "./SectionProblem.tsx"
import { StepLegend } from "./StepLegend.tsx"

export function CalendarYears(props: { readonly read: Read<Usage> }) {
  const [asTable, setAsTable] = createSignal(false)
  const calendar = createMemo(() => {
    const usage = props.read.latest()
    return usage === undefined ? undefined : calendarOf(usage)
  })
  return (
    <section
      class="section calendar"
      id="calendar"
      aria-labelledby="calendar-title"
      aria-busy={props.read.pending()}
    >
      <div class="section-head">
        <h2 id="calendar-title">{historyWords().calendar.title}</h2>
        <Show when={calendar()}>{(known) => <Summary calendar={known()} />}</Show>
        <button
          type="button"
          class="link-button push"
          aria-pressed={asTable()}
          onClick={() => setAsTable(!asTable())}
        >
          {asTable() ? historyWords().calendar.asChart : historyWords().calendar.asTable}
        </button>
      </div>
      <SectionProblem read={props.read} what={historyWords().calendar.what} />
      <Show
        when={calendar()}
        fallback={
          <Show when={props.read.problem() === undefined}>
            <div class="skeleton skeleton-calendar" aria-hidden="true" />
          </Show>
        }
      >
        {(known) => (
          <Show when={asTable()} fallback={<Years calendar={known()} />}>
            <CalendarTable calendar={known()} zone={props.read.latest()?.meta.tz ?? ""} />
          </Show>
        )}
      </Show>
    </section>
  )
}

function Summary(props: { readonly calendar: Calendar }) {
  const view = useView()
  const said = () => historyWords().calendar
  const first = () => props.calendar.years.at(-1)?.days[0]
  return (
    <p class="section-note">
      <Show when={first()}>{(day) => said().days(props.calendar.days, fullDate(day().day))}</Show>
      <Show when={props.calendar.highest}>
        {(day) => (
          <>
            {" · "}
            {said().highest(weekdayDate(day().day, view.today()), credits(day().spend))}
          </>
        )}
      </Show>
    </p>
  )
}

function Years(props: { readonly calendar: Calendar }) {
  const view = useView()
  const [picked, setPicked] = createSignal<Day>()
  const marked = () =>
    dayIn(props.calendar, picked() ?? "") ?? props.calendar.years[0]?.days.findLast((d) => !d.open)
  const open = (day: Day) =>
    view.openEntries({ range: { first: day, last: day }, filters: [], day: undefined })
  return (
    <>
      <div class="readout">
        <p>
          <Show when={marked()}>{(day) => sayDay(day(), view.today())}</Show>
        </p>
        <Show when={marked()}>
          {(day) => (
            <button type="button" class="link-button" onClick={() => open(day().day)}>
              {historyWords().calendar.only}
            </button>
          )}
        </Show>
        <StepLegend
          steps={props.calendar.steps}
          words={historyWords().calendar}
          flagged={historyWords().calendar.unusual}
        />
      </div>
      <For each={props.calendar.years}>
        {(year) => (
          <CalendarYear
            year={year}
            calendar={props.calendar}
            marked={marked()}
            onMark={setPicked}
            onOpen={open}
          />
        )}
      </For>
    </>
  )
}
