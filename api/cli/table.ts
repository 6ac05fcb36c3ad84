/** Tables for people: no frames, numbers to the right. */
import Table from "cli-table3"
import { plain } from "./plain-text.ts"

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => string | number | null
  readonly right?: boolean
}

const NO_FRAME = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((place) => [`${side}${place}`, ""]),
  ),
)

/** With one line of titles. What is null is shown as a dash. */
export const tableText = <Row>(
  rows: ReadonlyArray<Row>,
  columns: ReadonlyArray<Column<Row>>,
): string => {
  const table = new Table({
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ right }) => (right ? "right" : "left")),
    chars: { ...NO_FRAME, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  })
  for (const row of rows) table.push(columns.map(({ cell }) => plain(String(cell(row) ?? "–"))))
  return trimmed(table.toString())
}

/** Names with their values, one a line. */
export const pairsText = (pairs: ReadonlyArray<readonly [name: string, value: string]>): string => {
  const width = Math.max(...pairs.map(([name]) => name.length))
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`).join("\n")
}

const trimmed = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
