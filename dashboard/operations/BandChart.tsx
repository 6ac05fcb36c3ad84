/** Days over what was usual: one control with one marked day, moved by keys, pointer or touch. */
import { createEffect, createSignal, createUniqueId, For, on, onCleanup, Show } from "solid-js"
import { stepOf } from "../chart-keys.ts"
import { createWidth, roomOf } from "../create-width.ts"
import type { Day } from "../days.ts"
import { watchWords } from "../messages/watch.ts"
import { m } from "../messages.ts"
import { type BandDay, sayBandDay } from "./band-days.ts"
import type { BandDrawing } from "./draw-band.ts"

const drawingCode = import("./draw-band.ts")
const said = () => watchWords().band

export interface BandChartProps {
  readonly days: ReadonlyArray<BandDay>
  /** The marked day's index. */
  readonly active: number
  readonly noted: ReadonlySet<Day>
  readonly onHover: (index: number | undefined) => void
  readonly onPick: (index: number | undefined) => void
  /** Enter: show what the day is made of. */
  readonly onOpen: (index: number) => void
}

export function BandChart(props: BandChartProps) {
  const { width, watch } = createWidth()
  const [drawing, setDrawing] = createSignal<BandDrawing>()
  const keys = createUniqueId()
  let plate!: HTMLDivElement
  createEffect(
    on([() => props.days, width, said], ([days, pixels, words]) => {
      let current = true
      onCleanup(() => {
        current = false
      })
      if (pixels === 0 || days.length === 0) return
      void drawingCode.then(({ drawBand }) => {
        if (!current) return
        const { line, usual, expected, soFar } = words
        const labels = { line, usual, expected, soFar }
        const drawn = drawBand({ ...roomOf(pixels), days, words: labels })
        plate.replaceChildren(drawn.element)
        setDrawing(drawn)
      })
    }),
  )
  const indexAt = (event: MouseEvent) =>
    drawing()?.indexAt(event.clientX - plate.getBoundingClientRect().left)
  const onKeyDown = (event: KeyboardEvent) => {
    const heights = props.days.map(({ height }) => height)
    const next = stepOf(event.key, props.active, heights)
    if (next !== undefined) props.onPick(next)
    else if (event.key === "Enter") props.onOpen(props.active)
    else if (event.key === "Escape") props.onPick(undefined)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={watch}
      class="skyline band-chart"
      role="slider"
      tabIndex={0}
      aria-label={said().label}
      aria-orientation="horizontal"
      aria-describedby={keys}
      aria-valuemin={1}
      aria-valuemax={Math.max(1, props.days.length)}
      aria-valuenow={props.active + 1}
      aria-valuetext={activeText(props.days[props.active])}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => event.pointerType !== "touch" && props.onHover(indexAt(event))}
      onPointerLeave={() => props.onHover(undefined)}
      onClick={(event) => props.onPick(indexAt(event))}
    >
      <div class="skyline-plate" ref={plate} aria-hidden="true" />
      <Show when={drawing()}>{(drawn) => <Marks {...props} drawing={drawn()} />}</Show>
      <span id={keys} class="visually-hidden">
        {said().keys}
      </span>
    </div>
  )
}

const activeText = (day: BandDay | undefined) =>
  day === undefined ? m().chart.noBar : sayBandDay(day)

/** Laid over the drawing, so that moving the mark, or a note, draws nothing again. */
function Marks(props: BandChartProps & { readonly drawing: BandDrawing }) {
  const day = () => props.days[props.active]
  const column = () => props.drawing.columnBox(props.active)
  const bar = () => props.drawing.barBox(props.active)
  return (
    <svg class="skyline-mark" aria-hidden="true">
      <Show when={day()}>
        <rect class="mark-column" {...column()} />
        <rect
          class="mark-bar"
          classList={{ "mark-outline": day()?.complete === false }}
          {...bar()}
          height={Math.max(bar().height, 2)}
          rx="2"
        />
        <Show when={props.drawing.usualY(props.active)}>
          {(y) => <Median column={column()} y={y()} />}
        </Show>
      </Show>
      <For each={props.days}>
        {({ key }, i) => (
          <Show when={props.noted.has(key)}>
            <path class="note-mark" d={speechMark(props.drawing, i())} />
          </Show>
        )}
      </For>
    </svg>
  )
}

/** Once more, over the marked bar. */
const Median = (props: {
  readonly column: { readonly x: number; readonly width: number }
  readonly y: number
}) => (
  <For each={["mark-halo", "mark-median"]}>
    {(name) => (
      <line
        class={name}
        x1={props.column.x + props.column.width * 0.06}
        x2={props.column.x + props.column.width * 0.94}
        y1={props.y}
        y2={props.y}
      />
    )}
  </For>
)

/** Eight pixels of a speech bubble. */
const speechMark = ({ columnBox, noteY }: BandDrawing, index: number): string => {
  const { x, width } = columnBox(index)
  return `M${x + width / 2 - 4},${noteY}h8v5.5h-4.5l-2,2.5v-2.5h-1.5z`
}
