/** The chart: one control with one marked bar, moved by keys, pointer or touch. The drawing is hidden
 * from assistive technology, which hears the readout of the marked bar instead. */
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js"
import { stepOf } from "../chart-keys.ts"
import { createWidth, roomOf } from "../create-width.ts"
import type { Box, SkylineDrawing } from "../draw-skyline.ts"
import { m } from "../messages.ts"
import { type Bar, sayBar } from "../skyline-bars.ts"
import type { SkylineOptions } from "../skyline-frame.ts"

export interface SkylineProps {
  readonly bars: ReadonlyArray<Bar>
  readonly drawing: Omit<SkylineOptions, "bars" | "width" | "narrow" | "textScale">
  readonly label: string
  /** The marked bar's index. */
  readonly active: number
  /** A pointer passes over a bar, or leaves. */
  readonly onHover: (index: number | undefined) => void
  readonly onPick: (index: number | undefined) => void
  /** Enter: show what the bar is made of. */
  readonly onOpen: (index: number) => void
}

const loadDrawing = () => import("../draw-skyline.ts")

/** So that the chart does not wait for its figures first. */
export const preloadSkyline = (): void => void loadDrawing().catch(() => undefined)

export function Skyline(props: SkylineProps) {
  const { width, watch } = createWidth()
  const [drawing, setDrawing] = createSignal<SkylineDrawing>()
  let plate!: HTMLDivElement

  createEffect(
    on([() => props.bars, () => props.drawing, width], ([bars, options, pixels]) => {
      let current = true
      onCleanup(() => {
        current = false
      })
      if (pixels === 0 || bars.length === 0) return
      void loadDrawing().then(({ drawSkyline }) => {
        if (!current) return
        const drawn = drawSkyline({ ...options, ...roomOf(pixels), bars })
        plate.replaceChildren(...drawn.elements)
        setDrawing(drawn)
      })
    }),
  )

  const indexAt = (event: PointerEvent | MouseEvent) =>
    drawing()?.indexAt(event.clientX - plate.getBoundingClientRect().left)

  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepOf(event.key, props.active, heights(props.bars))
    if (next !== undefined) props.onPick(next)
    else if (event.key === "Enter") props.onOpen(props.active)
    else if (event.key === "Escape") props.onPick(undefined)
    else return
    event.preventDefault()
  }
  const clearOutside = (event: PointerEvent) => {
    if (
      event.pointerType === "touch" &&
      event.target instanceof Node &&
      !plate.contains(event.target)
    )
      if (!(event.target instanceof Element && event.target.closest(".usage-over-time")))
        props.onPick(undefined)
  }
  document.addEventListener("pointerdown", clearOutside)
  onCleanup(() => document.removeEventListener("pointerdown", clearOutside))

  return (
    <div
      ref={watch}
      class="skyline"
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation="horizontal"
      aria-describedby="skyline-keys"
      aria-valuemin={1}
      aria-valuemax={Math.max(1, props.bars.length)}
      aria-valuenow={props.active + 1}
      aria-valuetext={activeText(props.bars[props.active])}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => event.pointerType !== "touch" && props.onHover(indexAt(event))}
      onPointerLeave={() => props.onHover(undefined)}
      onClick={(event) => props.onPick(indexAt(event))}
    >
      <div class="skyline-plate" ref={plate} aria-hidden="true" />
      <Show when={drawing()}>
        {(drawn) => <Mark drawing={drawn()} active={props.active} bar={props.bars[props.active]} />}
      </Show>
      <span id="skyline-keys" class="visually-hidden">
        {m().chart.keys}
      </span>
    </div>
  )
}

const heights = (bars: ReadonlyArray<Bar>) => bars.map(({ height }) => height)

const activeText = (bar: Bar | undefined) => (bar === undefined ? m().chart.noBar : sayBar(bar))

/** Laid over the drawing, so that moving the mark draws nothing again. */
function Mark(props: {
  readonly drawing: SkylineDrawing
  readonly active: number
  readonly bar: Bar | undefined
}) {
  const inRange = () => props.bar !== undefined
  const bar = createMemo((): Box => props.drawing.barBox(props.active))
  const column = createMemo((): Box => props.drawing.columnBox(props.active))
  return (
    <svg class="skyline-mark" aria-hidden="true">
      <Show when={inRange()}>
        <rect class="mark-column" {...column()} />
        <rect
          class="mark-bar"
          classList={{ "mark-outline": props.bar?.state !== "whole" }}
          {...bar()}
          height={Math.max(bar().height, 2)}
          rx="2"
        />
      </Show>
    </svg>
  )
}
