/** The drawing of the usage chart. Loaded on its own, after the page: Plot is most of its weight. */
import { drawBars } from "./draw-bars.ts"
import { drawRibbon } from "./draw-ribbon.ts"
import { bare, scaleOf } from "./plot-parts.ts"
import { frameOf, GAP, type SkylineOptions } from "./skyline-frame.ts"

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

export const drawSkyline = (options: SkylineOptions): SkylineDrawing => {
  const frame = frameOf(options)
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
