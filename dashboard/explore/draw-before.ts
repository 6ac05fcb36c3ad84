/** What a stack and its shares are compared with, as step lines in front of them. */
import { line, type Markish } from "@observablehq/plot"
import { pixelValue } from "../skyline-bars.ts"
import { type Column, type Divided, stackOf } from "./explore-series.ts"

/** What all of it is compared with: a step line in front, set off from the bars. */
export const beforeLine = (columns: ReadonlyArray<Column>): ReadonlyArray<Markish> => {
  const points = columns.flatMap(({ before }, i) => {
    const y = before === undefined ? Number.NaN : pixelValue(before)
    return [
      { x: i, y },
      { x: i + 1, y },
    ]
  })
  if (columns.every(({ before }) => before === undefined)) return []
  return [
    line(points, { x: "x", y: "y", stroke: "var(--page)", strokeWidth: 3.5 }),
    line(points, { x: "x", y: "y", stroke: "var(--ink)", strokeWidth: 1.25 }),
  ]
}

/** Between each two parts, where the shares of what it is compared with met. */
export const boundsBefore = ({ parts, columns }: Divided): ReadonlyArray<Markish> => {
  if (columns.every(({ befores }) => befores === undefined)) return []
  const stacks = columns.map(({ befores }) => stackOf(befores ?? []))
  return parts.slice(0, -1).flatMap((_, part) => {
    const points = stacks.flatMap((stack, i) => {
      const y = (stack[part]?.[1] ?? Number.NaN) / (stack.at(-1)?.[1] || Number.NaN)
      return [
        { x: i, y },
        { x: i + 1, y },
      ]
    })
    return [
      line(points, { x: "x", y: "y", stroke: "var(--page)", strokeWidth: 3 }),
      line(points, { x: "x", y: "y", stroke: "var(--ink)", strokeWidth: 1 }),
    ]
  })
}
