/** The names of the chart's lines, where they end. */
import { type Markish, text } from "@observablehq/plot"
import type { BandOptions } from "./draw-band.ts"
import { spreadLabels } from "./spread-labels.ts"

const LABEL_GAP = 15

/** The lines are named where they end, so that no legend is needed. `unit`: credits a pixel. */
export const edgeLabels = (
  { days, words, textScale }: BandOptions,
  unit: number,
): ReadonlyArray<Markish> => {
  const last = days.findLast(({ expected }) => expected !== undefined)?.expected
  if (last === undefined) return []
  const wanted = [
    { text: words.line, at: last.line, fill: "var(--ink)" },
    { text: words.usual, at: last.usual, fill: "var(--ink)" },
    { text: words.expected, at: (last.low + last.usual) / 2, fill: "var(--ink2)" },
  ]
  const ats = spreadLabels(
    wanted.map(({ at }) => at),
    LABEL_GAP * textScale * unit,
  )
  return wanted.map((label, i) =>
    text([label], {
      x: days.length,
      y: ats[i] ?? label.at,
      text: "text",
      textAnchor: "start",
      dx: 8,
      fill: label.fill,
      className: "chart-label",
    }),
  )
}
