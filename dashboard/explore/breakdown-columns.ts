/** The breakdown's columns: by which its rows can be put in order, and what of them is taken along. */
import type { Usage } from "#api/contract.ts"
import { exploreWords } from "../messages/explore.ts"
import { type TableFormat, tableText } from "../table-copy.ts"
import type { Row } from "./explore-rows.ts"
import { millionths } from "./explore-series.ts"

export const breakdownColumns = [
  "name",
  "value",
  "share",
  "count",
  "average",
  "previous",
  "change",
] as const
export type BreakdownColumn = (typeof breakdownColumns)[number]

export interface BreakdownSort {
  readonly by: BreakdownColumn
  readonly descending: boolean
}

export const LARGEST_FIRST: BreakdownSort = { by: "value", descending: true }

/** Names begin at A, figures with the largest; a column that is chosen again turns round. */
export const nextSort = (now: BreakdownSort, by: BreakdownColumn): BreakdownSort =>
  now.by === by ? { by, descending: !now.descending } : { by, descending: by !== "name" }

const said = () => exploreWords().table

/** Those that the answer has something for. */
export const columnsOf = ({ measure, comparison }: Usage): ReadonlyArray<BreakdownColumn> =>
  breakdownColumns.filter(
    (id) =>
      (measure !== "count" || (id !== "count" && id !== "average")) &&
      (comparison !== null || (id !== "previous" && id !== "change")),
  )

export const columnTitle = (
  id: BreakdownColumn,
  { measure, comparison }: Usage,
  name: string,
): string => {
  switch (id) {
    case "name":
      return name
    case "value":
      return measure === "count" ? said().entries : exploreWords().measureTitles[measure]
    case "count":
      return said().entries
    case "previous":
      return comparison?.compare === "year" ? said().year : said().previous
    default:
      return said()[id]
  }
}

/** Something to put in order: `undefined` comes last, whichever way it goes. */
const keyOf = (row: Row, by: Exclude<BreakdownColumn, "name">): bigint | number | undefined => {
  const value = row[by]
  return typeof value === "string" ? millionths(value) : value
}

/** Names as the reader's language puts them. What stands for several values stays at the end. */
export const sortRows = (
  rows: ReadonlyArray<Row>,
  { by, descending }: BreakdownSort,
): ReadonlyArray<Row> => {
  const turn = descending ? -1 : 1
  const compare = (a: Row, b: Row): number => {
    if (by === "name") return turn * a.name.localeCompare(b.name)
    const [one, other] = [keyOf(a, by), keyOf(b, by)]
    if (one === other) return 0
    if (one === undefined) return 1
    if (other === undefined) return -1
    return one < other ? -turn : turn
  }
  const named = rows.filter(({ key }) => key !== undefined)
  const rest = rows.filter(({ key }) => key === undefined)
  return [...named.toSorted(compare), ...rest]
}

/** As the answer has it: decimals as they are, shares as fractions, changes in percent. */
const rawCell = (row: Row, id: BreakdownColumn): string => {
  const value = row[id]
  return value === undefined ? "" : String(value)
}

/** `rows` in the order they are shown in, the total behind them. */
export const copyBreakdown = (
  rows: ReadonlyArray<Row>,
  {
    usage,
    name,
    format,
  }: { readonly usage: Usage; readonly name: string; readonly format: TableFormat },
): string => {
  const columns = columnsOf(usage)
  if (format === "json") {
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map((id) => [id, row[id] ?? null])),
    )
    return `${JSON.stringify(objects, null, 2)}\n`
  }
  const heads = columns.map((id) => ({
    title: columnTitle(id, usage, name),
    figure: id !== "name",
  }))
  const cells = rows.map((row) => columns.map((id) => rawCell(row, id)))
  return tableText(heads, cells, format)
}
