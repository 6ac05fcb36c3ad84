/** The drawing of days over what was usual. Loaded on its own: Plot is most of its weight. */
import { areaY, axisX, lineY, type Markish, plot, rectY, ruleY, text } from "@observablehq/plot"
import { axisTicks, valueTicks } from "../axis-ticks.ts"
import type { Room } from "../create-width.ts"
import type { Box } from "../draw-skyline.ts"
import { axisNumber, credits } from "../format-number.ts"
import { bare, scaleOf } from "../plot-parts.ts"
import { NOTHING } from "../skyline-frame.ts"
import type { BandDay, Expected } from "./band-days.ts"
import { edgeLabels } from "./edge-labels.ts"

export interface BandWords {
  readonly line: string
  readonly usual: string
  readonly expected: string
  readonly soFar: string
}

export interface BandOptions extends Room {
  readonly days: ReadonlyArray<BandDay>
  readonly words: BandWords
}

/** Where things came to stand. Pixels from the top left. */
export interface BandDrawing {
  readonly element: SVGElement
  readonly indexAt: (x: number) => number
  readonly barBox: (index: number) => Box
  readonly columnBox: (index: number) => Box
  /** Where a day's median is drawn; `undefined` where nothing was expected. */
  readonly usualY: (index: number) => number | undefined
  /** Under the axis. */
  readonly noteY: number
}

/** Bars fill 56 % of the band, so that what was expected shows on both sides. */
const BAR = 0.22
const TICK = 0.06

interface Frame {
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}
const wide: Frame = { height: 264, left: 44, right: 92, top: 24, bottom: 38 }
const narrow: Frame = { height: 220, left: 40, right: 4, top: 24, bottom: 38 }

const frameOf = (options: Room): Frame => {
  const scaled = Object.entries(options.narrow ? narrow : wide).map(([name, pixels]) => [
    name,
    pixels * options.textScale,
  ])
  return Object.fromEntries(scaled) as Frame
}

export const drawBand = (options: BandOptions): BandDrawing => {
  const { days } = options
  const frame = frameOf(options)
  const heights = days.flatMap(({ height, expected }) => [height, expected?.line ?? 0])
  const top = Math.max(...heights) || NOTHING
  const drawn = plot({
    width: options.width,
    height: frame.height,
    marginLeft: frame.left,
    marginRight: frame.right,
    marginTop: frame.top,
    marginBottom: frame.bottom,
    x: { type: "linear", domain: [0, days.length], axis: null },
    y: {
      domain: [0, top],
      ticks: valueTicks(top),
      grid: true,
      tickSize: 0,
      tickFormat: axisNumber,
      label: null,
    },
    marks: [
      ...bandMarks(days),
      ...barMarks(days),
      ...medianMarks(days),
      lineY(stepsOf(days, "line"), {
        ...STEP,
        y: "value",
        stroke: "var(--warn)",
        strokeDasharray: "2,3",
        strokeWidth: 1.25,
      }),
      ruleY([0], { stroke: "var(--edge)" }),
      ...flagMarks(days),
      ...axisMarks(options, frame),
      ...(options.narrow
        ? []
        : edgeLabels(options, (top || 1) / (frame.height - frame.top - frame.bottom))),
    ],
  })
  const [x, y] = [scaleOf(drawn, "x"), scaleOf(drawn, "y")]
  const usualY = (index: number) => {
    const usual = days[index]?.expected?.usual
    return usual === undefined ? undefined : y.apply(usual)
  }
  return {
    element: bare(drawn),
    indexAt: (px) => Math.min(days.length - 1, Math.max(0, Math.floor(x.invert(px)))),
    barBox: (index) => {
      const [left, from] = [x.apply(index + BAR), y.apply(days[index]?.height ?? 0)]
      const width = x.apply(index + 1 - BAR) - left
      return { x: left, y: from, width, height: y.apply(0) - from }
    },
    columnBox: (index) => {
      const left = x.apply(index)
      const width = x.apply(index + 1) - left
      return { x: left, y: frame.top, width, height: y.apply(0) - frame.top }
    },
    usualY,
    noteY: frame.height - 12 * options.textScale,
  }
}

const STEP = { x: "x", curve: "linear" } as const

/** Both ends of each day, so that lines go in steps; a day without an expectation leaves a gap. */
const stepsOf = (days: ReadonlyArray<BandDay>, which: keyof Expected) =>
  days.flatMap(({ expected }, i) =>
    [i, i + 1].map((x) => ({ x, value: expected?.[which] ?? Number.NaN })),
  )

/** Its fill alone could not be told from the page, so it has an outline. */
const bandMarks = (days: ReadonlyArray<BandDay>): ReadonlyArray<Markish> => {
  const both = days.flatMap(({ expected }, i) =>
    [i, i + 1].map((x) => ({
      x,
      low: expected?.low ?? Number.NaN,
      high: expected?.high ?? Number.NaN,
    })),
  )
  const outline = { ...STEP, stroke: "var(--edge)", strokeOpacity: 0.7, strokeWidth: 1 } as const
  return [
    areaY(both, { ...STEP, y1: "low", y2: "high", fill: "var(--band)" }),
    lineY(both, { ...outline, y: "low" }),
    lineY(both, { ...outline, y: "high" }),
  ]
}

interface Placed extends BandDay {
  readonly x1: number
  readonly x2: number
  readonly middle: number
}
const place = (days: ReadonlyArray<BandDay>): ReadonlyArray<Placed> =>
  days.map((day, i) => ({ ...day, x1: i + BAR, x2: i + 1 - BAR, middle: i + 0.5 }))

const barMarks = (days: ReadonlyArray<BandDay>): ReadonlyArray<Markish> => {
  const bar = { x1: "x1", x2: "x2", y: "height" } as const
  const placed = place(days)
  return [
    rectY(
      placed.filter(({ complete }) => complete),
      { ...bar, fill: "var(--bar)", ry2: 2 },
    ),
    rectY(
      placed.filter(({ complete }) => !complete),
      { ...bar, fill: "none", stroke: "var(--ink3)", strokeDasharray: "3,2", inset: 0.5 },
    ),
  ]
}

/** With a halo, since they cross bars of any colour. */
const medianMarks = (days: ReadonlyArray<BandDay>): ReadonlyArray<Markish> => {
  const medians = days.flatMap(({ expected }, i) =>
    expected === undefined ? [] : [{ x1: i + TICK, x2: i + 1 - TICK, usual: expected.usual }],
  )
  const tick = { x1: "x1", x2: "x2", y: "usual" } as const
  return [
    ruleY(medians, { ...tick, stroke: "var(--page)", strokeWidth: 4.5 }),
    ruleY(medians, { ...tick, stroke: "var(--ink)", strokeWidth: 2 }),
  ]
}

const flagMarks = (days: ReadonlyArray<BandDay>): ReadonlyArray<Markish> => {
  const flagged = place(days).filter((day) => day.flagged)
  return [
    rectY(flagged, {
      x1: "x1",
      x2: "x2",
      y1: "height",
      y2: "height",
      insetTop: -4,
      insetBottom: 1,
      fill: "var(--warn)",
    }),
    ...(["start", "middle", "end"] as const).map((textAnchor) =>
      text(
        flagged.filter(({ middle }) => anchorAt(middle / days.length) === textAnchor),
        {
          x: "middle",
          y: "height",
          text: (day: Placed) => `! ${credits(day.used)}`,
          textAnchor,
          lineAnchor: "bottom",
          dy: -8,
          fill: "var(--warn)",
          stroke: "var(--page)",
          strokeWidth: 3,
          className: "chart-label strong",
        },
      ),
    ),
  ]
}

/** Near the edges a figure leans inwards, so that it is not cut off. */
const anchorAt = (at: number) => (at < 0.04 ? "start" : at > 0.96 ? "end" : "middle")

const axisMarks = (options: BandOptions, frame: Frame): ReadonlyArray<Markish> => {
  const { days, width, narrow, textScale, words } = options
  const ticks = axisTicks(days, width - frame.left - frame.right, 64 * textScale)
  const open = place(days).filter(({ complete }) => !complete)
  return [
    axisX(
      ticks.map(({ index }) => index + 0.5),
      {
        tickSize: 4,
        tickPadding: 3,
        tickFormat: (_: number, i: number) => ticks[i]?.text ?? "",
        textAnchor: "middle",
        label: null,
      },
    ),
    text(narrow ? [] : open, {
      x: "middle",
      y: 0,
      text: () => words.soFar,
      lineAnchor: "top",
      dy: 8,
      fill: "var(--ink3)",
      className: "chart-label",
    }),
  ]
}
