/** One of several small charts: a part's bars on a scale that all of them share. */
import { axisX, line, plot, rectY, ruleY } from "@observablehq/plot"
import { axisTicks } from "../axis-ticks.ts"
import type { Room } from "../create-width.ts"
import type { Box } from "../draw-skyline.ts"
import { axisNumber } from "../format-number.ts"
import { bare, scaleOf } from "../plot-parts.ts"
import { pixelValue } from "../skyline-bars.ts"
import { GAP, NOTHING } from "../skyline-frame.ts"
import type { Divided } from "./explore-series.ts"
import { slotColour } from "./value-slots.ts"

export interface PanelOptions extends Room {
  readonly divided: Divided
  /** Its index. */
  readonly part: number
  readonly highest: number
}

export interface PanelDrawing {
  readonly element: SVGElement
  readonly indexAt: (x: number) => number
  readonly columnBox: (index: number) => Box
}

const SIZE = { height: 116, left: 40, top: 10, bottom: 22, tick: 64 } as const

/** The largest figure of all parts, so that one scale holds them. */
export const highestPart = ({ columns }: Divided): number =>
  Math.max(0, ...columns.flatMap(({ values }) => values.map(pixelValue))) || NOTHING

export const drawPanel = (options: PanelOptions): PanelDrawing => {
  const { divided, part, highest, width, textScale } = options
  const { columns } = divided
  const [left, top, bottom] = [SIZE.left, SIZE.top, SIZE.bottom].map(
    (size) => size * textScale,
  ) as [number, number, number]
  const height = SIZE.height * textScale
  const ticks = axisTicks(columns, width - left, SIZE.tick * textScale)
  const placed = columns.map((column, i) => ({
    ...{ x1: i + GAP, x2: i + 1 - GAP, state: column.state },
    y: pixelValue(column.values[part] ?? "0"),
  }))
  const place = { x1: "x1", x2: "x2", y: "y", fill: slotColour(divided.parts[part]?.slot ?? 0) }
  const before = columns.flatMap(({ befores }, i) => {
    const y = befores === undefined ? Number.NaN : pixelValue(befores[part] ?? "0")
    return [
      { x: i, y },
      { x: i + 1, y },
    ]
  })
  const isCompared = columns.some(({ befores }) => befores !== undefined)
  const drawn = plot({
    ...{ width, height, marginLeft: left, marginRight: 1, marginTop: top, marginBottom: bottom },
    x: { type: "linear", domain: [0, Math.max(1, columns.length)] },
    y: {
      domain: [0, highest],
      ticks: 2,
      grid: true,
      tickSize: 0,
      tickFormat: axisNumber,
      label: null,
    },
    marks: [
      axisX(
        ticks.map(({ index }) => index + 0.5),
        {
          ...{ tickSize: 4, tickPadding: 3, textAnchor: "middle", label: null },
          tickFormat: (_: number, i: number) => ticks[i]?.text ?? "",
        },
      ),
      rectY(
        placed.filter(({ state }) => state === "whole"),
        place,
      ),
      rectY(
        placed.filter(({ state }) => state !== "whole"),
        { ...place, fillOpacity: 0.35 },
      ),
      ruleY([0], { stroke: "var(--edge)" }),
      isCompared ? line(before, { x: "x", y: "y", stroke: "var(--page)", strokeWidth: 3 }) : null,
      isCompared ? line(before, { x: "x", y: "y", stroke: "var(--ink)", strokeWidth: 1 }) : null,
    ],
  })
  const x = scaleOf(drawn, "x")
  return {
    element: bare(drawn),
    indexAt: (px) => Math.min(columns.length - 1, Math.max(0, Math.floor(x.invert(px)))),
    columnBox: (index) => ({
      ...{ x: x.apply(index), y: top - 4, width: x.apply(index + 1) - x.apply(index) },
      height: height - bottom - top + 4,
    }),
  }
}
