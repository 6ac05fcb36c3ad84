import { assert, describe, it } from "@effect/vitest"
import { parse } from "csv-parse/sync"
import { LEDGER_COLUMNS } from "#warehouse/ledger-download.ts"
import { columnsOf, csvCells, jsonMembers, type LedgerColumns } from "./ledger-columns.ts"

const rows = ["plain", 'a "b", c', "line\nbreak\r\n", "", "🌊"].map((description, n) =>
  Object.fromEntries(
    LEDGER_COLUMNS.map((name) => [name, name === "description" ? description : `${name}-${n}`]),
  ),
)
const quoted = (text = "") => `"${text.replaceAll('"', '""')}"`
const csv = rows.map((row) => `${LEDGER_COLUMNS.map((name) => quoted(row[name])).join(",")}\n`)
const json = rows.map((row) => `${JSON.stringify(row)}\n`)

async function* cutUp(text: string, size: number) {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const textOf = async (pieces: AsyncIterable<Uint8Array>) => {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all).toString()
}
const picked = (columns: LedgerColumns) =>
  rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])))

const choices: ReadonlyArray<LedgerColumns> = [
  ["description"],
  ["id", "credits"],
  ["operation", "description", "properties"],
  ["properties"],
  LEDGER_COLUMNS,
]

describe.each(choices.map((columns) => ({ columns })))("of $columns", ({ columns }) => {
  it.each([1, 13, 10_000])("only their cells are left, in pieces of %i bytes", async (size) => {
    const left = await textOf(csvCells(cutUp(csv.join(""), size), columns))
    assert.deepStrictEqual(parse(left, { columns: [...columns] }), picked(columns))
    const lines = await textOf(jsonMembers(cutUp(json.join(""), size), columns))
    const entries = lines.trimEnd().split("\n")
    assert.deepStrictEqual(
      entries.map((line) => JSON.parse(line)),
      picked(columns),
    )
  })
})

it("stands in the order of the file, whatever order it was asked for in", () => {
  assert.deepStrictEqual(columnsOf("credits,id"), ["id", "credits"])
})
