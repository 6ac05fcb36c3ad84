/** Where the names of a chart's parts stand: evenly and beside them, in their order, each tied to its own. */
import type { DividedDrawing } from "./draw-divided.ts"
import type { Part } from "./explore-series.ts"

export interface PlacedLabel {
  readonly part: Part
  /** Of the label's middle, in pixels. */
  readonly top: number
  readonly path: string
}

/** Left of a label: the swatch begins so far from the plot's edge. */
const ELBOW = 8
const SWATCH_AT = 22
export const LABEL_AT = 26
export const LABEL_GAP = 26

export const spreadLabels = (
  drawing: DividedDrawing,
  parts: ReadonlyArray<Part>,
  form: "stacked" | "lines" | "share",
): ReadonlyArray<PlacedLabel> => {
  const tied = parts.map((part, i) => ({ part, tie: drawing.ties[i] ?? 0 }))
  // From the top: of a stack the last part, of lines the highest.
  const ordered = form === "lines" ? tied.toSorted((a, b) => a.tie - b.tie) : tied.toReversed()
  const [first, last] = [drawing.plotTop + 12, drawing.plotBottom - 12]
  const gap = ordered.length > 1 ? Math.min(LABEL_GAP, (last - first) / (ordered.length - 1)) : 0
  const height = gap * (ordered.length - 1)
  const middle = ordered.reduce((sum, { tie }) => sum + tie, 0) / Math.max(1, ordered.length)
  const start = Math.max(first, Math.min(last - height, middle - height / 2))
  return ordered.map(({ part, tie }, i) => {
    const top = start + gap * i
    const { tieX, right } = drawing
    const path = `M${tieX} ${tie}H${right + 2}L${right + ELBOW} ${top}H${right + SWATCH_AT}`
    return { part, top, path }
  })
}
