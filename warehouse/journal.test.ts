import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { afterEach, beforeEach } from "vitest"
import { type Journal, type JournalBatch, openJournal } from "./journal.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-journal-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const rows = (...texts: ReadonlyArray<string>) => texts.map((text) => Buffer.from(text))
const textOf = (journal: Journal, batch: JournalBatch) =>
  journal.withFile(batch, (file) => Effect.sync(() => readFileSync(file, "utf8")))
const alone = (name: string): JournalBatch => ({ token: name, segments: [{ name }] })

const threeSegments = Effect.fnUntraced(function* (journal: Journal) {
  return [
    yield* journal.write(rows("one,"), null),
    yield* journal.write(rows("two,", "three,"), null),
    yield* journal.write(rows("four"), null),
  ]
})

describe("the journal", () => {
  it("makes its folder", () => {
    const inside = join(folder, "data", "journal")
    assert.deepStrictEqual(openJournal(inside).left, [])
    assert.deepStrictEqual(readdirSync(inside), [])
  })

  it.effect("keeps a segment under its own name as token until it is removed", () =>
    Effect.gen(function* () {
      const journal = openJournal(folder)
      const segment = yield* journal.write(rows("ro", "ws"), null)
      const batch = yield* journal.batch([segment])
      assert.deepStrictEqual(batch, alone(segment.name))
      assert.deepStrictEqual(readdirSync(folder), [`${segment.name}.rows`])
      assert.strictEqual(yield* textOf(journal, batch), "rows")
      yield* journal.remove(batch)
      assert.deepStrictEqual(readdirSync(folder), [])
    }),
  )

  it.effect("joins segments to a batch with a token of its own, in their order", () =>
    Effect.gen(function* () {
      const journal = openJournal(folder)
      const segments = yield* threeSegments(journal)
      const batch = yield* journal.batch(segments)
      assert.notInclude(
        segments.map(({ name }) => name),
        batch.token,
      )
      assert.strictEqual(yield* textOf(journal, batch), "one,two,three,four")
      yield* journal.remove(batch)
      assert.deepStrictEqual(readdirSync(folder), [])
    }),
  )

  it.effect("gives a batch that was left as it was, and loose segments each by itself", () =>
    Effect.gen(function* () {
      const before = openJournal(folder)
      const [one, two, three] = yield* threeSegments(before)
      if (one === undefined || two === undefined || three === undefined) return
      const batch = yield* before.batch([three, one])
      const after = openJournal(folder)
      assert.deepStrictEqual(after.left, [batch, alone(two.name)])
      assert.strictEqual(yield* textOf(after, batch), "fourone,")
    }),
  )

  it.effect("gives loose segments in the order they were written", () =>
    Effect.gen(function* () {
      const before = openJournal(folder)
      const written = []
      for (let i = 0; i < 12; i++) written.push(yield* before.write(rows(`segment ${i}`), null))
      const { left } = openJournal(folder)
      assert.deepStrictEqual(
        left,
        written.map(({ name }) => alone(name)),
      )
    }),
  )

  it.effect("never stores again what was stored and only half removed", () =>
    Effect.gen(function* () {
      const before = openJournal(folder)
      const segments = yield* threeSegments(before)
      yield* before.batch(segments)
      rmSync(join(folder, `${segments[0]?.name}.rows`))
      assert.deepStrictEqual(openJournal(folder).left, [])
      assert.deepStrictEqual(readdirSync(folder), [])
    }),
  )

  it.effect("keeps failures beside their segment, and no longer", () =>
    Effect.gen(function* () {
      const before = openJournal(folder)
      const segments = [
        yield* before.write(rows("one"), null),
        yield* before.write(rows("two"), Buffer.from("failed")),
      ]
      const batch = yield* before.batch(segments)
      writeFileSync(join(folder, "never-promised.failures"), "x")
      const after = openJournal(folder)
      assert.deepStrictEqual(after.left, [batch])
      const files = after.failuresOf(batch)
      assert.deepStrictEqual(
        files.map((file) => readFileSync(file, "utf8")),
        ["failed"],
      )
      yield* after.remove(batch)
      assert.deepStrictEqual(readdirSync(folder), [])
    }),
  )

  it.effect("never uses a token twice, neither in a process nor in the next", () =>
    Effect.gen(function* () {
      const tokens = new Set<string>()
      for (let start = 0; start < 3; start++) {
        const journal = openJournal(folder)
        for (let i = 0; i < 3; i++) {
          const [one, two] = [
            yield* journal.write(rows("a"), null),
            yield* journal.write(rows("a"), null),
          ]
          for (const batch of [yield* journal.batch([one, two])]) {
            tokens.add(batch.token)
            yield* journal.remove(batch)
          }
        }
      }
      assert.strictEqual(tokens.size, 9)
    }),
  )

  it.effect("forgets files that were not written to their end", () =>
    Effect.gen(function* () {
      const { name } = yield* openJournal(folder).write(rows("whole"), null)
      writeFileSync(join(folder, "half.rows.tmp"), "ha")
      writeFileSync(join(folder, "lookup.scratch"), "x")
      assert.deepStrictEqual(openJournal(folder).left, [alone(name)])
      assert.deepStrictEqual(readdirSync(folder), [`${name}.rows`])
    }),
  )

  it.effect("fails where it cannot write, leaves nothing, and can go on", () =>
    Effect.gen(function* () {
      const journal = openJournal(folder)
      rmSync(folder, { recursive: true })
      const error = yield* Effect.flip(journal.write(rows("rows"), null))
      assert.strictEqual(error._tag, "WarehouseUnavailable")
      mkdirSync(folder)
      const { name } = yield* journal.write(rows("rows"), null)
      assert.deepStrictEqual(openJournal(folder).left, [alone(name)])
    }),
  )

  it.effect("leaves no half-written file behind where writing fails half way", () =>
    Effect.gen(function* () {
      const journal = openJournal(folder)
      // The file is there when the bytes turn out not to be any; a full disk does the same.
      yield* Effect.flip(journal.write([5 as unknown as Uint8Array], null))
      assert.deepStrictEqual(readdirSync(folder), [])
    }),
  )
})
