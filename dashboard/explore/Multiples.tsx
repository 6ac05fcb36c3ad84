/** A small chart for each part, all on one scale and with one mark through all of them. */
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from "solid-js"
import { createWidth, roomOf } from "../create-width.ts"
import { percent } from "../format-number.ts"
import { ChartSlider } from "./ChartSlider.tsx"
import type { DividedChartProps } from "./DividedChart.tsx"
import type { PanelDrawing } from "./draw-panel.ts"
import { figure } from "./explore-sentence.ts"
import { slotColour } from "./value-slots.ts"

const drawingCode = import("./draw-panel.ts")

/** As wide as lets a month of days be told apart. */
const PANEL_MIN = 248
const PANEL_GAP = 24

export function Multiples(props: Omit<DividedChartProps, "form">) {
  const { width, watch } = createWidth()
  const [drawings, setDrawings] = createSignal<ReadonlyArray<PanelDrawing>>([])
  let grid!: HTMLDivElement
  const across = createMemo(() => {
    const most = Math.floor(
      (width() + PANEL_GAP) / (PANEL_MIN * roomOf(width()).textScale + PANEL_GAP),
    )
    return Math.max(1, Math.min(4, most, props.divided.parts.length))
  })
  const panelWidth = () => Math.floor((width() - PANEL_GAP * (across() - 1)) / across())
  createEffect(
    on([() => props.divided, panelWidth], ([divided, pixels]) => {
      let current = true
      onCleanup(() => {
        current = false
      })
      if (width() === 0 || pixels <= 0) return
      void drawingCode.then(({ drawPanel, highestPart }) => {
        if (!current) return
        const room = { ...roomOf(width()), width: pixels }
        const highest = highestPart(divided)
        const drawn = divided.parts.map((_, part) => drawPanel({ ...room, divided, part, highest }))
        const plates = grid.querySelectorAll(".skyline-plate")
        for (const [i, { element }] of drawn.entries()) plates[i]?.replaceChildren(element)
        setDrawings(drawn)
      })
    }),
  )
  /** The same place in every panel. */
  const indexAt = (event: PointerEvent | MouseEvent) => {
    const place = event.clientX - grid.getBoundingClientRect().left
    return drawings()[0]?.indexAt(place % (panelWidth() + PANEL_GAP))
  }
  return (
    <ChartSlider
      columns={props.divided.columns}
      mark={props.mark}
      label={props.label}
      said={props.said}
      class="multiples-chart"
      ref={watch}
      indexAt={indexAt}
    >
      <div
        ref={grid}
        class="multiples"
        aria-hidden="true"
        style={{ "grid-template-columns": `repeat(${across()}, ${panelWidth()}px)` }}
      >
        <For each={props.divided.parts}>
          {(part, i) => (
            <div class="multiple">
              <p class="part-label">
                <span class="swatch" style={{ background: slotColour(part.slot) }} />
                <span class="ellipsis">{part.name}</span>
                <span>{figure(part.total, props.measure)}</span>
                <span class="note">{percent(part.share * 100)}</span>
              </p>
              <div class="multiple-plot">
                <div class="skyline-plate" />
                <Show when={drawings()[i()]}>
                  {(drawn) => (
                    <svg class="skyline-mark" aria-hidden="true">
                      <rect
                        class="mark-frame mark-column-frame"
                        {...drawn().columnBox(props.mark.active)}
                        rx="2"
                      />
                    </svg>
                  )}
                </Show>
              </div>
            </div>
          )}
        </For>
      </div>
    </ChartSlider>
  )
}
