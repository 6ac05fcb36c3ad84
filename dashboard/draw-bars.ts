/** The upper part of the chart: bars, their average, and what stands out. */
import { type Markish, plot, rectY, ruleY, text } from "@observablehq/plot"
import { valueTicks } from "./axis-ticks.ts"
import { axisNumber, credits } from "./format-number.ts"
import { m } from "./messages.ts"
import type { Bar } from "./skyline-bars.ts"
import { type Frame, GAP, NOTHING, type SkylineOptions } from "./skyline-frame.ts"

interface Placed extends Bar {
  readonly x1: number
  readonly x2: number
  readonly middle: number
}

const place = (bars: ReadonlyArray<Bar>): ReadonlyArray<Placed> =>
  bars.map((bar, i) => ({ ...bar, x1: i + GAP, x2: i + 1 - GAP, middle: i + 0.5 }))

export const drawBars = (options: SkylineOptions, frame: Frame): ReturnType<typeof plot> => {
  const placed = place(options.bars)
  const whole = placed.filter((bar) => bar.state === "whole")
  const partial = placed.filter((bar) => bar.state !== "whole")
  const flagged = placed.filter((bar) => bar.flagged)
  const heights = options.bars.flatMap((bar) => [bar.height, bar.before ?? 0])
  const top = Math.max(...heights, options.average) || NOTHING
  return plot({
    width: options.width,
    height: frame.height,
    marginLeft: frame.marginLeft,
    marginRight: frame.marginRight,
    marginTop: frame.marginTop,
    marginBottom: 4,
    x: { type: "linear", domain: [0, options.bars.length], axis: null },
    y: {
      domain: [0, top],
      ticks: valueTicks(top),
      grid: true,
      tickSize: 0,
      tickFormat: axisNumber,
      label: null,
    },
    marks: [
      rectY(whole, { x1: "x1", x2: "x2", y: "height", fill: "var(--bar)", ry2: 2 }),
      rectY(partial, {
        x1: "x1",
        x2: "x2",
        y: "height",
        fill: "none",
        stroke: "var(--ink3)",
        strokeDasharray: "3,2",
        inset: 0.5,
      }),
      averageRule(options, placed),
      ...beforeMarks(placed),
      ruleY([0], { stroke: "var(--edge)" }),
      rectY(flagged, {
        x1: "x1",
        x2: "x2",
        y1: "height",
        y2: "height",
        insetTop: -4,
        insetBottom: 1,
        fill: "var(--warn)",
      }),
      ...labels(options, placed),
      options.narrow ? null : averageText(options),
    ],
  })
}

/** What each bar is compared with: a line across it, with a halo that sets it off from the bar. */
const beforeMarks = (placed: ReadonlyArray<Placed>): ReadonlyArray<Markish> => {
  const compared = placed.filter(({ before }) => before !== undefined)
  const line = { x1: "x1", x2: "x2", y: "before" } as const
  return [
    ruleY(compared, { ...line, stroke: "var(--page)", strokeWidth: 5 }),
    ruleY(compared, { ...line, stroke: "var(--ink)", strokeWidth: 1.75 }),
  ]
}

/** Dots in ink, and in the page's colour where the rule crosses a bar, so that they stay visible. */
const averageRule = ({ average, bars }: SkylineOptions, placed: ReadonlyArray<Placed>): Markish => {
  if (average <= 0) return null
  const segments: { x1: number; x2: number; stroke: string }[] = []
  const add = (x1: number, x2: number, stroke: string) => {
    const last = segments.at(-1)
    if (last?.stroke === stroke) segments[segments.length - 1] = { x1: last.x1, x2, stroke }
    else segments.push({ x1, x2, stroke })
  }
  for (const [i, bar] of placed.entries()) {
    add(i, bar.x1, "var(--ink2)")
    const crosses = bar.state === "whole" && bar.height > average
    add(bar.x1, bar.x2, crosses ? "var(--page)" : "var(--ink2)")
    add(bar.x2, i + 1, "var(--ink2)")
  }
  if (bars.length === 0) return null
  return ruleY(segments, {
    x1: "x1",
    x2: "x2",
    y: average,
    stroke: "stroke",
    strokeDasharray: "1,3",
    strokeWidth: 1.5,
  })
}

const averageText = ({ average, averageLabel, bars }: SkylineOptions): Markish =>
  average <= 0
    ? null
    : text([averageLabel.join("\n")], {
        x: bars.length,
        y: average,
        text: (line: string) => line,
        textAnchor: "start",
        // Beside a low rule the label stands on the axis, not across it.
        lineAnchor: average / topOf(bars) < 0.12 ? "bottom" : "middle",
        dx: 8,
        fill: "var(--ink)",
        className: "chart-label",
      })

const topOf = (bars: ReadonlyArray<Bar>) => Math.max(...bars.map((bar) => bar.height)) || 1

/** The highest bar has its figure, a flagged one its mark, an open one the words "so far". */
const labels = (options: SkylineOptions, placed: ReadonlyArray<Placed>): ReadonlyArray<Markish> => {
  const { average, highest, narrow } = options
  const marked = placed
    .filter((bar) => bar.flagged || bar.key === highest)
    .map((bar) => ({
      ...bar,
      label: [bar.flagged ? "!" : "", bar.key === highest ? credits(bar.spend) : ""]
        .filter((part) => part !== "")
        .join(" "),
    }))
  const top = Math.max(...placed.map((bar) => bar.height), 1)
  const open = placed.filter(
    (bar) =>
      bar.state === "open" &&
      bar.key !== highest &&
      Math.abs(bar.height - average) / top > 0.14 &&
      !narrow,
  )
  const place = { x: "middle", y: "height", lineAnchor: "bottom" } as const
  return [
    ...(["start", "middle", "end"] as const).map((textAnchor) =>
      text(
        marked.filter(({ middle }) => anchorAt(middle / placed.length) === textAnchor),
        {
          ...place,
          text: "label",
          textAnchor,
          dy: -8,
          fill: "var(--ink)",
          stroke: "var(--page)",
          strokeWidth: 3,
          className: "chart-label strong",
        },
      ),
    ),
    text(open, {
      x: (bar: Placed) => bar.x1 + 1,
      y: "height",
      text: () => m().chart.soFar,
      textAnchor: "start",
      lineAnchor: "bottom",
      dx: 2,
      dy: -2,
      fill: "var(--ink3)",
      className: "chart-label",
    }),
  ]
}

/** Near the edges a figure leans inwards, so that it is not cut off. */
const anchorAt = (place: number) => (place < 0.06 ? "start" : place > 0.94 ? "end" : "middle")
