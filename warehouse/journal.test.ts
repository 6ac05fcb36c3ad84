import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { afterEach, beforeEach } from "vitest"
import { openJournal } from "./journal.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-journal-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (text: string) => Buffer.from(text)

describe("the journal", () => {
  it("makes its folder", () => {
    const inside = join(folder, "data", "journal")
    assert.deepStrictEqual(openJournal(inside).left, [])
    assert.deepStrictEqual(readdirSync(inside), [])
  })

  it.effect("keeps a batch's bytes under its token until it is removed", () =>
    Effect.gen(function* () {
      const journal = openJournal(folder)
      const entry = yield* journal.write(bytes("rows"))
      assert.deepStrictEqual(readdirSync(folder), [`${entry.token}.rows`])
      assert.strictEqual(readFileSync(entry.file, "utf8"), "rows")
      yield* journal.remove(entry)
      assert.deepStrictEqual(readdirSync(folder), [])
    }),
  )

  it.effect("gives what an earlier process left, in the order it was written", () =>
    Effect.gen(function* () {
      const before = openJournal(folder)
      const written = []
      for (let i = 0; i < 12; i++) written.push(yield* before.write(bytes(`batch ${i}`)))
      yield* before.remove(written[3] as (typeof written)[number])
      const { left } = openJournal(folder)
      assert.deepStrictEqual(
        left,
        written.filter((_, i) => i !== 3),
      )
    }),
  )

  it.effect("never uses a token twice, neither in a process nor in the next", () =>
    Effect.gen(function* () {
      const tokens = new Set<string>()
      for (let start = 0; start < 3; start++) {
        const journal = openJournal(folder)
        for (let i = 0; i < 3; i++) {
          const entry = yield* journal.write(bytes("the same rows"))
          tokens.add(entry.token)
          yield* journal.remove(entry)
        }
      }
      assert.strictEqual(tokens.size, 9)
    }),
  )

  it.effect("forgets a file that was not written to its end", () =>
    Effect.gen(function* () {
      const entry = yield* openJournal(folder).write(bytes("whole"))
      writeFileSync(join(folder, "half.rows.tmp"), "ha")
      writeFileSync(join(folder, "lookup.scratch"), "x")
      assert.deepStrictEqual(openJournal(folder).left, [entry])
      assert.deepStrictEqual(readdirSync(folder), [`${entry.token}.rows`])
    }),
  )

  it.effect("fails where it cannot write, leaves nothing, and can go on", () =>
    Effect.gen(function* () {
      const journal = openJournal(folder)
      rmSync(folder, { recursive: true })
      const error = yield* Effect.flip(journal.write(bytes("rows")))
      assert.strictEqual(error._tag, "WarehouseUnavailable")
      mkdirSync(folder)
      const entry = yield* journal.write(bytes("rows"))
      assert.deepStrictEqual(openJournal(folder).left, [entry])
    }),
  )

  it.effect("leaves no half-written file behind where writing fails half way", () =>
    Effect.gen(function* () {
      const journal = openJournal(folder)
      // The file is there when the bytes turn out not to be any; a full disk does the same.
      yield* Effect.flip(journal.write(5 as unknown as Uint8Array))
      assert.deepStrictEqual(readdirSync(folder), [])
    }),
  )
})
