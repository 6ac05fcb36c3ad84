/** How keys move the mark of a chart. */

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  PageUp: (at) => at - 7,
  PageDown: (at) => at + 7,
  Home: () => 0,
  End: (_, count) => count - 1,
}

const highest = (heights: ReadonlyArray<number>): number =>
  heights.reduce((best, height, i) => (height > (heights[best] ?? 0) ? i : best), 0)

/** The bar that the key leads to; `undefined` where it leads to none. */
export const stepOf = (
  key: string,
  at: number,
  heights: ReadonlyArray<number>,
): number | undefined => {
  if (key === "h") return highest(heights)
  const step = steps[key]
  const count = heights.length
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, step(at, count)))
}
