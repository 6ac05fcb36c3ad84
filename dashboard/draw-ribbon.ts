/** The lower part of the chart: the balance, on the same days, with what came in as glyphs. */
import { areaY, axisX, lineY, plot, ruleY, text } from "@observablehq/plot"
import { axisTicks } from "./axis-ticks.ts"
import { additionGlyphs } from "./chart-glyphs.ts"
import { m } from "./messages.ts"
import type { Frame, SkylineOptions } from "./skyline-frame.ts"

export const drawRibbon = (options: SkylineOptions, frame: Frame): ReturnType<typeof plot> => {
  const { bars, narrow, openingBalance } = options
  const levels = [openingBalance, ...bars.map((bar) => bar.balance)]
  const points = levels.map((balance, x) => ({ x, balance }))
  const ticks = axisTicks(
    bars,
    options.width - frame.marginLeft - frame.marginRight,
    frame.tickSpace,
  )
  const high = Math.max(0, ...levels)
  const low = Math.min(0, ...levels)
  const room = (high - low || 1) * 0.18
  return plot({
    width: options.width,
    height: frame.ribbonHeight + frame.marginBottom,
    marginLeft: frame.marginLeft,
    marginRight: frame.marginRight,
    marginTop: 8,
    marginBottom: frame.marginBottom,
    x: { type: "linear", domain: [0, bars.length] },
    y: { domain: [low, high + room], axis: null },
    marks: [
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
      ...additionGlyphs(options),
      narrow
        ? text([m().chart.balance], {
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
        : text([m().chart.balance], {
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
