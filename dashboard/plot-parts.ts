/** What every drawing by Plot is asked for, or rid of. */
import type { plot } from "@observablehq/plot"

type Drawn = ReturnType<typeof plot>

export const scaleOf = (drawn: Drawn, name: "x" | "y") => {
  const scale = drawn.scale(name)
  if (scale?.invert === undefined) throw new Error(`the chart has no scale ${name}`)
  return scale as { apply: (value: number) => number; invert: (px: number) => number }
}

/** Plot brings its rules in a style element, which the page's policy refuses; chart.css has them. */
export const bare = (drawn: Drawn): SVGElement => {
  for (const style of drawn.querySelectorAll("style")) style.remove()
  return drawn as unknown as SVGElement
}
