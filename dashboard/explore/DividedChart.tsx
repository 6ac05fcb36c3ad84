/** Stacked bars, shares or lines, their parts named at the right edge. */
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from "solid-js"
import { createWidth, roomOf } from "../create-width.ts"
import { percent } from "../format-number.ts"
import { exploreWords } from "../messages/explore.ts"
import { type ChartMark, ChartSlider } from "./ChartSlider.tsx"
import type { DividedDrawing, DividedOptions } from "./draw-divided.ts"
import { figure } from "./explore-sentence.ts"
import type { Divided, Part } from "./explore-series.ts"
import { LABEL_AT, LABEL_GAP, spreadLabels } from "./spread-labels.ts"
import { slotColour } from "./value-slots.ts"

// Begun with the screen, so that the chart does not wait for its figures first.
const drawingCode = import("./draw-divided.ts")

export interface DividedChartProps {
  readonly divided: Divided
  readonly form: DividedOptions["form"]
  readonly measure: DividedOptions["measure"]
  readonly mark: ChartMark
  readonly label: string
  readonly said: string
  /** What the step line is. */
  readonly before: string | undefined
}

export function DividedChart(props: DividedChartProps) {
  const { width, watch } = createWidth()
  const [drawing, setDrawing] = createSignal<DividedDrawing>()
  const [narrow, setNarrow] = createSignal(false)
  let plate!: HTMLDivElement
  createEffect(
    on([() => props.divided, () => props.form, width], ([divided, form, pixels]) => {
      let current = true
      onCleanup(() => {
        current = false
      })
      if (pixels === 0 || divided.columns.length === 0) return
      void drawingCode.then(({ drawDivided }) => {
        if (!current) return
        const room = roomOf(pixels)
        const drawn = drawDivided({ ...room, divided, form, measure: props.measure })
        plate.replaceChildren(drawn.element)
        setNarrow(room.narrow)
        setDrawing(drawn)
      })
    }),
  )
  const indexAt = (event: PointerEvent | MouseEvent) =>
    drawing()?.indexAt(event.clientX - plate.getBoundingClientRect().left)
  return (
    <>
      <ChartSlider
        columns={props.divided.columns}
        mark={props.mark}
        label={props.label}
        said={props.said}
        class="divided-chart"
        ref={watch}
        indexAt={indexAt}
      >
        <div class="skyline-plate" ref={plate} aria-hidden="true" />
        <Show when={drawing()}>
          {(drawn) => <Overlay {...props} drawing={drawn()} width={width()} labelled={!narrow()} />}
        </Show>
      </ChartSlider>
      <Show when={narrow()}>
        <Legend {...props} />
      </Show>
    </>
  )
}

/** Laid over the drawing, so that moving the mark draws nothing again. */
function Overlay(
  props: DividedChartProps & {
    readonly drawing: DividedDrawing
    readonly width: number
    readonly labelled: boolean
  },
) {
  const column = createMemo(() => props.drawing.columnBox(props.mark.active))
  const labels = createMemo(() => {
    const { drawing, divided, form } = props
    return props.labelled && divided.parts.length > 0
      ? spreadLabels(drawing, divided.parts, form)
      : []
  })
  // Above all parts, as far as they are from each other.
  const beforeTop = () => Math.max(8, (labels()[0]?.top ?? 0) - LABEL_GAP)
  return (
    <>
      <svg class="skyline-mark" aria-hidden="true">
        <rect
          class="mark-frame"
          classList={{ "mark-column-frame": props.form !== "stacked" }}
          {...column()}
          rx="2"
        />
        <For each={labels()}>{({ path }) => <path class="label-tie" d={path} />}</For>
      </svg>
      <Show when={props.labelled}>
        <div
          class="part-labels"
          style={{ left: `${props.drawing.right + LABEL_AT}px` }}
          aria-hidden="true"
        >
          <Show when={props.form === "stacked" && props.divided.before}>
            {(before) => (
              <p class="part-label part-before" style={{ top: `${beforeTop()}px` }}>
                <span class="compare-key" />
                <span class="ellipsis">{props.before}</span>
                <span>{figure(before(), props.measure)}</span>
              </p>
            )}
          </Show>
          <For each={labels()}>
            {({ part, top }) => (
              <p class="part-label" style={{ top: `${top}px` }}>
                <PartLine part={part} measure={props.measure} />
              </p>
            )}
          </For>
        </div>
      </Show>
    </>
  )
}

function PartLine(props: { readonly part: Part; readonly measure: DividedOptions["measure"] }) {
  return (
    <>
      <span class="swatch" style={{ background: slotColour(props.part.slot) }} />
      <span class="ellipsis" title={props.part.name}>
        {props.part.name}
      </span>
      <span>{figure(props.part.total, props.measure)}</span>
      <span class="note">{percent(props.part.share * 100)}</span>
    </>
  )
}

/** Where there is no room beside the chart, its parts stand below it. */
function Legend(props: Pick<DividedChartProps, "divided" | "measure" | "before">) {
  return (
    <ul class="part-legend" aria-label={exploreWords().chart.parts}>
      <For each={props.divided.parts}>
        {(part) => (
          <li class="part-label">
            <PartLine part={part} measure={props.measure} />
          </li>
        )}
      </For>
      <Show when={props.divided.before}>
        {(before) => (
          <li class="part-label part-before">
            <span class="compare-key" aria-hidden="true" />
            <span class="ellipsis">{props.before}</span>
            <span>{figure(before(), props.measure)}</span>
          </li>
        )}
      </Show>
    </ul>
  )
}
