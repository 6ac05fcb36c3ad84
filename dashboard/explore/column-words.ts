/** What the marked column of the chart says: `Mon 9 Nov · 1,468.5 credits · Video Generation 855 (58%)`. */
import { formatDecimal, ratio } from "#warehouse/domain/decimal.ts"
import { percent } from "../format-number.ts"
import { exploreWords } from "../messages/explore.ts"
import { m } from "../messages.ts"
import type { Explored } from "./create-explore.ts"
import { figure } from "./explore-sentence.ts"
import { type Column, millionths, sumOf } from "./explore-series.ts"

interface Piece {
  readonly text: string
  readonly strong?: true
}

/** So many values are named, the largest. */
const NAMED = 3

export const columnWords = (
  { divided, usage }: Pick<Explored, "divided" | "usage">,
  index: number,
): ReadonlyArray<Piece> => {
  const column = divided.columns[index]
  if (column === undefined) return []
  const { measure } = usage
  const said = exploreWords().chart
  const pieces: Piece[] = [{ text: column.name, strong: true }]
  if (column.state === "open") pieces.push({ text: `, ${m().chart.soFar}` })
  if (column.state === "cut") pieces.push({ text: `, ${m().chart.notWhole}` })
  if (column.total === "0") return [...pieces, { text: ` · ${said.nothingHere}` }]
  pieces.push(
    { text: " · " },
    { text: figure(column.total, measure), strong: true },
    {
      text: ` ${measure === "count" ? exploreWords().entriesWord(2) : m().chart.credits(column.total === "1")}`,
    },
  )
  const named = divided.parts
    .map((part, i) => ({ part, value: column.values[i] ?? "0" }))
    .filter(({ part, value }) => part.key !== undefined && value !== "0")
    .sort((a, b) => (millionths(b.value) > millionths(a.value) ? 1 : -1))
    .slice(0, NAMED)
  for (const { part, value } of named)
    pieces.push(
      { text: ` · ${part.name} ` },
      { text: figure(value, measure), strong: true },
      { text: ` (${percent(ratio(millionths(value) * 100n, millionths(column.total)))})` },
    )
  const left = millionths(column.total) - sumOf(named.map(({ value }) => value))
  if (left > 0n) pieces.push({ text: ` · ${said.restOf(figure(formatDecimal(left), measure))}` })
  return pieces
}

/** The newest column that is whole; of none is, the newest. */
export const defaultColumn = (columns: ReadonlyArray<Column>): number => {
  const whole = columns.findLastIndex(({ state }) => state === "whole")
  return whole >= 0 ? whole : columns.length - 1
}
