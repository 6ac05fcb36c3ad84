/**
 * The journal: a batch's final bytes are on disk before the engine sees them. A file's name is the
 * batch's deduplication token, used for these bytes only and never again: it holds an epoch, made new
 * at each start. A file that is still here at a start may be stored, half stored or not stored at all;
 * inserting it again under its name completes it and counts nothing twice.
 */
import { randomUUID } from "node:crypto"
import { mkdirSync, readdirSync, rmSync } from "node:fs"
import { open, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { Effect } from "effect"
import { WarehouseUnavailable } from "./errors.ts"

export interface JournalFile {
  readonly token: string
  readonly file: string
}

export interface Journal {
  /** Files left by an earlier process, oldest first. */
  readonly left: ReadonlyArray<JournalFile>
  /**
   * Resolves once the bytes are on disk. After a failure no file is left, so the batch may be given up;
   * after a success it must be stored before anything else is, since it will be at the next start.
   */
  readonly write: (bytes: Uint8Array) => Effect.Effect<JournalFile, WarehouseUnavailable>
  readonly remove: (entry: JournalFile) => Effect.Effect<void>
}

const ENDING = ".rows"

/** Throws where the folder cannot be made or written. */
export const openJournal = (directory: string): Journal => {
  mkdirSync(directory, { recursive: true })
  const names = readdirSync(directory)
  for (const name of names)
    if (!name.endsWith(ENDING)) rmSync(join(directory, name), { force: true })
  const left = names
    .filter((name) => name.endsWith(ENDING))
    .sort()
    .map((name) => ({ token: name.slice(0, -ENDING.length), file: join(directory, name) }))
  const epoch = randomUUID()
  let written = 0
  return {
    left,
    write: (bytes) =>
      Effect.tryPromise({
        try: async () => {
          const token = `${epoch}-${String(written++).padStart(12, "0")}`
          const file = join(directory, `${token}${ENDING}`)
          await writeWhole(file, bytes)
          return { token, file }
        },
        catch: (cause) => new WarehouseUnavailable({ operation: "insert", cause }),
      }).pipe(
        // Once renamed the file counts, whatever the directory's own sync says.
        Effect.tap(() => Effect.ignore(Effect.tryPromise(() => syncDirectory(directory)))),
      ),
    remove: ({ file }) => Effect.promise(() => rm(file, { force: true })),
  }
}

/** All of the bytes under this name, or nothing: half a file would keep a full disk full. */
const writeWhole = async (file: string, bytes: Uint8Array): Promise<void> => {
  const unfinished = `${file}.tmp`
  try {
    await writeDurably(unfinished, bytes)
    await rename(unfinished, file)
  } catch (cause) {
    await rm(unfinished, { force: true })
    throw cause
  }
}

const writeDurably = async (path: string, bytes: Uint8Array): Promise<void> => {
  const handle = await open(path, "w")
  try {
    await handle.writeFile(bytes)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
