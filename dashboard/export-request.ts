/** From what is chosen in the export dialog to what the API is asked. */

import type { ReportName } from "#api/contract.ts"
import type { DayRange } from "./days.ts"
import type { ExportRequest, FormatName } from "./exports-client.ts"
import type { ColumnId } from "./ledger-columns.ts"
import type { UrlState } from "./url-state.ts"

/** All cells of an entry in a file, in order: as the API writes them. */
export const fileColumns = [
  "id",
  "type",
  "operation",
  "description",
  "category",
  "credits",
  "balance_after",
  "occurred_at",
  "day",
  "quantity",
  "unit",
  "reference",
  "refers_to",
  "amount",
  "currency",
  "actor",
  "properties",
] as const

/** Those of the file that say what these columns of the table say. An id names its entry in any case. */
export const shownColumns = (shown: ReadonlyArray<ColumnId>): ReadonlyArray<string> =>
  fileColumns.filter(
    (name) =>
      name === "id" ||
      (name === "day" && shown.includes("occurred_at")) ||
      (name === "currency" && shown.includes("amount")) ||
      shown.some((column) => column === name),
  )

export const reportsOf = (account: string | null): ReadonlyArray<ReportName> =>
  account === null
    ? ["usage", "breakdown", "statement"]
    : ["transactions", "usage", "breakdown", "statement", "focus"]

/** FOCUS is a file for other tools, which take these. */
export const formatsOf = (report: ReportName): ReadonlyArray<FormatName> =>
  report === "focus" ? ["csv", "parquet"] : ["csv", "xlsx", "jsonl", "parquet"]

/** Parquet is read by column anyway, so that leaving some out saves nothing. */
export const choosesColumns = (report: ReportName, format: FormatName): boolean =>
  report === "transactions" && format !== "parquet"

/** What the files have in common, whatever their report. */
export interface ExportScope {
  /** Null: all. */
  readonly account: string | null
  readonly range: UrlState["range"]
  /** Those of the range, where they are known. */
  readonly days: DayRange | undefined
  readonly tz: string | undefined
  readonly filters: ReadonlyArray<string>
  readonly by: string
}

const daysOf = (range: UrlState["range"], days: DayRange | undefined) => {
  const known = typeof range === "string" ? days : range
  if (known !== undefined) return { from: known.first, to: known.last }
  return typeof range === "string" ? { range } : {}
}

/** The words that the API's own questions take as well. Days rather than "the last 30": a file stays what it is. */
export const questionWords = (scope: ExportScope, report: ReportName) => {
  const { account, range, days, tz, filters, by } = scope
  return {
    ...(account === null ? {} : { account }),
    ...daysOf(range, days),
    ...(tz === undefined ? {} : { tz }),
    ...(report === "usage" ? { grain: "day" } : {}),
    ...(report === "breakdown" ? { by, limit: "500" } : {}),
    ...(report === "statement" || filters.length === 0 ? {} : { filter: [...filters] }),
  }
}

export const requestOf = (
  scope: ExportScope,
  report: ReportName,
  format: FormatName,
  columns?: ReadonlyArray<string>,
): ExportRequest => ({
  report,
  format,
  ...questionWords(scope, report),
  ...(columns === undefined ? {} : { columns: columns.join(",") }),
})
