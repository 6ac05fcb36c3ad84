/** Ids out of columns: the same file gives the same ids each time, so a second import adds nothing. */
import type { IdSource } from "./mapping.ts"
import { type Row, UnreadableFile } from "./row-reader.ts"

/** How many different rows are remembered, to number equal ones: about 100 MB. */
const DISTINCT_MAX = 1_000_000

/**
 * The id of each row in turn; absent when all of its columns are. A number is always set behind `#`,
 * also behind the first of equal rows: a later row whose columns end in `#2` is then another id.
 */
export const idNumbering = (source: IdSource) => {
  const { prefix = "", columns, number } = source
  const seen = new Map<string, number>()
  let rowNumber = 0
  return (cells: Row["cells"]): string | undefined => {
    rowNumber++
    if (columns.length > 0 && columns.every((column) => !cells.has(column))) return undefined
    const stem = prefix + columns.map((column) => cells.get(column) ?? "").join("-")
    if (number === undefined) return stem
    if (number === "row") return `${stem}#${rowNumber}`
    const count = (seen.get(stem) ?? 0) + 1
    if (seen.size >= DISTINCT_MAX && count === 1)
      throw new UnreadableFile(
        `more than ${DISTINCT_MAX} different ids: use "number": "row" in the mapping of the id`,
      )
    seen.set(stem, count)
    return `${stem}#${count}`
  }
}
