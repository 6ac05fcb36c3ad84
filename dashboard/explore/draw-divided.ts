/** The drawing of what is divided: stacked, as shares, or as lines. Loaded when it is first shown. */
import { axisX, line, type Markish, plot, rectY, ruleY, text } from "@observablehq/plot"
import { axisTicks, valueTicks } from "../axis-ticks.ts"
import type { Room } from "../create-width.ts"
import type { Box } from "../draw-skyline.ts"
import { axisNumber, percent } from "../format-number.ts"
import { m } from "../messages.ts"
import { bare, scaleOf } from "../plot-parts.ts"
import { pixelValue } from "../skyline-bars.ts"
import { GAP, NOTHING } from "../skyline-frame.ts"
import { beforeLine, boundsBefore } from "./draw-before.ts"
import { figure } from "./explore-sentence.ts"
import { type Column, type Divided, stackOf } from "./explore-series.ts"
import { slotColour } from "./value-slots.ts"

export interface DividedOptions extends Room {
  readonly divided: Divided
  readonly form: "stacked" | "lines" | "share"
  readonly measure: Parameters<typeof figure>[1]
}

/** Where things came to stand. Pixels from the top left. */
export interface DividedDrawing {
  readonly element: SVGElement
  readonly indexAt: (x: number) => number
  readonly columnBox: (index: number) => Box
  /** For each part the height at which its label is tied to the last whole column. */
  readonly ties: ReadonlyArray<number>
  readonly tieX: number
  readonly right: number
  readonly plotTop: number
  readonly plotBottom: number
}

const SIZES = {
  wide: { height: 288, left: 44, right: 248, top: 24, bottom: 24, tick: 64 },
  narrow: { height: 204, left: 40, right: 2, top: 24, bottom: 24, tick: 58 },
} as const

interface Placed {
  readonly x1: number
  readonly x2: number
  readonly y1: number
  readonly y2: number
}

export const drawDivided = (options: DividedOptions): DividedDrawing => {
  const { divided, form, narrow, textScale, width } = options
  const { columns } = divided
  const size = SIZES[narrow ? "narrow" : "wide"]
  const [left, right] = [size.left * textScale, size.right * textScale]
  const [top, bottom] = [size.top * textScale, size.bottom * textScale]
  const height = size.height * textScale
  const stacks = columns.map((column) => stackIn(column, form))
  const highest = highestOf(options, stacks)
  const ticks = axisTicks(columns, width - left - right, size.tick * textScale)
  const drawn = plot({
    ...{ width, height, marginLeft: left, marginRight: right, marginTop: top },
    marginBottom: bottom,
    x: { type: "linear", domain: [0, Math.max(1, columns.length)] },
    y: {
      ...{ domain: [0, highest], grid: true, tickSize: 0, label: null },
      ticks: valueTicks(highest),
      tickFormat: form === "share" ? (n: number) => percent(n * 100) : axisNumber,
    },
    marks: [
      axisX(
        ticks.map(({ index }) => index + 0.5),
        {
          ...{ tickSize: 4, tickPadding: 3, textAnchor: "middle", label: null },
          tickFormat: (_: number, i: number) => ticks[i]?.text ?? "",
        },
      ),
      ...(form === "lines" ? lines(divided) : bars(divided, stacks)),
      ruleY([0], { stroke: "var(--edge)" }),
      ...(form === "stacked" ? beforeLine(columns) : []),
      ...(form === "share" ? boundsBefore(divided) : []),
      form === "stacked" ? highestText(options) : null,
      narrow ? null : openText(columns),
    ],
  })
  return placesOf(drawn, {
    divided,
    stacks,
    form,
    right: width - right,
    top,
    bottom: height - bottom,
  })
}

/** Of each part from where to where; as shares where the form says so. */
const stackIn = (column: Column, form: DividedOptions["form"]) => {
  if (form === "lines") return column.values.map((value) => [0, pixelValue(value)] as const)
  const stack = stackOf(column.values)
  const whole = form === "share" ? stack.at(-1)?.[1] || 1 : 1
  return stack.map(([low, high]) => [low / whole, high / whole] as const)
}

type Stacks = ReadonlyArray<ReadonlyArray<readonly [number, number]>>

const highestOf = ({ divided, form }: DividedOptions, stacks: Stacks): number => {
  if (form === "share") return 1
  const before = divided.columns.flatMap(({ before, befores }) =>
    (form === "stacked" ? [before ?? "0"] : (befores ?? [])).map(pixelValue),
  )
  return (
    Math.max(...stacks.flatMap((stack) => stack.map(([, high]) => high)), ...before, 0) || NOTHING
  )
}

const bars = (divided: Divided, stacks: Stacks): ReadonlyArray<Markish> => {
  const placed = (part: number, whole: boolean): ReadonlyArray<Placed> =>
    stacks.flatMap((stack, i) => {
      const [y1, y2] = stack[part] ?? [0, 0]
      const isWhole = divided.columns[i]?.state === "whole"
      return y1 === y2 || isWhole !== whole ? [] : [{ x1: i + GAP, x2: i + 1 - GAP, y1, y2 }]
    })
  const place = { x1: "x1", x2: "x2", y1: "y1", y2: "y2" } as const
  // What is not whole is there in outline: its height says less than the others'.
  const outline = stacks.flatMap((stack, i): ReadonlyArray<Placed> => {
    const top = stack.at(-1)?.[1] ?? 0
    const isWhole = divided.columns[i]?.state === "whole"
    return isWhole || top === 0 ? [] : [{ x1: i + GAP, x2: i + 1 - GAP, y1: 0, y2: top }]
  })
  return [
    ...divided.parts.flatMap(({ slot }, part) => [
      rectY(placed(part, true), { ...place, fill: slotColour(slot), insetTop: 1 }),
      rectY(placed(part, false), {
        ...{ ...place, fill: slotColour(slot), fillOpacity: 0.3, insetTop: 1 },
      }),
    ]),
    rectY(outline, {
      ...{ ...place, fill: "none", stroke: "var(--ink3)", strokeDasharray: "3,2", inset: 0.5 },
    }),
  ]
}

/** Through the middles of whole buckets, dashed what they are compared with. */
const lines = ({ parts, columns }: Divided): ReadonlyArray<Markish> =>
  parts.flatMap(({ slot }, part) => {
    const points = columns.map((column, i) => ({
      x: i + 0.5,
      y: column.state === "whole" ? pixelValue(column.values[part] ?? "0") : Number.NaN,
    }))
    const before = columns.map(({ befores }, i) => ({
      x: i + 0.5,
      y: befores === undefined ? Number.NaN : pixelValue(befores[part] ?? "0"),
    }))
    const isCompared = columns.some(({ befores }) => befores !== undefined)
    const dashed = { stroke: slotColour(slot), strokeWidth: 1.25, strokeDasharray: "2,3" }
    return [
      isCompared ? line(before, { x: "x", y: "y", ...dashed }) : null,
      line(points, { x: "x", y: "y", stroke: "var(--page)", strokeWidth: 4 }),
      line(points, { x: "x", y: "y", stroke: slotColour(slot), strokeWidth: 2 }),
    ]
  })

const highestText = ({ divided, measure }: DividedOptions): Markish => {
  const { columns } = divided
  const top = Math.max(0, ...columns.map(({ total }) => pixelValue(total)))
  const index = columns.findIndex(({ total }) => pixelValue(total) === top)
  const column = columns[index]
  if (column === undefined || top === 0) return null
  const place = (index + 0.5) / columns.length
  return text([column], {
    x: () => index + 0.5,
    y: top,
    text: () => figure(column.total, measure),
    textAnchor: place < 0.06 ? "start" : place > 0.94 ? "end" : "middle",
    ...{ lineAnchor: "bottom", dy: -6, fill: "var(--ink)", stroke: "var(--page)", strokeWidth: 3 },
    className: "chart-label strong",
  })
}

/** Under the last bar, where it is still growing. */
const openText = (columns: ReadonlyArray<Column>): Markish => {
  const last = columns.at(-1)
  if (last?.state !== "open" || last.tick !== undefined) return null
  return text([last], {
    ...{ x: () => columns.length - 0.5, y: 0, text: () => m().chart.soFar },
    ...{ textAnchor: "middle", lineAnchor: "top", dy: 8, fill: "var(--ink3)" },
    className: "chart-label",
  })
}

interface Places {
  readonly divided: Divided
  readonly stacks: Stacks
  readonly form: DividedOptions["form"]
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const placesOf = (drawn: ReturnType<typeof plot>, places: Places): DividedDrawing => {
  const [x, y] = [scaleOf(drawn, "x"), scaleOf(drawn, "y")]
  const { columns, parts } = places.divided
  const whole = columns.findLastIndex(({ state }) => state === "whole")
  const tied = whole >= 0 ? whole : columns.length - 1
  const isLines = places.form === "lines"
  return {
    element: bare(drawn),
    indexAt: (px) => Math.min(columns.length - 1, Math.max(0, Math.floor(x.invert(px)))),
    columnBox: (index) => {
      const left = x.apply(index)
      // Of a stack as much as there is, and a little more, so that an empty day is marked too.
      const end = places.stacks[index]?.at(-1)?.[1] ?? 0
      const top =
        places.form === "stacked" ? Math.min(y.apply(end), places.bottom - 12) : places.top
      return {
        ...{ x: left, y: top - 3, width: x.apply(index + 1) - left },
        height: places.bottom - top + 3,
      }
    },
    ties: parts.map((_, part) => {
      const [low, high] = places.stacks[tied]?.[part] ?? [0, 0]
      return y.apply(isLines ? high : (low + high) / 2)
    }),
    tieX: x.apply(isLines ? tied + 0.5 : tied + 1 - GAP),
    ...{ right: places.right, plotTop: places.top, plotBottom: places.bottom },
  }
}
