/** What a chart is made from, and the space its parts have. */
import type { Bar } from "./skyline-bars.ts"

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

export interface Frame {
  readonly height: number
  readonly ribbonHeight: number
  readonly marginLeft: number
  readonly marginRight: number
  readonly marginTop: number
  readonly tickSpace: number
}

/** Bars 220 and ribbon 78 high, less on small screens; there the labels go inside. */
export const frames: Record<"wide" | "narrow", Frame> = {
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
export const RIBBON_MARGIN_BOTTOM = 20
/** The height of a chart in which nothing was used: any will do, but for zero. */
export const NOTHING = 1e-9
/** Half of the gap between bars, in bars: 12 % of the band in all. */
export const GAP = 0.06
