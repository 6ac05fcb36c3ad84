/** Days as cells, weeks as columns: one control, moved by keys, pointer or touch, like every chart. */
import { createMemo, For, Show } from "solid-js"
import type { CalendarDay } from "../calendar.ts"
import { type CalendarHead, calendarLayout, squares } from "../calendar-layout.ts"
import { createWidth, roomOf } from "../create-width.ts"
import type { Day } from "../days.ts"
import { weekdayName } from "../format-date.ts"
import { weekBegins } from "../week-start.ts"

export type CalendarCell = Pick<
  CalendarDay,
  "day" | "week" | "weekday" | "level" | "flagged" | "open"
>

export interface CalendarPlateProps {
  /** In order. */
  readonly cells: ReadonlyArray<CalendarCell>
  readonly heads: ReadonlyArray<CalendarHead>
  /** Where no data is. */
  readonly absent: ReadonlyArray<Pick<CalendarCell, "week" | "weekday">>
  /** The one that keys start from. */
  readonly at: CalendarCell | undefined
  /** Whether it is shown as marked. */
  readonly marked: boolean
  readonly label: string
  readonly keys: string
  /** The readout. */
  readonly said: string
  /** The day some days on. */
  readonly step: (from: Day, by: number) => Day
  readonly onMark: (day: Day) => void
  readonly onOpen: (day: Day) => void
}

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -7,
  ArrowRight: 7,
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -28,
  PageDown: 28,
}

export function CalendarPlate(props: CalendarPlateProps) {
  const { width, watch } = createWidth()
  const layout = createMemo(() => calendarLayout(props.heads, roomOf(width())))
  const cellAt = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect()
    const { week, weekday } = layout().at(event.clientX - box.left, event.clientY - box.top)
    return props.cells.find((cell) => cell.week === week && cell.weekday === weekday)
  }
  const mark = (cell: CalendarCell | undefined) => cell !== undefined && props.onMark(cell.day)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = props.at?.day
    if (at === undefined) return
    const by = steps[event.key]
    if (by !== undefined) props.onMark(props.step(at, by))
    else if (event.key === "Home") mark(props.cells[0])
    else if (event.key === "End") mark(props.cells.at(-1))
    else if (event.key === "Enter") props.onOpen(at)
    else return
    event.preventDefault()
  }
  return (
    <div class="calendar-frame" ref={watch}>
      <div
        class="calendar-plate"
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-orientation="horizontal"
        aria-description={props.keys}
        aria-valuemin={1}
        aria-valuemax={props.cells.length}
        aria-valuenow={props.cells.indexOf(props.at as CalendarCell) + 1}
        aria-valuetext={props.said}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => event.pointerType !== "touch" && mark(cellAt(event))}
        onClick={(event) => mark(cellAt(event))}
        onDblClick={(event) => {
          const cell = cellAt(event)
          if (cell !== undefined) props.onOpen(cell.day)
        }}
      >
        <Show when={width() > 0}>
          <Cells {...props} layout={layout()} />
        </Show>
      </div>
    </div>
  )
}

const LEVELS = [1, 2, 3, 4, 5]

function Cells(props: CalendarPlateProps & { readonly layout: ReturnType<typeof calendarLayout> }) {
  const half = () => props.layout.cell / 2
  const path = (cells: ReadonlyArray<CalendarCell>) =>
    squares(
      cells.map(({ week, weekday }) => props.layout.place(week, weekday)),
      props.layout.cell,
    )
  return (
    <svg width={props.layout.width} height={props.layout.height} aria-hidden="true">
      <For each={props.layout.months}>
        {({ text, x, y }) => (
          <text class="calendar-month" x={x} y={y}>
            {text}
          </text>
        )}
      </For>
      <For each={props.layout.named}>
        {({ weekday, y }) => (
          <text class="calendar-month" x={0} y={y} dominant-baseline="central">
            {weekdayName(((weekday + weekBegins()) % 7) + 1)}
          </text>
        )}
      </For>
      <For each={props.absent.map(({ week, weekday }) => props.layout.place(week, weekday))}>
        {({ x, y }) => <circle class="calendar-absent" cx={x + half()} cy={y + half()} r="1" />}
      </For>
      <For each={LEVELS}>
        {(level) => (
          <path
            class={`seq-${level}`}
            d={path(props.cells.filter((cell) => cell.level === level))}
          />
        )}
      </For>
      <path class="calendar-flagged" d={path(props.cells.filter(({ flagged }) => flagged))} />
      <path class="calendar-open" d={path(props.cells.filter(({ open }) => open))} />
      <Show when={props.marked && props.at}>
        {(cell) => <path class="calendar-mark" d={path([cell()])} />}
      </Show>
    </svg>
  )
}
