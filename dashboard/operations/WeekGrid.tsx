/** Seven rows of 24 cells: one control, moved by keys, pointer or touch. */
import { createMemo, For, Show } from "solid-js"
import { squares } from "../calendar-layout.ts"
import { createWidth } from "../create-width.ts"
import { weekdayName } from "../format-date.ts"
import { columnCredits, columnDigits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import { HOURS, movedBy, WEEKDAYS, type WeekCells } from "./week-cells.ts"

const LEFT = 38
const HEAD = 20
const GAP = 3
/** Cells are no higher than this, however wide they may be. */
const ROW_MAX = 24
/** Totals stand at the end of their row; a digit of their size is so wide. */
const TOTAL_MIN = 64
const DIGIT = 7
const NAMED_HOURS = [0, 6, 12, 18, 23]
const LEVELS = [1, 2, 3, 4, 5]
const said = () => watchWords().week

export function WeekGrid(props: {
  readonly cells: WeekCells
  readonly active: number
  readonly said: string
  readonly onPick: (index: number | undefined) => void
}) {
  const { width, watch } = createWidth()
  const totals = createMemo(() => {
    const digits = columnDigits(props.cells.totals)
    return props.cells.totals.map((total) => columnCredits(total, digits))
  })
  const pitch = createMemo(() => {
    const longest = Math.max(...totals().map(({ length }) => length))
    const ends = Math.max(TOTAL_MIN, longest * DIGIT + GAP)
    const across = Math.max(0, (width() - LEFT - ends) / HOURS)
    return { x: across, y: Math.min(ROW_MAX, Math.max(14, across)) }
  })
  const indexAt = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect()
    const hour = Math.floor((event.clientX - box.left - LEFT) / pitch().x)
    const row = Math.floor((event.clientY - box.top - HEAD) / pitch().y)
    return hour < 0 || hour >= HOURS || row < 0 || row > 6 ? undefined : row * HOURS + hour
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.key === "h" ? props.cells.highest : movedBy(event.key, props.active)
    if (next !== undefined) props.onPick(next)
    else if (event.key === "Escape") props.onPick(undefined)
    else return
    event.preventDefault()
  }
  const pick = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    const index = indexAt(event)
    if (index !== undefined) props.onPick(index)
  }
  return (
    <div class="calendar-frame" ref={watch}>
      <div
        class="week-plate"
        role="slider"
        tabIndex={0}
        aria-label={said().label}
        aria-orientation="horizontal"
        aria-description={said().keys}
        aria-valuemin={1}
        aria-valuemax={HOURS * 7}
        aria-valuenow={props.active + 1}
        aria-valuetext={props.said}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => event.pointerType !== "touch" && pick(event)}
        onClick={pick}
      >
        <Show when={width() > 0}>
          <Cells
            cells={props.cells}
            totals={totals()}
            active={props.active}
            pitch={pitch()}
            width={width()}
          />
        </Show>
      </div>
    </div>
  )
}

function Cells(props: {
  readonly cells: WeekCells
  readonly totals: ReadonlyArray<string>
  readonly active: number
  readonly pitch: { readonly x: number; readonly y: number }
  readonly width: number
}) {
  const placed = (index: number) => ({
    x: LEFT + (index % HOURS) * props.pitch.x,
    y: HEAD + Math.floor(index / HOURS) * props.pitch.y,
  })
  const size = () => ({ width: props.pitch.x - GAP, height: props.pitch.y - GAP })
  const path = (indexes: ReadonlyArray<number>) => squares(indexes.map(placed), size())
  const ofLevel = (level: number) =>
    props.cells.levels.flatMap((one, index) => (one === level ? [index] : []))
  const middle = (weekday: number) => HEAD + (weekday + 0.5) * props.pitch.y - GAP / 2
  return (
    <svg width={props.width} height={HEAD + 7 * props.pitch.y} aria-hidden="true">
      <For each={NAMED_HOURS}>
        {(hour) => (
          <text
            class="week-text"
            x={placed(hour).x + size().width / 2}
            y={HEAD - 8}
            text-anchor="middle"
          >
            {`${hour}`.padStart(2, "0")}
          </text>
        )}
      </For>
      <text class="week-text" x={props.width} y={HEAD - 8} text-anchor="end">
        {said().total}
      </text>
      <For each={WEEKDAYS}>
        {(weekday) => (
          <>
            <text class="week-text" x={0} y={middle(weekday)} dominant-baseline="central">
              {weekdayName(props.cells.weekdays[weekday] ?? 1)}
            </text>
            <text
              class="week-text week-total"
              x={props.width}
              y={middle(weekday)}
              text-anchor="end"
              dominant-baseline="central"
            >
              {props.totals[weekday]}
            </text>
          </>
        )}
      </For>
      <For each={LEVELS}>{(level) => <path class={`seq-${level}`} d={path(ofLevel(level))} />}</For>
      <path class="calendar-mark" d={path([props.active])} />
    </svg>
  )
}
