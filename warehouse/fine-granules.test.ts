import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { refineGranules } from "./fine-granules.ts"

const WINDOW = "non_replicated_deduplication_window = 10000"
const tableWith = (settings: string) =>
  `ATTACH TABLE _ UUID 'b1'\n(\n    \`id\` String COMMENT 'index_granularity = 8192'\n)\nENGINE = MergeTree\nORDER BY id\nSETTINGS ${settings}\n`

describe("a folder of an earlier version", () => {
  let path: string
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "tidemark-granules-"))
    mkdirSync(join(path, "metadata", "default"), { recursive: true })
  })
  afterEach(() => rmSync(path, { recursive: true }))
  const fileOf = (name: string) => join(path, "metadata", "default", `${name}.sql`)

  it("gets fine granules where batches go, and keeps everything else that it says", () => {
    const coarse = `${WINDOW}, index_granularity = 8192, merge_selector_base = 12`
    writeFileSync(fileOf("transactions"), tableWith(coarse))
    writeFileSync(fileOf("accounts"), tableWith("index_granularity = 8192"))
    writeFileSync(fileOf("view_mv"), "ATTACH MATERIALIZED VIEW _ TO transactions AS SELECT 1\n")
    assert.deepStrictEqual(refineGranules(path), ["transactions"])
    const fine = `${WINDOW}, index_granularity = 1024, min_compress_block_size = 32768, merge_selector_base = 12`
    assert.strictEqual(readFileSync(fileOf("transactions"), "utf8"), tableWith(fine))
    assert.strictEqual(
      readFileSync(fileOf("accounts"), "utf8"),
      tableWith("index_granularity = 8192"),
    )
    assert.strictEqual(readdirSync(join(path, "metadata", "default")).length, 3)
  })

  it("is changed once, and one that does not exist yet not at all", () => {
    writeFileSync(fileOf("transactions"), tableWith(`${WINDOW}, index_granularity = 8192`))
    assert.deepStrictEqual(refineGranules(path), ["transactions"])
    assert.deepStrictEqual(refineGranules(path), [])
    assert.deepStrictEqual(refineGranules(join(path, "new")), [])
  })
})
