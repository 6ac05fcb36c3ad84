/**
 * Exports that are made beside the requests: a few at a time, each a folder in the data folder. What is
 * done outlives the process, what is not is lost with it. They belong to the process that holds the folder.
 */
import { randomBytes } from "node:crypto"
import { Clock, Context, Effect, Fiber, Layer, Semaphore } from "effect"
import type { AccountStore } from "#warehouse/account-store.ts"
import type { LedgerDownload } from "#warehouse/ledger-download.ts"
import type { ReportDownload } from "#warehouse/report-download.ts"
import type { StatementReader } from "#warehouse/statement-reader.ts"
import type { UsageReader } from "#warehouse/usage-reader.ts"
import type { Watermark } from "#warehouse/watermark.ts"
import type { Cursors } from "./cursors.ts"
import type { ExportQuestion } from "./export-question.ts"
import type { ExportRecord } from "./export-record.ts"
import { openShelf } from "./export-shelf.ts"
import { performExport } from "./export-work.ts"
import { type Refused, refused } from "./problem.ts"

const EXPORTS_MAX = 200
const EXPORTS_OF_HOLDER_MAX = 50
const RUNNING_MAX = 2

type Readers =
  | AccountStore
  | Cursors
  | LedgerDownload
  | ReportDownload
  | StatementReader
  | UsageReader
  | Watermark

export class ExportJobs extends Context.Service<
  ExportJobs,
  {
    readonly create: (
      question: ExportQuestion,
      holder: string,
    ) => Effect.Effect<ExportRecord, Refused>
    /** Newest first. */
    readonly list: Effect.Effect<ReadonlyArray<ExportRecord>>
    readonly get: (id: string) => Effect.Effect<ExportRecord | null>
    /** Stops it when it is on its way, and leaves nothing of it. */
    readonly remove: (id: string) => Effect.Effect<void>
    /** Where the file of one that is done stands. */
    readonly pathOf: (id: string) => string
  }
>()("api/ExportJobs") {
  /** `folder`: holds a folder for each. */
  static readonly layer = (folder: string) => Layer.effect(ExportJobs, open(folder))
}

const open = Effect.fnUntraced(function* (folder: string) {
  const readers = yield* Effect.context<Readers>()
  const scope = yield* Effect.scope
  const places = yield* Semaphore.make(RUNNING_MAX)
  const shelf = openShelf(folder)
  const fibers = new Map<string, Fiber.Fiber<void>>()

  const begin = Effect.fnUntraced(function* (record: ExportRecord) {
    const performed = places
      .withPermits(1)(performExport(shelf, record))
      .pipe(
        Effect.ensuring(Effect.sync(() => fibers.delete(record.id))),
        Effect.provideContext(readers),
      )
    fibers.set(record.id, yield* Effect.forkIn(performed, scope))
  })

  const place = Effect.fnUntraced(function* (holder: string) {
    const records = [...(yield* shelf.current).values()]
    const theirs = records.filter((record) => record.holder === holder)
    if (records.length < EXPORTS_MAX && theirs.length < EXPORTS_OF_HOLDER_MAX) return
    return yield* refused(
      "tooManyExports",
      `At most ${EXPORTS_OF_HOLDER_MAX} exports of one credential are kept, and ${EXPORTS_MAX} in all: delete some.`,
    )
  })

  return ExportJobs.of({
    create: Effect.fn("ExportJobs.create")(function* (question, holder) {
      yield* place(holder)
      const record: ExportRecord = {
        ...question,
        ...{ id: randomBytes(16).toString("hex"), holder, state: "waiting" },
        ...{ createdAt: yield* Clock.currentTimeMillis, finishedAt: null, expiresAt: null },
        ...{ rowsDone: 0, rowsExpected: null, bytes: 0, failure: null, manifest: null },
      }
      shelf.add(record)
      yield* begin(record)
      return record
    }),
    list: Effect.map(shelf.current, (records) =>
      [...records.values()].sort((a, b) => b.createdAt - a.createdAt),
    ),
    get: (id) => Effect.map(shelf.current, (records) => records.get(id) ?? null),
    remove: Effect.fn("ExportJobs.remove")(function* (id) {
      const fiber = fibers.get(id)
      if (fiber !== undefined) yield* Fiber.interrupt(fiber)
      shelf.forget(id)
    }),
    pathOf: shelf.pathOf,
  })
})
