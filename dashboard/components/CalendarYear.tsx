/** One year of the calendar: its days and its figures. */
import { createMemo, Show } from "solid-js"
import {
  type Calendar,
  type CalendarDay,
  stepDay,
  weekdayOf,
  weekOf,
  type CalendarYear as Year,
} from "../calendar.ts"
import { daysOfYear, monthsOfYear } from "../calendar-layout.ts"
import type { Day } from "../days.ts"
import { shortDate } from "../format-date.ts"
import { credits } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import { sayDay } from "../say-day.ts"
import { useView } from "../view.ts"
import { CalendarPlate } from "./CalendarPlate.tsx"

export interface CalendarYearProps {
  readonly year: Year
  readonly calendar: Calendar
  readonly marked: CalendarDay | undefined
  readonly onMark: (day: Day) => void
  readonly onOpen: (day: Day) => void
}

export function CalendarYear(props: CalendarYearProps) {
  const view = useView()
  const marked = () =>
    props.marked?.day.startsWith(props.year.year) ? props.marked : props.year.days.at(-1)
  const heads = createMemo(() => monthsOfYear(props.year.year))
  const absent = createMemo(() => {
    const known = new Set(props.year.days.map(({ day }) => day))
    return daysOfYear(props.year.year)
      .filter((day) => !known.has(day))
      .map((day) => ({ week: weekOf(day), weekday: weekdayOf(day) }))
  })
  return (
    <div class="calendar-year">
      <YearFigures year={props.year} />
      <CalendarPlate
        cells={props.year.days}
        heads={heads()}
        absent={absent()}
        at={marked()}
        marked={marked() === props.marked}
        label={historyWords().calendar.label(props.year.year)}
        keys={historyWords().calendar.keys}
        said={sayMarked(marked(), view.today())}
        step={(from, by) => withinYear(stepDay(props.calendar, from, by), props.year)}
        onMark={props.onMark}
        onOpen={props.onOpen}
      />
    </div>
  )
}

const sayMarked = (day: CalendarDay | undefined, today: Day) =>
  day === undefined ? "" : sayDay(day, today)

/** The year before is another control. */
const withinYear = (day: Day, { days, year }: Year): Day => {
  if (day.startsWith(year)) return day
  return (day < year ? days[0]?.day : days.at(-1)?.day) ?? day
}

function YearFigures(props: { readonly year: Year }) {
  const said = () => historyWords().calendar
  const complete = () => props.year.days.at(-1)?.day.endsWith("-12-31") ?? false
  return (
    <div class="calendar-side">
      <h3>{props.year.year}</h3>
      <p>{said().spent(credits(props.year.spent))}</p>
      <p>
        {complete() ? said().daysOf(props.year.days.length) : said().soFar(props.year.days.length)}
      </p>
      <Show when={props.year.highest}>
        {(day) => <p>{said().highestDay(shortDate(day().day, day().day))}</p>}
      </Show>
      <Show when={props.year.flagged > 0}>
        <p>{said().unusualDays(props.year.flagged)}</p>
      </Show>
    </div>
  )
}
