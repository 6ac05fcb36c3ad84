import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { estimateBytes, rowsMax } from "./export-estimate.ts"
import { byteSize, roughByteSize } from "./format-bytes.ts"
import { transaction } from "./testing/answers.ts"

it("reckons entries by the length of those of a page", () => {
  const short = [transaction({ description: "" })]
  const long = [transaction({ description: "x".repeat(500) })]
  const csv = { report: "transactions", format: "csv" } as const
  expect(estimateBytes(csv, 1_000, long)).toBeGreaterThan(2 * estimateBytes(csv, 1_000, short))
  const three = [...short, ...short, ...short]
  const [one, all] = [short, three].map((sample) => estimateBytes(csv, 1_000, sample)) as number[]
  expect(Math.abs((all ?? 0) / (one ?? 1) - 1)).toBeLessThan(0.01)
  expect(estimateBytes(csv, 0, [])).toBeLessThan(1_000)
  expect(estimateBytes({ ...csv, format: "parquet" }, 1_000_000, short)).toBeLessThan(
    estimateBytes(csv, 1_000_000, short),
  )
})

it("knows what a form holds, as the API does", () => {
  const inApi = (file: string, name: string) => {
    const source = readFileSync(new URL(`../api/${file}`, import.meta.url), "utf8")
    return Number(source.match(`${name} = ([\\d_]+)`)?.[1]?.replaceAll("_", ""))
  }
  expect(rowsMax("transactions", "xlsx")).toBe(inApi("spreadsheet.ts", "SHEET_ROWS_MAX"))
  expect(rowsMax("usage", "parquet")).toBe(inApi("report-file.ts", "PARQUET_ROWS_MAX"))
  for (const form of ["csv", "jsonl", "parquet"] as const)
    expect(rowsMax("transactions", form)).toBe(undefined)
})

it("says sizes in a unit that people read", () => {
  expect([0, 999, 1_000, 48_211, 205_513, 1_234_567, 3_400_000_000].map(byteSize)).toEqual([
    ...["0 byte", "999 byte", "1.0 kB", "48.2 kB", "206 kB", "1.23 MB", "3.4 GB"],
  ])
  expect(roughByteSize(187_345)).toBe("190 kB")
})
