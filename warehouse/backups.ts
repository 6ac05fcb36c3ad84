/**
 * Copies of the embedded warehouse beside it, made while events come in: what a process that starts on one finds is
 * what it would find after a kill at that moment, and a start makes that whole.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Clock, Context, Effect, Layer, Option, Schema, Semaphore } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { formatInstant } from "./domain/calendar.ts"
import { type WarehouseError, WarehouseUnavailable } from "./errors.ts"
import { type Copied, copyFolder } from "./folder-copy.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"

/** A backup takes room once the parts that it shares are merged into others. */
const BACKUPS_MAX = 10
const FOLDER = "backups"
const MANIFEST = "backup.json"
/** Of one that is being made, or was when the process died. */
const UNFINISHED = ".unfinished"

const Backup = Schema.Struct({
  /** Of the folder, too. */
  name: Schema.String,
  /** Epoch milliseconds. Every event that was answered before is in it. */
  madeAt: Schema.Finite,
  files: Schema.Finite,
  bytes: Schema.Finite,
})
export type Backup = typeof Backup.Type

/** Why none is made. */
export class BackupRefused extends Schema.TaggedError<BackupRefused>()("BackupRefused", {
  why: Schema.Literals(["server", "running", "too many"]),
  reason: Schema.String,
}) {
  override get message() {
    return this.reason
  }
}

const refusals = {
  server: new BackupRefused({
    why: "server",
    reason:
      "The warehouse is a ClickHouse server: back it up with its own BACKUP, as docs/operations.md says.",
  }),
  running: new BackupRefused({ why: "running", reason: "A backup is being made already." }),
  tooMany: new BackupRefused({
    why: "too many",
    reason: `There are ${BACKUPS_MAX} backups in the data folder: move some of them to another place first.`,
  }),
}

export class Backups extends Context.Service<
  Backups,
  {
    /** Newest first. */
    readonly list: Effect.Effect<ReadonlyArray<Backup>, WarehouseError>
    readonly make: Effect.Effect<Backup, BackupRefused | WarehouseError>
  }
>()("warehouse/Backups") {
  /** `folder`: the data folder, with `warehouse` and `journal` in it. */
  static readonly layer = (folder: string) => Layer.effect(Backups, open(folder))
}

type Unwritten = NonNullable<ClickHouse["Service"]["unwritten"]>

const onDisk = <A>(step: () => Promise<A>) =>
  Effect.tryPromise({
    try: step,
    catch: (cause) => new WarehouseUnavailable({ operation: "command", cause }),
  })

const open = Effect.fnUntraced(function* (folder: string) {
  const clickhouse = yield* ClickHouse
  const gate = yield* SnapshotGate
  const place = yield* Semaphore.make(1)
  const backups = join(folder, FOLDER)

  const list = onDisk(async () => {
    await mkdir(backups, { recursive: true })
    const names = (await readdir(backups)).filter((name) => !name.endsWith(UNFINISHED))
    const found = await Promise.all(names.map((name) => read(join(backups, name))))
    return found.flatMap((one) => one ?? []).sort((a, b) => b.madeAt - a.madeAt)
  })

  const copyAll = (to: string) =>
    onDisk(async () => {
      // First: what stands here and is removed meanwhile is in the tables already.
      const journal = await copyFolder(join(folder, "journal"), join(to, "journal"))
      const warehouse = await copyFolder(join(folder, "warehouse"), join(to, "warehouse"))
      return sumOf(journal, warehouse)
    })
  const unmerged = <A, E>(step: Effect.Effect<A, E>) =>
    Effect.acquireUseRelease(
      clickhouse.command(sqlQuery("stop-merges")),
      () => step,
      () => Effect.orDie(clickhouse.command(sqlQuery("start-merges"))),
    )

  const make = Effect.fnUntraced(
    function* (unwritten: Unwritten) {
      if ((yield* list).length >= BACKUPS_MAX) return yield* refusals.tooMany
      const madeAt = yield* Clock.currentTimeMillis
      const name = formatInstant(madeAt).replaceAll(/[:.]/g, "-")
      const [unfinished, finished] = [join(backups, `${name}${UNFINISHED}`), join(backups, name)]
      const copied = yield* gate.whole(unmerged(unwritten(copyAll(unfinished))))
      const backup: Backup = { name, madeAt, ...copied }
      yield* onDisk(async () => {
        await writeFile(join(unfinished, MANIFEST), JSON.stringify(backup))
        await rename(unfinished, finished)
      })
      return backup
    },
    Effect.onError(() => Effect.ignore(removeUnfinished(backups))),
  )

  yield* removeUnfinished(backups)
  const { unwritten } = clickhouse
  return Backups.of({
    list,
    make:
      unwritten === null
        ? Effect.fail(refusals.server)
        : Effect.flatMap(place.withPermitsIfAvailable(1)(make(unwritten)), (made) =>
            Option.isNone(made) ? Effect.fail(refusals.running) : Effect.succeed(made.value),
          ),
  })
})

const removeUnfinished = (backups: string) =>
  onDisk(async () => {
    await mkdir(backups, { recursive: true })
    for (const name of await readdir(backups))
      if (name.endsWith(UNFINISHED)) await rm(join(backups, name), { recursive: true, force: true })
  })

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(Backup))

/** Null for a folder that is none of ours. */
const read = async (path: string): Promise<Backup | null> => {
  try {
    return decode(await readFile(join(path, MANIFEST), "utf8"))
  } catch {
    return null
  }
}

const sumOf = (a: Copied, b: Copied): Copied => ({
  files: a.files + b.files,
  bytes: a.bytes + b.bytes,
})
