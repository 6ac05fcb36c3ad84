/** Some of a ledger's columns: which are asked for, and rows that pass without the others. */
import { LEDGER_COLUMNS } from "#warehouse/ledger-download.ts"
import { linesOf } from "./json-lines.ts"
import { text } from "./query-words.ts"

/** In the order of the file. */
export type LedgerColumns = ReadonlyArray<(typeof LEDGER_COLUMNS)[number]>

export const columnsOf = (words: string): LedgerColumns => {
  const named = words.split(",")
  return LEDGER_COLUMNS.filter((name) => named.includes(name))
}

const isColumns = (words: string): boolean => {
  const named = words.split(",")
  return columnsOf(words).length === named.length
}

export const COLUMNS_WORD = text(
  `Which columns a file of transactions has, by comma, in the order of ${LEDGER_COLUMNS.join(", ")}; all of them unless given`,
  isColumns,
  `must be one or more of ${LEDGER_COLUMNS.join(", ")}, each once, by comma`,
)

type Rows = AsyncIterable<Uint8Array>

const [COMMA, LINE_END, QUOTE, RETURN] = [0x2c, 0x0a, 0x22, 0x0d]

/** Lines of CSV without names, of all columns; a comma or line break inside of quotes is a cell's. */
export const csvCells = (rows: Rows, columns: LedgerColumns): Rows => {
  if (columns.length === LEDGER_COLUMNS.length) return rows
  const kept = LEDGER_COLUMNS.map((name) => columns.includes(name))
  const first = kept.indexOf(true)
  return cut()

  async function* cut(): AsyncGenerator<Uint8Array> {
    let [column, inQuotes] = [0, false]
    for await (const piece of rows) {
      const left = new Uint8Array(piece.length)
      let length = 0
      for (const byte of piece) {
        if (byte === QUOTE) inQuotes = !inQuotes
        const isEdge = !inQuotes && (byte === COMMA || byte === LINE_END || byte === RETURN)
        if (!isEdge) {
          if (kept[column]) left[length++] = byte
        } else if (byte === COMMA) {
          column++
          if (kept[column] && column !== first) left[length++] = byte
        } else {
          left[length++] = byte
          if (byte === LINE_END) column = 0
        }
      }
      yield left.subarray(0, length)
    }
  }
}

const encoder = new TextEncoder()
/** A write for each line would take longer than the lines. */
const PIECE_LENGTH = 64 * 1024

/** Lines of JSON, of all columns. */
export const jsonMembers = (rows: Rows, columns: LedgerColumns): Rows => {
  if (columns.length === LEDGER_COLUMNS.length) return rows
  return cut()

  async function* cut(): AsyncGenerator<Uint8Array> {
    let lines = ""
    for await (const line of linesOf(rows)) {
      const entry = JSON.parse(line) as Readonly<Record<string, unknown>>
      const left = Object.fromEntries(columns.map((name) => [name, entry[name]]))
      lines += `${JSON.stringify(left)}\n`
      if (lines.length < PIECE_LENGTH) continue
      yield encoder.encode(lines)
      lines = ""
    }
    if (lines !== "") yield encoder.encode(lines)
  }
}
