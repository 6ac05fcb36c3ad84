/** A workbook (XLSX) of one sheet, written while its rows come. */
import { safeText } from "./csv-text.ts"
import type { Cell, ColumnKind } from "./report-table.ts"
import { zipPieces } from "./zip.ts"

/** What a sheet holds, without its line of names. */
export const SHEET_ROWS_MAX = 1_048_575
const CELL_LENGTH_MAX = 32_767
const ROWS_AT_ONCE = 250

/**
 * A spreadsheet's numbers are binary and have 15 decimal digits: what has more than these goes in as text,
 * so that every cell shows exactly what is stored.
 */
const DIGITS_MAX = 15

export interface Sheet {
  readonly name: string
  readonly columns: Readonly<Record<string, ColumnKind>>
  readonly rows: Iterable<ReadonlyArray<Cell>> | AsyncIterable<ReadonlyArray<Cell>>
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // Readers of XML make a line break of it, unless it is written as the format says.
  "\r": "_x000D_",
}
const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[&<>"\r]/g, (found) => ESCAPES[found] ?? "")

/** A cell that is too long says so: a program that opens the file would call it broken. */
const fitting = (text: string): string =>
  text.length <= CELL_LENGTH_MAX
    ? text
    : `(${text.length} characters, more than a cell holds: see CSV, JSON Lines or Parquet)`

const textCell = (at: string, text: string): string =>
  `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(fitting(text))}</t></is></c>`

const decimalCell = (at: string, text: string): string => {
  const digits = text.replace(/^-|\./g, "").replace(/^0+/, "")
  return digits.length <= DIGITS_MAX ? `<c r="${at}"><v>${text}</v></c>` : textCell(at, text)
}

const cellOf = (at: string, cell: Cell, kind: ColumnKind): string => {
  if (cell === null) return ""
  if (typeof cell === "boolean") return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === "number") return `<c r="${at}"><v>${cell}</v></c>`
  return kind === "decimal" ? decimalCell(at, cell) : textCell(at, safeText(cell))
}

/** "A" to "Z": no report has more columns. */
const letterOf = (column: number): string => String.fromCharCode("A".charCodeAt(0) + column)

const rowOf = (n: number, cells: ReadonlyArray<Cell>, kinds: ReadonlyArray<ColumnKind>): string =>
  `<row r="${n}">${cells.map((cell, i) => cellOf(`${letterOf(i)}${n}`, cell, kinds[i] ?? "text")).join("")}</row>`

const encoder = new TextEncoder()
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const PACKAGE = "http://schemas.openxmlformats.org/package/2006"
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

async function* sheetPieces({ columns, rows }: Sheet): AsyncGenerator<Uint8Array> {
  const [names, kinds] = [Object.keys(columns), Object.values(columns)]
  let held = `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rowOf(1, names, [])}`
  let count = 0
  for await (const row of rows) {
    if (++count > SHEET_ROWS_MAX) throw new Error(`more than the ${SHEET_ROWS_MAX} rows of a sheet`)
    held += rowOf(count + 1, row, kinds)
    if (count % ROWS_AT_ONCE > 0) continue
    yield encoder.encode(held)
    held = ""
  }
  yield encoder.encode(`${held}</sheetData></worksheet>`)
}

const part = (path: string, text: string) => ({
  path,
  pieces: [encoder.encode(`${XML}${text}`)],
})

const relation = (id: string, kind: string, target: string) =>
  `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/></Relationships>`

export const workbookPieces = (sheet: Sheet): AsyncGenerator<Uint8Array> =>
  zipPieces([
    part(
      "[Content_Types].xml",
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/></Types>`,
    ),
    part("_rels/.rels", relation("rId1", "officeDocument", "xl/workbook.xml")),
    part(
      "xl/workbook.xml",
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheet.name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    part("xl/_rels/workbook.xml.rels", relation("rId1", "worksheet", "worksheets/sheet1.xml")),
    { path: "xl/worksheets/sheet1.xml", pieces: sheetPieces(sheet) },
  ])
