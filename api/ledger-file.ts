/** A ledger as a file of any format that an answer can be, of any length. */
import { Effect, Stream } from "effect"
import { FOCUS_COLUMNS } from "#warehouse/focus-columns.ts"
import {
  type FocusFormat,
  LEDGER_COLUMNS,
  LedgerDownload,
  type LedgerDownloadQuery,
} from "#warehouse/ledger-download.ts"
import { begun, piecesFrom } from "./begun.ts"
import { csvLine } from "./csv-text.ts"
import type { DownloadName } from "./download.ts"
import { linesOf } from "./json-lines.ts"
import { csvCells, jsonMembers, type LedgerColumns } from "./ledger-columns.ts"
import { tooManySheetRows } from "./report-file.ts"
import type { Cell, ColumnKind } from "./report-table.ts"
import { SHEET_ROWS_MAX, workbookPieces } from "./spreadsheet.ts"

const DECIMALS: LedgerColumns = ["credits", "balance_after", "quantity", "amount"]
const kindsOf = (columns: LedgerColumns) =>
  Object.fromEntries(
    columns.map((name): [string, ColumnKind] => [
      name,
      DECIMALS.includes(name) ? "decimal" : "text",
    ]),
  )

/** What was not sent is an empty cell. */
const cellOf = (value: unknown): Cell => {
  if (value === null || typeof value === "string") return value
  return Object.keys(value as object).length === 0 ? null : JSON.stringify(value)
}

async function* rowsOf(pieces: AsyncIterable<Uint8Array>, columns: LedgerColumns) {
  for await (const line of linesOf(pieces)) {
    const entry = JSON.parse(line) as Readonly<Record<string, unknown>>
    yield columns.map((name) => cellOf(entry[name]))
  }
}

const headed = (names: ReadonlyArray<string>) => {
  const head = new TextEncoder().encode(csvLine(names))
  return async function* (rows: AsyncIterable<Uint8Array>) {
    yield head
    yield* rows
  }
}
const withFocusNames = headed(FOCUS_COLUMNS)

type Rows = AsyncIterable<Uint8Array>

/** How what the engine sends for a format becomes the file. */
const MADE = {
  csv: {
    sent: "csv",
    make: (rows: Rows, columns: LedgerColumns) => headed(columns)(csvCells(rows, columns)),
  },
  jsonl: { sent: "jsonl", make: jsonMembers },
  xlsx: {
    sent: "jsonl",
    make: (rows: Rows, columns: LedgerColumns) =>
      workbookPieces({
        ...{ name: "transactions", columns: kindsOf(columns) },
        rows: rowsOf(rows, columns),
      }),
  },
} as const

/** Sees the engine's rows pass, without a line of names. */
export type Watch = (
  sent: "csv" | "jsonl",
  pieces: AsyncIterable<Uint8Array>,
) => AsyncIterable<Uint8Array>

interface Made {
  readonly watch?: Watch
  /** Left out: all. Parquet has all of them in any case. */
  readonly columns?: LedgerColumns | undefined
}

/** Oldest first, all of one state. Fails before the first byte where the format cannot hold it. */
export const ledgerPieces = Effect.fnUntraced(function* (
  query: LedgerDownloadQuery,
  name: DownloadName,
  { watch = (_, pieces) => pieces, columns = LEDGER_COLUMNS }: Made = {},
) {
  const { pieces, totals } = yield* LedgerDownload
  if (name === "parquet") return pieces(query, name)
  if (name === "xlsx") {
    const { count } = yield* totals(query)
    if (count > SHEET_ROWS_MAX) return yield* tooManySheetRows(count)
  }
  const { sent, make } = MADE[name]
  const rows = yield* Stream.toAsyncIterableEffect(pieces(query, sent))
  return piecesFrom(begun(watch(sent, rows), (seen) => make(seen, columns)))
})

/** The same entries in the columns of FOCUS 1.0. */
export const focusPieces = Effect.fnUntraced(function* (
  query: LedgerDownloadQuery,
  accountName: string,
  format: FocusFormat,
) {
  const { focus } = yield* LedgerDownload
  const pieces = focus(query, accountName, format)
  if (format === "parquet") return pieces
  return piecesFrom(begun(yield* Stream.toAsyncIterableEffect(pieces), withFocusNames))
})
