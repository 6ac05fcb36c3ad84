import { assert, describe, it } from "@effect/vitest"
import ExcelJS from "exceljs"
import { type Sheet, workbookPieces } from "./spreadsheet.ts"

const sheetOf = (rows: Sheet["rows"]): Sheet => ({
  name: "transactions",
  columns: { text: "text", credits: "decimal", count: "number", complete: "flag" },
  rows,
})

async function* rowsOf(count: number, onRow = (_: number) => {}) {
  for (let n = 0; n < count; n++) {
    onRow(n)
    yield [`row ${n}`, `-${n}.5`, n, true]
  }
}

const bytesOf = async (pieces: AsyncIterable<Uint8Array>) => {
  const held: Uint8Array[] = []
  for await (const piece of pieces) held.push(piece)
  return Buffer.concat(held)
}

/** As the format says; the library that reads here leaves it as it is. */
const decoded = (value: unknown) =>
  typeof value === "string"
    ? value.replace(/_x([0-9A-F]{4})_/g, (_, code) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : value

const read = async (sheet: Sheet) => {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await bytesOf(workbookPieces(sheet))) as unknown as ArrayBuffer)
  const rows: unknown[][] = []
  book.worksheets[0]?.eachRow({ includeEmpty: true }, (row) => {
    rows.push((row.values as unknown[]).slice(1).map(decoded))
  })
  return rows
}

describe("a workbook", () => {
  it("holds numbers where they are exact, text elsewhere, and no formula", async () => {
    const rows = await read(
      sheetOf(
        (async function* () {
          yield ["=1+1", "-20.5", 3, true]
          yield ["'quoted'", "123456789.123456", 0, false]
          yield ["line\r\nbreak 🌊 <&> _x0041_", "1234567890.123456", 1, true]
          yield [null, null, null, null]
          yield ["x".repeat(40_000), "0.000001", 1, true]
        })(),
      ),
    )
    assert.deepStrictEqual(rows.slice(0, 4), [
      ["text", "credits", "count", "complete"],
      ["'=1+1", -20.5, 3, true],
      ["''quoted'", 123456789.123456, 0, false],
      ["line\r\nbreak 🌊 <&> _x0041_", "1234567890.123456", 1, true],
    ])
    assert.match(String(rows.at(-1)?.[0]), /^\(40000 characters/)
    assert.strictEqual(rows.at(-1)?.[1], 0.000001)
  })

  it("waits for its reader, and takes no more rows when that has left", async () => {
    let taken = 0
    const rows = rowsOf(1_000_000, (n) => {
      taken = n
    })
    const turns = async () => {
      for (let i = 0; i < 500; i++) await new Promise((resolve) => setImmediate(resolve))
    }
    for await (const _ of workbookPieces(sheetOf(rows))) {
      await turns()
      break
    }
    const left = taken
    assert.isBelow(left, 50_000)
    await turns()
    assert.isAtMost(taken - left, 1)
  })

  it("breaks off where its rows do", async () => {
    const broken = (async function* () {
      yield* rowsOf(2_000)
      throw new Error("gone")
    })()
    const told = await bytesOf(workbookPieces(sheetOf(broken))).then(
      () => null,
      (error: Error) => error.message,
    )
    assert.strictEqual(told, "gone")
  })
})
