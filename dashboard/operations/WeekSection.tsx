/** When in the week credits go: weekdays by hours, with the sum of each weekday. */
import { createMemo, createSignal, Show } from "solid-js"
import { Figures } from "../components/Phrases.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { StepLegend } from "../components/StepLegend.tsx"
import type { Read } from "../create-read.ts"
import type { Day } from "../days.ts"
import { shortDate, weekdayName } from "../format-date.ts"
import { columnCredits, columnDigits, credits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { WeekHours } from "../operations-client.ts"
import { type FactColumn, FactTable } from "./FactTable.tsx"
import { RowsLink } from "./RowsLink.tsx"
import { WeekGrid } from "./WeekGrid.tsx"
import {
  HOURS,
  inWeekOrder,
  sayWeekHour,
  WEEKDAYS,
  type WeekHour,
  weekCellsOf,
} from "./week-cells.ts"

const said = () => watchWords().week

export function WeekSection(props: { readonly read: Read<WeekHours>; readonly today: Day }) {
  const [asTable, setAsTable] = createSignal(false)
  const words = () => watchWords().band
  return (
    <section class="half" aria-labelledby="week-title" aria-busy={props.read.pending()}>
      <div class="section-head">
        <h2 id="week-title">{said().title}</h2>
        <Show when={props.read.latest()}>
          {(known) => (
            <p class="section-note" data-figure="week-total" data-exact={known().total.spend}>
              <Figures
                text={said().note(known().meta.tz, credits(known().total.spend))}
                link={(figure) => (
                  <RowsLink
                    figure={figure}
                    tz={known().meta.tz}
                    rows={{ days: { first: known().first_day, last: known().last_day } }}
                  />
                )}
              />
            </p>
          )}
        </Show>
      </div>
      <SectionProblem read={props.read} what={said().what} />
      <Show
        when={props.read.latest()}
        fallback={<div class="skeleton skeleton-week" aria-hidden="true" />}
      >
        {(known) => (
          <Show
            when={asTable()}
            fallback={<Grid hours={ordered(known())} tz={known().meta.tz} today={props.today} />}
          >
            <WeekTable hours={ordered(known())} tz={known().meta.tz} />
          </Show>
        )}
      </Show>
      <div class="section-foot">
        <Show when={props.read.latest()}>
          {(known) => (
            <StepLegend steps={weekCellsOf(known().hours).steps} words={watchWords().week} />
          )}
        </Show>
        <button
          type="button"
          class="link-button push"
          aria-pressed={asTable()}
          onClick={() => setAsTable(!asTable())}
        >
          {asTable() ? words().asChart : words().asTable}
        </button>
      </div>
    </section>
  )
}

const ordered = (known: WeekHours) => inWeekOrder(known.hours)

function Grid(props: {
  readonly hours: ReadonlyArray<WeekHour>
  readonly tz: string
  readonly today: Day
}) {
  const cells = createMemo(() => weekCellsOf(props.hours))
  const [picked, setPicked] = createSignal<number>()
  const active = () => picked() ?? cells().highest
  const text = () => {
    const cell = props.hours[active()]
    return cell === undefined ? "" : sayWeekHour(cell, props.today)
  }
  return (
    <>
      <p class="readout week-readout">
        {text()}
        <Show when={props.hours[active()]?.highest}>
          {(highest) => (
            <>
              {" · "}
              <RowsLink
                figure={shortDate(highest().day, props.today)}
                tz={props.tz}
                rows={{ days: { first: highest().day, last: highest().day } }}
              />
            </>
          )}
        </Show>
      </p>
      <WeekGrid cells={cells()} active={active()} said={text()} onPick={setPicked} />
    </>
  )
}

interface WeekRow {
  readonly weekday: number
  readonly hours: ReadonlyArray<string>
  readonly total: string
}

function WeekTable(props: { readonly hours: ReadonlyArray<WeekHour>; readonly tz: string }) {
  const cells = createMemo(() => weekCellsOf(props.hours))
  const rows = (): ReadonlyArray<WeekRow> =>
    WEEKDAYS.map((at) => ({
      weekday: cells().weekdays[at] ?? 1,
      hours: props.hours.slice(at * HOURS, (at + 1) * HOURS).map(({ spend }) => spend),
      total: cells().totals[at] ?? "0",
    }))
  const digits = () => columnDigits(props.hours.map(({ spend }) => spend))
  const columns = (): ReadonlyArray<FactColumn<WeekRow>> => [
    { title: said().weekday, cell: ({ weekday }) => weekdayName(weekday) },
    ...Array.from({ length: HOURS }, (_, hour) => ({
      title: `${hour}`.padStart(2, "0"),
      cell: ({ hours }: WeekRow) => columnCredits(hours[hour] ?? "0", digits()),
    })),
    { title: said().total, cell: ({ total }) => columnCredits(total, digits()) },
  ]
  return (
    <FactTable
      caption={said().caption(props.tz)}
      columns={columns()}
      rows={rows()}
      class="week-table"
    />
  )
}
