import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import type { ImportMapping } from "./mapping.ts"
import { type Batch, readBatches } from "./row-batches.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-batches-"))
afterAll(() => rmSync(folder, { recursive: true }))

const mapping = (fields: Partial<ImportMapping>): ImportMapping => ({
  format: "csv",
  event: {
    id: { columns: ["id"] },
    account: { constant: "a" },
    type: { constant: "spend" },
    operation: { column: "operation" },
    credits: { column: "credits" },
    occurred_at: { column: "at" },
  },
  ...fields,
})
const batchesOf = async (content: string, fields: Partial<ImportMapping> = {}) => {
  const path = join(folder, "rows")
  writeFileSync(path, content)
  const batches: Array<Batch> = []
  for await (const batch of readBatches(path, mapping(fields))) batches.push(batch)
  return batches
}
const HEADER = "id,operation,credits,at\n"
const rows = (count: number, operation: string) =>
  HEADER + Array.from({ length: count }, (_, n) => `${n},${operation},1,x\n`).join("")

describe("batches of rows", () => {
  it("hold at most 5,000 rows", async () => {
    const batches = await batchesOf(rows(12_000, "o"))
    assert.deepStrictEqual(
      batches.map((batch) => batch.rows),
      [5000, 5000, 2000],
    )
  })

  it("hold fewer rows when these are long, so that a request takes them", async () => {
    const batches = await batchesOf(rows(3000, "o".repeat(2000)))
    assert.isAbove(batches.length, 2)
    for (const { events } of batches)
      assert.isBelow(JSON.stringify(events.map(({ event }) => event)).length, 2_100_000)
  })

  it("count what each rule skips, and leave the rest", async () => {
    const skip: ImportMapping["skip"] = [
      { reason: "no operation", column: "operation", is: "null" },
      { reason: "credit note", column: "credits", is: "negative" },
      { reason: "free", column: "credits", is: "zero" },
      { reason: "test", column: "operation", equals: ["test", "probe"] },
    ]
    const content = `${HEADER}1,,1,x\n2,o,-1.5,x\n3,o,0.000,x\n4,probe,1,x\n5,o,1,x\n6,o,text,x\n`
    const [batch] = await batchesOf(content, { skip })
    assert.deepStrictEqual(
      batch?.skipped.map(({ reason }) => reason),
      ["no operation", "credit note", "free", "test"],
    )
    assert.deepStrictEqual(
      batch?.events.map(({ event }) => event.id),
      ["5", "6"],
    )
  })

  it("leave out what a file writes for no value, in JSON Lines too", async () => {
    const content = '{"id":"1","operation":"NULL","credits":null,"at":true,"more":["x"]}\n'
    const [batch] = await batchesOf(content, { format: "jsonl", null_values: ["NULL"] })
    assert.deepStrictEqual(batch?.events[0]?.event, {
      id: "1",
      account: "a",
      type: "spend",
      occurred_at: "true",
    })
  })

  it("know the line of each row, also behind empty lines and quoted line ends", async () => {
    const content = `${HEADER}1,o,1,x\n\n2,"two\nlines",1,x\n3,o,1,x\n`
    const [batch] = await batchesOf(content)
    assert.deepStrictEqual(
      batch?.events.map(({ line }) => line),
      [2, 5, 6],
    )
  })

  it.each(["csv", "jsonl"] as const)("stop at a row that never ends (%s)", async (format) => {
    const error = await batchesOf(`${HEADER}"${"x".repeat(3_000_000)}`, { format }).catch(
      (error: unknown) => error,
    )
    assert.match(String(error), /longer than|Max Record Size/)
  })
})
