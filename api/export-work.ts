/** Makes the file of one export, and says what became of it. */
import { Clock, Effect } from "effect"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import type { Described } from "./export-contract.ts"
import { ExportFailed, writeExportFile } from "./export-file.ts"
import type { ExportRecord } from "./export-record.ts"
import { type Made, makeReport } from "./export-report.ts"
import type { Shelf } from "./export-shelf.ts"
import { signed } from "./manifest.ts"

/** Parquet of a ledger that changes under it. */
const ATTEMPTS_MAX = 5

const describe = (
  { id, report, format, account, accounts, words }: ExportRecord,
  { meta }: Made,
  file: Pick<Described, "rows" | "sums" | "bytes" | "sha256"> & {
    readonly opening: string | null
    readonly closing: string | null
  },
  now: number,
): Described => ({
  ...{ manifest: 1, product: "Tidemark", export: id, report, format, account, accounts, words },
  filters: [words.filter ?? []].flat(),
  ...{ tz: meta.tz, from: meta.from, to: meta.to, complete_to: meta.complete_to },
  generated_at: formatInstant(now),
  ...{ rows: file.rows, sums: file.sums, bytes: file.bytes, sha256: file.sha256 },
  ...{ opening_balance: file.opening, closing_balance: file.closing },
})

/** Null: what is in the file is not known. */
const attempt = Effect.fnUntraced(function* (shelf: Shelf, record: ExportRecord) {
  const { id } = record
  const made = yield* makeReport(record)
  shelf.change(id, { rowsExpected: made.expected, rowsDone: 0, bytes: 0 })
  const written = yield* writeExportFile(shelf.pathOf(id), made.pieces, (bytes) =>
    Effect.map(shelf.take(id, bytes), () => shelf.change(id, { rowsDone: made.rowsDone() })),
  )
  const holds = yield* made.holds
  if (holds === null) return null
  const now = yield* Clock.currentTimeMillis
  return yield* signed(describe(record, made, { ...written, ...holds }, now))
})

const perform = Effect.fnUntraced(function* (shelf: Shelf, record: ExportRecord) {
  shelf.change(record.id, { state: "running" })
  for (let time = 0; time < ATTEMPTS_MAX; time++) {
    const manifest = yield* attempt(shelf, record)
    if (manifest !== null)
      return yield* shelf.done(record.id, { manifest, rowsDone: manifest.rows })
  }
  return yield* new ExportFailed({
    reason:
      "the ledger changed each time while it was written: ask for days that are over, or for another format",
  })
})

/** Never fails: what goes wrong is told by the record. */
export const performExport = (shelf: Shelf, record: ExportRecord) => {
  const failed = (why: string, log: Effect.Effect<void>) =>
    Effect.andThen(log, shelf.failed(record.id, why))
  return perform(shelf, record).pipe(
    Effect.catchTag(["ExportFailed", "Refused"], ({ message }) => failed(message, Effect.void)),
    Effect.catch(({ message }) =>
      failed(
        "the warehouse could not answer: ask for it again",
        Effect.logWarning(`export ${record.id}: ${message}`),
      ),
    ),
    Effect.catchDefect((defect) =>
      failed("it could not be made", Effect.logError(`export ${record.id}: ${defect}`)),
    ),
  )
}
