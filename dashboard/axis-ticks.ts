/** Which days stand under a chart. */
import type { Bar } from "./skyline-bars.ts"
import { NOTHING } from "./skyline-frame.ts"

export interface AxisTick {
  /** The bar at whose beginning it stands. */
  readonly index: number
  readonly text: string
}

/** As many ticks as there is room for, evenly. */
export const axisTicks = (
  bars: ReadonlyArray<Pick<Bar, "tick">>,
  width: number,
  space: number,
): ReadonlyArray<AxisTick> => {
  const all = bars.flatMap((bar, index) => (bar.tick === undefined ? [] : [{ index, ...bar.tick }]))
  const step = Math.max(1, Math.ceil((all.length * space) / width))
  // Months are left out in a rhythm that always keeps January, which carries the year.
  const months = [1, 2, 3, 6, 12].find((rhythm) => rhythm >= step) ?? 12
  return all
    .filter(({ month }, i) => (month === undefined ? i % step === 0 : (month - 1) % months === 0))
    .map(({ index, text, long }, i) => ({ index, text: i === 0 ? long : text }))
}

const LINES_MAX = 4

/** Heights of the lines across a chart: round, from zero, at most four of them. */
export const valueTicks = (top: number): ReadonlyArray<number> => {
  if (top <= NOTHING) return [0]
  const power = 10 ** Math.floor(Math.log10(top / LINES_MAX))
  const step =
    [1, 2, 2.5, 5, 10].map((size) => size * power).find((size) => top / size < LINES_MAX) ?? top
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step)
}
