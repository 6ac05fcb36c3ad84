/** A chart as one control with one marked bar; what is drawn inside is hidden from assistive technology. */
import { createUniqueId, type JSX, onCleanup } from "solid-js"
import { stepOf } from "../chart-keys.ts"
import { exploreWords } from "../messages/explore.ts"
import { pixelValue } from "../skyline-bars.ts"
import type { Column } from "./explore-series.ts"

export interface ChartMark {
  /** The marked column's index. */
  readonly active: number
  readonly onHover: (index: number | undefined) => void
  readonly onPick: (index: number | undefined) => void
  readonly onOpen: (index: number) => void
}

export function ChartSlider(props: {
  readonly columns: ReadonlyArray<Column>
  readonly mark: ChartMark
  readonly label: string
  readonly said: string
  readonly class: string
  readonly ref: (element: HTMLDivElement) => void
  readonly indexAt: (event: PointerEvent | MouseEvent) => number | undefined
  readonly children: JSX.Element
}) {
  const keys = createUniqueId()
  let root!: HTMLDivElement
  const onKeyDown = (event: KeyboardEvent) => {
    const { active, onPick, onOpen } = props.mark
    const heights = props.columns.map(({ total }) => pixelValue(total))
    const next = stepOf(event.key, active, heights)
    if (next !== undefined) onPick(next)
    else if (event.key === "Enter") onOpen(active)
    else if (event.key === "Escape") onPick(undefined)
    else return
    event.preventDefault()
  }
  const clearOutside = (event: PointerEvent) => {
    const isHere = event.target instanceof Element && event.target.closest(".explore-chart")
    if (event.pointerType === "touch" && !isHere) props.mark.onPick(undefined)
  }
  document.addEventListener("pointerdown", clearOutside)
  onCleanup(() => document.removeEventListener("pointerdown", clearOutside))
  return (
    <div
      ref={(element) => {
        root = element
        props.ref(element)
      }}
      class={`skyline ${props.class}`}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation="horizontal"
      aria-describedby={keys}
      aria-valuemin={1}
      aria-valuemax={Math.max(1, props.columns.length)}
      aria-valuenow={props.mark.active + 1}
      aria-valuetext={props.said}
      onKeyDown={onKeyDown}
      onPointerMove={(event) =>
        event.pointerType !== "touch" && props.mark.onHover(props.indexAt(event))
      }
      onPointerLeave={() => props.mark.onHover(undefined)}
      onClick={(event) => {
        root.focus()
        props.mark.onPick(props.indexAt(event))
      }}
    >
      {props.children}
      <span id={keys} class="visually-hidden">
        {exploreWords().chart.keys}
      </span>
    </div>
  )
}
