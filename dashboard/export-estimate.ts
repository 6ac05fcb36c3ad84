/** How much a file will hold, before it is made. */
import type { ReportName, Transaction } from "#api/contract.ts"
import type { FormatName } from "./exports-client.ts"

/** Below its line of names; the API refuses more. */
const SHEET_ROWS_MAX = 1_048_575
/** Of a series, breakdown or statement; the API refuses more. */
const PARQUET_ROWS_MAX = 50_000

/** Bytes of a row, measured on the sample accounts; of an entry, as a share of its JSON. */
const ROW_BYTES: Readonly<Record<ReportName, Readonly<Record<FormatName, number>>>> = {
  transactions: { csv: 0.49, jsonl: 0.94, parquet: 0.07, xlsx: 0.19 },
  usage: { csv: 103, jsonl: 300, parquet: 40, xlsx: 60 },
  breakdown: { csv: 75, jsonl: 256, parquet: 50, xlsx: 70 },
  statement: { csv: 120, jsonl: 262, parquet: 40, xlsx: 65 },
  focus: { csv: 406, jsonl: 0, parquet: 21, xlsx: 0 },
}
/** What a file has besides its rows: names, and what its form needs. */
const HEAD_BYTES: Readonly<Record<FormatName, number>> = {
  csv: 150,
  jsonl: 0,
  parquet: 5_500,
  xlsx: 1_700,
}

/** Of entries: as long as those of a page are on average, in JSON; the other forms in proportion. */
const entryBytes = (sample: ReadonlyArray<Transaction>): number => {
  if (sample.length === 0) return 0
  const text = sample.map((entry) => JSON.stringify(entry)).join("\n")
  return new TextEncoder().encode(text).length / sample.length
}

export const estimateBytes = (
  { report, format }: { readonly report: ReportName; readonly format: FormatName },
  rows: number,
  sample: ReadonlyArray<Transaction>,
): number => {
  const row = ROW_BYTES[report][format] * (report === "transactions" ? entryBytes(sample) : 1)
  return Math.round(HEAD_BYTES[format] + rows * row)
}

/** The most rows that the form holds; `undefined` where it holds any number. */
export const rowsMax = (report: ReportName, format: FormatName): number | undefined => {
  if (format === "xlsx") return SHEET_ROWS_MAX
  const isSum = report !== "transactions" && report !== "focus"
  return format === "parquet" && isSum ? PARQUET_ROWS_MAX : undefined
}
