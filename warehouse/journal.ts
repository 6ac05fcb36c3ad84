/**
 * The journal: accepted rows are on disk before anybody is told so. A segment holds the rows of one
 * commit. Segments that wait together are inserted together, as a batch: its list of segments is on
 * disk before the engine sees them, and the list's name is the batch's deduplication token. A segment
 * that is inserted alone is its own batch. A token is used for the same rows only and never again: it
 * holds an epoch, made new at each start. What is still here at a start may be stored, half stored or
 * not stored at all; inserting it again under its token completes it and counts nothing twice.
 *
 * Failures are no rows of the ledger: those of a commit stand beside its segment, are there before it and
 * stored before it goes. Without its segment such a file was never promised, or is stored.
 */
import { randomUUID } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { open, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { Effect } from "effect"
import { WarehouseUnavailable } from "./errors.ts"

/** A file of encoded rows. */
export interface JournalSegment {
  readonly name: string
}

/** What is inserted at once. */
export interface JournalBatch {
  readonly token: string
  readonly segments: ReadonlyArray<JournalSegment>
}

export interface Journal {
  /** Batches left by an earlier process, oldest first. */
  readonly left: ReadonlyArray<JournalBatch>
  /**
   * Resolves once the rows are on disk, and the failures, encoded, that came with them. When it does not
   * succeed no segment is left, so they may be given up; after a success they must be stored before
   * anything else of their accounts is.
   */
  readonly write: (
    rows: ReadonlyArray<Uint8Array>,
    failures: Uint8Array | null,
  ) => Effect.Effect<JournalSegment, WarehouseUnavailable>
  /** From now on these segments, one at least, are stored together. */
  readonly batch: (
    segments: ReadonlyArray<JournalSegment>,
  ) => Effect.Effect<JournalBatch, WarehouseUnavailable>
  /** One file with all rows of a batch, for as long as `use` takes. */
  readonly withFile: <A, E, R>(
    batch: JournalBatch,
    use: (file: string) => Effect.Effect<A, E, R>,
  ) => Effect.Effect<A, E | WarehouseUnavailable, R>
  /** Files of failures, which are to be stored as well. */
  readonly failuresOf: (batch: JournalBatch) => ReadonlyArray<string>
  readonly remove: (batch: JournalBatch) => Effect.Effect<void>
}

const ROWS = ".rows"
const FAILURES = ".failures"
/** Of the segments that are stored together. It is there before they are, and goes behind them. */
export const LIST = ".batch"
const SCRATCH = ".scratch"

/** Throws where the folder cannot be made or written, or holds a list that cannot be read. */
export const openJournal = (directory: string): Journal => {
  const pathOf = (name: string, ending: string) => join(directory, `${name}${ending}`)
  const left = leftIn(directory)
  const epoch = randomUUID()
  let made = 0
  const newName = () => `${epoch}-${String(made++).padStart(12, "0")}`

  const write: Journal["write"] = (rows, failures) => {
    const name = newName()
    const whole = async () => {
      if (failures !== null) await writeWhole(pathOf(name, FAILURES), [failures])
      await writeWhole(pathOf(name, ROWS), rows)
    }
    return onDisk(whole, directory).pipe(Effect.as({ name }))
  }
  const batch: Journal["batch"] = (segments) => {
    if (segments.length === 1)
      return Effect.succeed({ token: (segments[0] as JournalSegment).name, segments })
    const token = newName()
    const list = Buffer.from(JSON.stringify(segments.map(({ name }) => name)))
    return onDisk(() => writeWhole(pathOf(token, LIST), [list]), directory).pipe(
      Effect.as({ token, segments }),
    )
  }
  const withFile: Journal["withFile"] = ({ token, segments }, use) => {
    const files = segments.map(({ name }) => pathOf(name, ROWS))
    if (files.length === 1) return use(files[0] as string)
    const file = pathOf(token, SCRATCH)
    return Effect.acquireUseRelease(
      attempt(() => joinFiles(files, file)),
      () => use(file),
      () => Effect.promise(() => rm(file, { force: true })),
    )
  }
  return {
    left,
    write,
    batch,
    withFile,
    failuresOf: ({ segments }) =>
      segments.map(({ name }) => pathOf(name, FAILURES)).filter((file) => existsSync(file)),
    // The list goes last: segments without one would be stored again, under other tokens.
    remove: ({ token, segments }) =>
      Effect.promise(async () => {
        for (const { name } of segments)
          for (const ending of [ROWS, FAILURES]) await rm(pathOf(name, ending), { force: true })
        if (segments.length > 1) await rm(pathOf(token, LIST), { force: true })
      }),
  }
}

/** Takes away what was never finished, and what was stored and not yet removed. */
const leftIn = (directory: string): ReadonlyArray<JournalBatch> => {
  mkdirSync(directory, { recursive: true })
  const names = readdirSync(directory).sort()
  for (const name of names)
    if (![ROWS, FAILURES, LIST].some((ending) => name.endsWith(ending)))
      rmSync(join(directory, name), { force: true })
  const loose = new Set(names.filter((name) => name.endsWith(ROWS)).map(withoutEnding))
  const batches: JournalBatch[] = []
  for (const list of names.filter((name) => name.endsWith(LIST))) {
    const path = join(directory, list)
    const listed: ReadonlyArray<string> = JSON.parse(readFileSync(path, "utf8"))
    const isWhole = listed.every((name) => loose.has(name))
    for (const name of listed) {
      loose.delete(name)
      // Segments are removed only after all of them are stored.
      if (!isWhole) rmSync(join(directory, `${name}${ROWS}`), { force: true })
    }
    if (isWhole)
      batches.push({ token: withoutEnding(list), segments: listed.map((name) => ({ name })) })
    else rmSync(path, { force: true })
  }
  const left = [...batches, ...Array.from(loose, (name) => ({ token: name, segments: [{ name }] }))]
  const kept = new Set(left.flatMap(({ segments }) => segments.map(({ name }) => name)))
  for (const name of names.filter((one) => one.endsWith(FAILURES)))
    if (!kept.has(withoutEnding(name))) rmSync(join(directory, name), { force: true })
  return left
}

const withoutEnding = (name: string) => name.slice(0, name.lastIndexOf("."))

const attempt = (run: () => Promise<void>) =>
  Effect.tryPromise({
    try: run,
    catch: (cause) => new WarehouseUnavailable({ operation: "insert", cause }),
  })

const onDisk = (run: () => Promise<void>, directory: string) =>
  attempt(run).pipe(
    // Once renamed the file counts, whatever the directory's own sync says.
    Effect.tap(() => Effect.ignore(Effect.tryPromise(() => syncDirectory(directory)))),
  )

/** All of the bytes under this name, or nothing: half a file would keep a full disk full. */
const writeWhole = async (file: string, bytes: ReadonlyArray<Uint8Array>): Promise<void> => {
  const unfinished = `${file}.tmp`
  try {
    const handle = await open(unfinished, "w")
    try {
      const { bytesWritten } = await handle.writev([...bytes])
      const wanted = bytes.reduce((sum, piece) => sum + piece.length, 0)
      if (bytesWritten !== wanted) throw new Error(`${bytesWritten} of ${wanted} bytes written`)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (cause) {
    await rm(unfinished, { force: true })
    throw cause
  }
}

/** Not synced: what it holds is in the segments. */
const joinFiles = async (files: ReadonlyArray<string>, joined: string): Promise<void> => {
  const handle = await open(joined, "w")
  try {
    for (const file of files) await handle.writeFile(await readFile(file))
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
