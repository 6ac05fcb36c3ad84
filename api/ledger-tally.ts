/** Adds up the rows of a ledger while they pass: what a file says of itself is what is in it. */
import { addTotals, NO_TOTALS, type Totals } from "#warehouse/domain/transaction.ts"
import { TRANSACTION_TYPES } from "#warehouse/domain/transaction-type.ts"
import { LEDGER_COLUMNS } from "#warehouse/ledger-download.ts"
import { loopTurn } from "#warehouse/loop-turns.ts"
import { storedDecimal } from "#warehouse/stored-decimal.ts"

export interface Tally {
  rows: number
  totals: Totals
  /** Before the first row, and after the last; null without rows. */
  opening: bigint | null
  closing: bigint | null
}

export const emptyTally = (): Tally => ({
  rows: 0,
  totals: NO_TOTALS,
  opening: null,
  closing: null,
})

const count = (tally: Tally, type: string, signed: string, balanceAfter: string): void => {
  if (!TRANSACTION_TYPES.some((known) => known === type))
    throw new Error(`the warehouse answered ${type} for a type`)
  const [delta, balance] = [storedDecimal(signed), storedDecimal(balanceAfter)]
  const credits = type === "spend" ? -delta : delta
  tally.rows++
  tally.totals = addTotals(tally.totals, { ...NO_TOTALS, [type]: credits, count: 1 })
  tally.opening ??= balance - delta
  tally.closing = balance
}

const PIECE_BYTES = 128 * 1024
const [COMMA, LINE_END, QUOTE, RETURN] = [0x2c, 0x0a, 0x22, 0x0d]
const WATCHED = (["type", "credits", "balance_after"] as const).map((name) =>
  LEDGER_COLUMNS.indexOf(name),
)

/** Lines of CSV without names; a line break inside of quotes ends no row. */
const csvCounter = (tally: Tally) => {
  const cells = ["", "", ""]
  let [column, inQuotes] = [0, false]
  return (piece: Uint8Array): void => {
    for (const byte of piece) {
      if (byte === QUOTE) inQuotes = !inQuotes
      else if (byte === COMMA && !inQuotes) column++
      else if (byte === LINE_END && !inQuotes) {
        const [type = "", credits = "", balanceAfter = ""] = cells
        count(tally, type, credits, balanceAfter)
        column = 0
        cells.fill("")
      } else if (byte !== RETURN) {
        const watched = WATCHED.indexOf(column)
        if (watched >= 0) cells[watched] += String.fromCharCode(byte)
      }
    }
  }
}

const jsonCounter = (tally: Tally) => {
  const decoder = new TextDecoder()
  let rest = ""
  return (piece: Uint8Array): void => {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) {
      const { type, credits, balance_after } = JSON.parse(line)
      count(tally, type, credits, balance_after)
    }
  }
}

/** The same pieces, in smaller ones, with turns of the event loop in between. */
export const tallied = (tally: Tally, format: "csv" | "jsonl") => {
  const counter = format === "csv" ? csvCounter(tally) : jsonCounter(tally)
  return async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces)
      for (let at = 0; at < piece.length; at += PIECE_BYTES) {
        const part = piece.subarray(at, at + PIECE_BYTES)
        await loopTurn()
        counter(part)
        yield part
      }
  }
}
