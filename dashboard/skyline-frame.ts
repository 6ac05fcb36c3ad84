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
  /** How much larger than usual text is. Everything that holds text grows with it. */
  readonly textScale: number
}

export interface Frame {
  readonly height: number
  readonly ribbonHeight: number
  readonly marginLeft: number
  readonly marginRight: number
  readonly marginTop: number
  readonly marginBottom: number
  readonly tickSpace: number
}

/** Bars 220 and ribbon 78 high, less on small screens; there the labels go inside. */
const frames: Record<"wide" | "narrow", Frame> = {
  wide: {
    height: 244,
    ribbonHeight: 78,
    marginLeft: 44,
    marginRight: 76,
    marginTop: 24,
    marginBottom: 20,
    tickSpace: 64,
  },
  narrow: {
    height: 184,
    ribbonHeight: 64,
    marginLeft: 40,
    marginRight: 2,
    marginTop: 24,
    marginBottom: 20,
    tickSpace: 58,
  },
}

/** `chart.css` reserves the same height, in rem. */
export const frameOf = ({ narrow, textScale }: SkylineOptions): Frame => {
  const frame = frames[narrow ? "narrow" : "wide"]
  const scaled = Object.entries(frame).map(([name, pixels]) => [name, pixels * textScale])
  return Object.fromEntries(scaled) as Frame
}

/** The height of a chart in which nothing was used: any will do, but for zero. */
export const NOTHING = 1e-9
/** Half of the gap between bars, in bars: 12 % of the band in all. */
export const GAP = 0.06
