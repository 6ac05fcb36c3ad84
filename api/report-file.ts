/** What sums up, as a file of any format that an answer can be. */
import { Effect, Stream } from "effect"
import type { MiddlewareHandler } from "hono"
import type { WarehouseError } from "#warehouse/errors.ts"
import { ReportDownload, type SummedReport } from "#warehouse/report-download.ts"
import { type ApiFailure, run } from "./answer.ts"
import { piecesFrom } from "./begun.ts"
import type { Meta } from "./contract.ts"
import { csvLine, safeText } from "./csv-text.ts"
import { type DownloadName, downloadAsked, sendDownload } from "./download.ts"
import type { ApiEnv, ApiServices } from "./environment.ts"
import { exportFileName } from "./export-file-name.ts"
import { intervalOfInstants } from "./moments.ts"
import { refused } from "./problem.ts"
import type { Query, QueryWords } from "./query-words.ts"
import type { Cell, ColumnKind, Report, ReportTable } from "./report-table.ts"
import { readableSubject, type Subject } from "./scope.ts"
import { SHEET_ROWS_MAX, workbookPieces } from "./spreadsheet.ts"

/** Rows that one statement hands to the engine. */
const PARQUET_ROWS_MAX = 50_000
const ROWS_AT_ONCE = 1_000

const csvCell = (cell: Cell, kind: ColumnKind): string => {
  if (cell === null) return ""
  return kind === "text" ? safeText(String(cell)) : String(cell)
}

const csvRow = (row: ReadonlyArray<Cell>, kinds: ReadonlyArray<ColumnKind>) =>
  csvLine(row.map((cell, i) => csvCell(cell, kinds[i] ?? "text")))

const jsonRow = (row: ReadonlyArray<Cell>, names: ReadonlyArray<string>) =>
  JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])))

const encoder = new TextEncoder()

function* chunksOf<A>(rows: ReadonlyArray<A>, lineOf: (row: A) => string) {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    yield encoder.encode(
      rows
        .slice(from, from + ROWS_AT_ONCE)
        .map(lineOf)
        .join(""),
    )
}

export const tooManySheetRows = (rows: number) =>
  refused(
    "tooManyRows",
    `This would be ${rows} rows, and a sheet holds at most ${SHEET_ROWS_MAX} below its line of names: ask for CSV, JSON Lines or Parquet, or for fewer days.`,
  )

type Pieces = Stream.Stream<Uint8Array, WarehouseError>

/** The file's bytes. Fails before the first of them where the format cannot hold the table. */
export const tablePieces = Effect.fnUntraced(function* (
  report: SummedReport,
  { columns, rows }: ReportTable,
  format: DownloadName,
) {
  const [names, kinds] = [Object.keys(columns), Object.values(columns)]
  switch (format) {
    case "csv": {
      const head: Pieces = Stream.make(encoder.encode(csvLine(names)))
      return Stream.concat(head, Stream.fromIterable(chunksOf(rows, (row) => csvRow(row, kinds))))
    }
    case "jsonl": {
      const pieces: Pieces = Stream.fromIterable(
        chunksOf(rows, (row) => `${jsonRow(row, names)}\n`),
      )
      return pieces
    }
    case "xlsx": {
      if (rows.length > SHEET_ROWS_MAX) return yield* tooManySheetRows(rows.length)
      return piecesFrom(workbookPieces({ name: report, columns, rows }))
    }
    case "parquet": {
      if (rows.length > PARQUET_ROWS_MAX)
        return yield* refused(
          "tooManyRows",
          `This would be ${rows.length} rows, and a file of Parquet is made of at most ${PARQUET_ROWS_MAX}: ask for CSV, for fewer groups or for a coarser grain.`,
        )
      const { parquet } = yield* ReportDownload
      return parquet(
        report,
        rows.map((row) => jsonRow(row, names)),
      )
    }
  }
})

/** Middleware before an answer in JSON: the same figures as a file, where the client asks for one. */
export const reportFile =
  <A extends { readonly meta: Meta }, W extends QueryWords>(
    report: Report<A>,
    figures: (subject: Subject, words: Query<W>) => Effect.Effect<A, ApiFailure, ApiServices>,
  ): MiddlewareHandler<ApiEnv, string, { out: { query: Query<W> } }> =>
  async (c, next) => {
    const name = downloadAsked(c)
    if (name === null) return next()
    const account = c.req.param("account")
    const file = Effect.gen(function* () {
      const subject = yield* readableSubject(c.var.credential, account)
      const body = yield* figures(subject, c.req.valid("query"))
      const table = report.table(body)
      const { tz, from, to } = body.meta
      const interval = intervalOfInstants(from ?? undefined, to ?? undefined)
      const pieces = yield* tablePieces(report.name, table, name)
      const named = { report: report.name, account: account ?? null, tz, interval }
      return { name, fileName: exportFileName(named), pieces }
    })
    return sendDownload(c, await run(c, file))
  }
