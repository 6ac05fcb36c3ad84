/** The drawing of the usage chart. Loaded on its own, after the page: Plot is most of its weight. */
import {
  areaY,
  axisX,
  dot,
  lineY,
  type Markish,
  plot,
  rectY,
  ruleY,
  text,
} from "@observablehq/plot"
import { axisNumber, credits } from "./format-number.ts"
import type { Addition, Bar } from "./skyline-bars.ts"

export interface SkylineOptions {
  readonly bars: ReadonlyArray<Bar>
  /** In credits per bar: the dotted rule. */
  readonly average: number
  readonly averageLabel: ReadonlyArray<string>
  readonly openingBalance: number
  readonly highest: string | undefined
  readonly width: number
  readonly narrow: boolean
}

/** Where things came to stand, for the pointer and for marking one bar. Pixels from the top left. */
export interface SkylineDrawing {
  readonly elements: ReadonlyArray<SVGElement>
  readonly indexAt: (x: number) => number
  readonly barBox: (index: number) => Box
  readonly columnBox: (index: number) => Box
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Frame {
  readonly height: number
  readonly ribbonHeight: number
  readonly marginLeft: number
  readonly marginRight: number
  readonly marginTop: number
  readonly tickSpace: number
}

/** The spec's sizes: plot 220 and ribbon 78, on small screens 160 and 48; labels go inside there. */
const frames: Record<"wide" | "narrow", Frame> = {
  wide: {
    height: 244,
    ribbonHeight: 78,
    marginLeft: 44,
    marginRight: 76,
    marginTop: 24,
    tickSpace: 64,
  },
  narrow: {
    height: 184,
    ribbonHeight: 64,
    marginLeft: 40,
    marginRight: 2,
    marginTop: 24,
    tickSpace: 58,
  },
}
const RIBBON_MARGIN_BOTTOM = 20
/** Half of the gap between bars, in bars: 12 % of the band in all. */
const GAP = 0.06

export const skylineHeight = (narrow: boolean): number => {
  const { height, ribbonHeight } = frames[narrow ? "narrow" : "wide"]
  return height + ribbonHeight + RIBBON_MARGIN_BOTTOM
}

export const drawSkyline = (options: SkylineOptions): SkylineDrawing => {
  const frame = frames[options.narrow ? "narrow" : "wide"]
  const upper = drawBars(options, frame)
  const ribbon = drawRibbon(options, frame)
  const x = scaleOf(upper, "x")
  const y = scaleOf(upper, "y")
  const count = options.bars.length
  return {
    elements: [bare(upper), bare(ribbon)],
    indexAt: (px) => Math.min(count - 1, Math.max(0, Math.floor(x.invert(px)))),
    barBox: (index) => {
      const top = y.apply(options.bars[index]?.height ?? 0)
      const left = x.apply(index + GAP)
      const bottom = y.apply(0)
      return { x: left, y: top, width: x.apply(index + 1 - GAP) - left, height: bottom - top }
    },
    columnBox: (index) => {
      const left = x.apply(index)
      return {
        x: left,
        y: frame.marginTop,
        width: x.apply(index + 1) - left,
        height: frame.height + frame.ribbonHeight - frame.marginTop,
      }
    },
  }
}

type Drawn = ReturnType<typeof plot>

const scaleOf = (drawn: Drawn, name: "x" | "y") => {
  const scale = drawn.scale(name)
  if (scale?.invert === undefined) throw new Error(`the chart has no scale ${name}`)
  return scale as { apply: (value: number) => number; invert: (px: number) => number }
}

/** Plot brings its rules in a style element, which the page's policy refuses; chart.css has them. */
const bare = (drawn: Drawn): SVGElement => {
  for (const style of drawn.querySelectorAll("style")) style.remove()
  return drawn as unknown as SVGElement
}

interface Placed extends Bar {
  readonly x1: number
  readonly x2: number
  readonly middle: number
}

const place = (bars: ReadonlyArray<Bar>): ReadonlyArray<Placed> =>
  bars.map((bar, i) => ({ ...bar, x1: i + GAP, x2: i + 1 - GAP, middle: i + 0.5 }))

const drawBars = (options: SkylineOptions, frame: Frame): Drawn => {
  const placed = place(options.bars)
  const whole = placed.filter((bar) => bar.state === "whole")
  const partial = placed.filter((bar) => bar.state !== "whole")
  const flagged = placed.filter((bar) => bar.flagged)
  const top = Math.max(...options.bars.map((bar) => bar.height), options.average) || 1
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
      ticks: 3,
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
        lineAnchor: "middle",
        dx: 8,
        fill: "var(--ink)",
        className: "chart-label",
      })

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
    text(marked, {
      ...place,
      text: "label",
      dy: -7,
      fill: "var(--ink)",
      stroke: "var(--page)",
      strokeWidth: 3,
      className: "chart-label strong",
    }),
    text(open, {
      ...place,
      text: () => "so far",
      dy: -4,
      fill: "var(--ink3)",
      className: "chart-label",
    }),
  ]
}

const drawRibbon = (options: SkylineOptions, frame: Frame): Drawn => {
  const { bars, narrow, openingBalance } = options
  const levels = [openingBalance, ...bars.map((bar) => bar.balance)]
  const points = levels.map((balance, x) => ({ x, balance }))
  const ticks = thin(bars, options.width - frame.marginLeft - frame.marginRight, frame.tickSpace)
  const high = Math.max(0, ...levels)
  const low = Math.min(0, ...levels)
  const room = (high - low || 1) * 0.18
  return plot({
    width: options.width,
    height: frame.ribbonHeight + RIBBON_MARGIN_BOTTOM,
    marginLeft: frame.marginLeft,
    marginRight: frame.marginRight,
    marginTop: 8,
    marginBottom: RIBBON_MARGIN_BOTTOM,
    x: { type: "linear", domain: [0, bars.length] },
    y: { domain: [low, high + room], axis: null },
    marks: [
      axisX(
        ticks.map(({ index }) => index),
        {
          tickSize: 4,
          tickPadding: 3,
          tickFormat: (_: number, i: number) => ticks[i]?.text ?? "",
          textAnchor: "middle",
          label: null,
        },
      ),
      areaY(points, {
        x: "x",
        y1: 0,
        y2: "balance",
        curve: "step",
        fill: "var(--balance)",
        fillOpacity: 0.13,
      }),
      ruleY([0], { stroke: "var(--edge)" }),
      lineY(points, {
        x: "x",
        y: "balance",
        curve: "step",
        stroke: "var(--balance)",
        strokeWidth: 1.5,
      }),
      ...glyphs(options),
      narrow
        ? text(["balance"], {
            x: 0,
            y: high + room,
            text: (t: string) => t,
            textAnchor: "start",
            lineAnchor: "top",
            dx: 4,
            dy: -6,
            fill: "var(--ink2)",
            stroke: "var(--page)",
            strokeWidth: 3,
            className: "chart-label",
          })
        : text(["balance"], {
            x: bars.length,
            y: levels.at(-1) ?? 0,
            text: (t: string) => t,
            textAnchor: "start",
            dx: 8,
            fill: "var(--ink)",
            className: "chart-label",
          }),
    ],
  })
}

/** As many ticks as there is room for, evenly. */
const thin = (bars: ReadonlyArray<Bar>, width: number, space: number) => {
  const all = bars.flatMap((bar, index) =>
    bar.tick === undefined ? [] : [{ index, text: bar.tick }],
  )
  const step = Math.max(1, Math.ceil((all.length * space) / width))
  return all.filter((_, i) => i % step === 0)
}

/** A shape of an area of `size` square pixels around the origin. */
interface Glyph {
  readonly draw: (context: CanvasPath, size: number) => void
}

const triangle: Glyph = {
  draw: (context, size) => {
    const r = Math.sqrt(size) * 0.6
    context.moveTo(0, -r)
    context.lineTo(r, r * 0.8)
    context.lineTo(-r, r * 0.8)
    context.closePath()
  },
}

const star: Glyph = {
  draw: (context, size) => {
    const r = Math.sqrt(size) * 0.75
    const waist = r * 0.28
    for (let i = 0; i < 8; i++) {
      const radius = i % 2 === 0 ? r : waist
      const angle = (i * Math.PI) / 4 - Math.PI / 2
      const at = [Math.cos(angle) * radius, Math.sin(angle) * radius] as const
      if (i === 0) context.moveTo(...at)
      else context.lineTo(...at)
    }
    context.closePath()
  },
}

/** An arrow that turns back. */
const turn: Glyph = {
  draw: (context, size) => {
    const r = Math.sqrt(size) * 0.55
    context.moveTo(r, 0)
    context.arc(0, 0, r, 0, Math.PI * 1.5)
    context.moveTo(-r * 0.5, -r * 1.6)
    context.lineTo(r * 0.3, -r)
    context.lineTo(-r * 0.5, -r * 0.3)
  },
}

const symbols: Record<Addition, { symbol: Glyph; filled: boolean; shift: number }> = {
  purchase: { symbol: triangle, filled: true, shift: 0 },
  bonus: { symbol: star, filled: true, shift: 8 },
  refund: { symbol: turn, filled: false, shift: -8 },
}

/** Refunds are frequent and small: over longer times they would hide the line they explain. */
const REFUND_BARS_MAX = 45

const glyphs = ({ bars, openingBalance }: SkylineOptions): ReadonlyArray<Markish> =>
  (["refund", "purchase", "bonus"] as const).map((type) => {
    if (type === "refund" && bars.length > REFUND_BARS_MAX) return null
    const { symbol, filled, shift } = symbols[type]
    const at = bars.flatMap((bar, i) => {
      if (!bar.additions.includes(type)) return []
      const before = bars[i - 1]?.balance ?? openingBalance
      return [{ x: i + 0.5, y: Math.max(before, bar.balance) }]
    })
    return dot(at, {
      x: "x",
      y: "y",
      dx: shift,
      dy: -2,
      symbol,
      r: 4.5,
      ...(filled
        ? { fill: `var(--${type})`, stroke: "var(--page)", strokeWidth: 0.75 }
        : { stroke: `var(--${type})`, strokeWidth: 1.75 }),
    })
  })
