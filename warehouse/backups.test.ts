import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { Backups } from "./backups.ts"
import { ClickHouse } from "./clickhouse.ts"
import { listsFirst } from "./folder-copy.ts"
import { SnapshotGate } from "./snapshot-gate.ts"

const root = mkdtempSync(join(tmpdir(), "tidemark-backups-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folders = 0

/** A data folder as an engine leaves it. */
const folderOfEngine = () => {
  const folder = join(root, `${++folders}`)
  const table = join(folder, "warehouse", "store", "8e3", "8e3f")
  for (const part of ["all_1_4_1", "tmp_insert_all_5_5_0"]) {
    mkdirSync(join(table, part), { recursive: true })
    writeFileSync(join(table, part, "data.bin"), "rows")
  }
  mkdirSync(join(table, "deduplication_logs"))
  writeFileSync(join(table, "deduplication_logs", "deduplication_log_1.txt"), "1\tall_1_1_0\tt\n")
  mkdirSync(join(folder, "journal"))
  writeFileSync(join(folder, "journal", "7.rows"), "more rows")
  writeFileSync(join(folder, "journal", "x.scratch"), "nothing")
  return { folder, table: join("warehouse", "store", "8e3", "8e3f") }
}

const backupsIn = (folder: string, unwritten: ClickHouse["Service"]["unwritten"]) =>
  Backups.layer(folder).pipe(
    Layer.provide(SnapshotGate.layer),
    Layer.provide(
      Layer.succeed(ClickHouse, {
        exclusive: unwritten !== null,
        unwritten,
        cluster: false,
        command: () => Effect.void,
        query: () => Effect.die("not asked"),
        queryWords: () => Effect.die("not asked"),
        download: () => Stream.die("not asked"),
        insertRows: () => Effect.die("not asked"),
      }),
    ),
  )

describe("Backups", () => {
  it.effect("link what never changes, copy what does, and leave out what is not whole", () => {
    const { folder, table } = folderOfEngine()
    return Effect.gen(function* () {
      const { make, list } = yield* Backups
      yield* TestClock.setTime(Date.UTC(2026, 2, 5, 10, 30))
      const made = yield* make
      assert.deepInclude(made, { name: "2026-03-05T10-30-00-000Z", files: 3 })
      const copy = join(folder, "backups", made.name)
      const inode = (...path: string[]) => statSync(join(...path)).ino
      const part = join(table, "all_1_4_1", "data.bin")
      assert.strictEqual(inode(copy, part), inode(folder, part))
      const log = join(table, "deduplication_logs", "deduplication_log_1.txt")
      assert.notStrictEqual(inode(copy, log), inode(folder, log))
      assert.notInclude(readdirSync(join(copy, table)), "tmp_insert_all_5_5_0")
      assert.deepStrictEqual(readdirSync(join(copy, "journal")), ["7.rows"])
      assert.deepStrictEqual(yield* list, [made])
    }).pipe(Effect.provide(backupsIn(folder, (effect) => effect)))
  })

  it("copy the lists of the journal before the segments that they name", () => {
    const names = ["1.rows", "2.batch", "1.failures", "3.rows", "4.batch"]
    assert.deepStrictEqual(
      listsFirst(names.map((name) => ({ name }))).map(({ name }) => name),
      ["2.batch", "4.batch", "1.rows", "1.failures", "3.rows"],
    )
  })

  it.effect("are refused beyond ten, while one is made, and of a server", () => {
    const { folder } = folderOfEngine()
    const one = Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      return yield* Backups.use(({ make }) => make)
    })
    const reasons = Effect.gen(function* () {
      const two = yield* Effect.all([Effect.exit(one), Effect.exit(one)], { concurrency: 2 })
      assert.deepStrictEqual(two.map(({ _tag }) => _tag).sort(), ["Failure", "Success"])
      for (let made = 1; made < 10; made++) yield* one
      return yield* Effect.flip(one)
    }).pipe(Effect.provide(backupsIn(folder, (effect) => effect)))
    return Effect.gen(function* () {
      assert.include((yield* reasons).message, "There are 10 backups")
      const ofServer = yield* Effect.flip(one).pipe(Effect.provide(backupsIn(folder, null)))
      assert.include(ofServer.message, "its own BACKUP")
    })
  })

  it.effect("leave nothing of one that failed", () => {
    const { folder } = folderOfEngine()
    return Effect.gen(function* () {
      const { make, list } = yield* Backups
      const failed = yield* Effect.exit(make)
      assert.strictEqual(failed._tag, "Failure")
      assert.deepStrictEqual(yield* list, [])
      assert.deepStrictEqual(readdirSync(join(folder, "backups")), [])
    }).pipe(
      Effect.provide(
        backupsIn(folder, (effect) => Effect.andThen(effect, Effect.die("no room on the disk"))),
      ),
    )
  })
})
