/** One year of the calendar: one control, moved by keys, pointer or touch, like every chart. */
import { createMemo, createSignal, For, onCleanup, Show } from "solid-js"
import {
  type Calendar,
  type CalendarDay,
  stepDay,
  weekdayOf,
  weekOf,
  type CalendarYear as Year,
} from "../calendar.ts"
import { calendarLayout, daysOfYear, squares } from "../calendar-layout.ts"
import type { Day } from "../days.ts"
import { shortDate } from "../format-date.ts"
import { credits } from "../format-number.ts"
import { historyWords } from "../messages/history.ts"
import { sayDay } from "../say-day.ts"
import { useView } from "../view.ts"

export interface CalendarYearProps {
  readonly year: Year
  readonly calendar: Calendar
  readonly marked: CalendarDay | undefined
  readonly onMark: (day: Day) => void
  readonly onOpen: (day: Day) => void
}

const LEVELS = [1, 2, 3, 4, 5]
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -7,
  ArrowRight: 7,
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -28,
  PageDown: 28,
}

export function CalendarYear(props: CalendarYearProps) {
  const view = useView()
  const [width, setWidth] = createSignal(0)
  const layout = createMemo(() => calendarLayout(props.year.year, width()))
  const marked = () =>
    props.marked?.day.startsWith(props.year.year) ? props.marked : props.year.days.at(-1)
  const watch = (frame: HTMLDivElement) => {
    const observer = new ResizeObserver(([entry]) =>
      requestAnimationFrame(() => setWidth(Math.floor(entry?.contentRect.width ?? 0))),
    )
    observer.observe(frame)
    onCleanup(() => observer.disconnect())
  }
  const dayAt = (event: MouseEvent & { currentTarget: HTMLElement }): CalendarDay | undefined => {
    const box = event.currentTarget.getBoundingClientRect()
    const { week, weekday } = layout().at(event.clientX - box.left, event.clientY - box.top)
    return props.year.days.find((day) => day.week === week && day.weekday === weekday)
  }
  const mark = (day: CalendarDay | undefined) => day !== undefined && props.onMark(day.day)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = marked()?.day
    if (at === undefined) return
    const by = steps[event.key]
    if (by !== undefined) props.onMark(withinYear(stepDay(props.calendar, at, by), props.year))
    else if (event.key === "Home") mark(props.year.days[0])
    else if (event.key === "End") mark(props.year.days.at(-1))
    else if (event.key === "Enter") props.onOpen(at)
    else return
    event.preventDefault()
  }
  return (
    <div class="calendar-year">
      <YearFigures year={props.year} />
      <div class="calendar-frame" ref={watch}>
        <div
          class="calendar-plate"
          role="slider"
          tabIndex={0}
          aria-label={historyWords().calendar.label(props.year.year)}
          aria-orientation="horizontal"
          aria-description={historyWords().calendar.keys}
          aria-valuemin={1}
          aria-valuemax={props.year.days.length}
          aria-valuenow={props.year.days.indexOf(marked() as CalendarDay) + 1}
          aria-valuetext={sayMarked(marked(), view.today())}
          onKeyDown={onKeyDown}
          onPointerMove={(event) => event.pointerType !== "touch" && mark(dayAt(event))}
          onClick={(event) => mark(dayAt(event))}
          onDblClick={(event) => {
            const day = dayAt(event)
            if (day !== undefined) props.onOpen(day.day)
          }}
        >
          <Show when={width() > 0}>
            <Cells
              year={props.year}
              layout={layout()}
              marked={marked() === props.marked ? marked() : undefined}
            />
          </Show>
        </div>
      </div>
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

function Cells(props: {
  readonly year: Year
  readonly layout: ReturnType<typeof calendarLayout>
  readonly marked: CalendarDay | undefined
}) {
  const placed = (day: CalendarDay) => props.layout.place(day.week, day.weekday)
  const half = () => props.layout.cell / 2
  const absent = createMemo(() => {
    const known = new Set(props.year.days.map(({ day }) => day))
    return daysOfYear(props.year.year)
      .filter((day) => !known.has(day))
      .map((day) => props.layout.place(weekOf(day), weekdayOf(day)))
  })
  return (
    <svg width={props.layout.width} height={props.layout.height} aria-hidden="true">
      <For each={props.layout.months}>
        {({ text, x, y }) => (
          <text class="calendar-month" x={x} y={y}>
            {text}
          </text>
        )}
      </For>
      <For each={absent()}>
        {({ x, y }) => <circle class="calendar-absent" cx={x + half()} cy={y + half()} r="1" />}
      </For>
      <For each={LEVELS}>
        {(level) => (
          <path
            class={`seq-${level}`}
            d={squares(
              props.year.days.filter((day) => day.level === level).map(placed),
              props.layout.cell,
            )}
          />
        )}
      </For>
      <path
        class="calendar-flagged"
        d={squares(props.year.days.filter(({ flagged }) => flagged).map(placed), props.layout.cell)}
      />
      <path
        class="calendar-open"
        d={squares(props.year.days.filter(({ open }) => open).map(placed), props.layout.cell)}
      />
      <Show when={props.marked}>
        {(day) => <path class="calendar-mark" d={squares([placed(day())], props.layout.cell)} />}
      </Show>
    </svg>
  )
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
