/** What is kept of an export, in memory and as a file in its folder. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Duration, Option, Schema } from "effect"
import { EXPORT_STATES, FormatField, Manifest, ReportField, Words } from "./export-contract.ts"

export const ExportRecord = Schema.Struct({
  id: Schema.String,
  report: ReportField,
  format: FormatField,
  account: Schema.NullOr(Schema.String),
  accounts: Schema.NullOr(Schema.Array(Schema.String)),
  words: Words,
  /** Who asked, for the bound on exports of one holder. */
  holder: Schema.String,
  state: Schema.Literals(EXPORT_STATES),
  createdAt: Schema.Int,
  finishedAt: Schema.NullOr(Schema.Int),
  expiresAt: Schema.NullOr(Schema.Int),
  rowsDone: Schema.Int,
  rowsExpected: Schema.NullOr(Schema.Int),
  bytes: Schema.Int,
  failure: Schema.NullOr(Schema.String),
  /** With `done`. */
  manifest: Schema.NullOr(Manifest),
})
export type ExportRecord = typeof ExportRecord.Type

/** From its end on. */
export const KEPT_FOR = Duration.hours(24)

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(ExportRecord))
const RECORD = "export.json"
const ID = /^[0-9a-f]{32}$/

export const filePath = (folder: string, id: string): string => join(folder, id, "file")

/** Renamed into its place: a record is whole or the one before. */
export const keepRecord = (folder: string, record: ExportRecord): void => {
  const path = join(folder, record.id, RECORD)
  mkdirSync(join(folder, record.id), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

export const removeRecord = (folder: string, id: string): void =>
  rmSync(join(folder, id), { recursive: true, force: true })

/** Of an earlier process. What was not done then is lost, whatever there is of its file. */
export const readRecords = (folder: string): ReadonlyArray<ExportRecord> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return readdirSync(folder)
    .filter((name) => ID.test(name))
    .flatMap((id) => {
      const record = readRecord(folder, id)
      if (record === null) removeRecord(folder, id)
      if (record === null || !["waiting", "running"].includes(record.state)) return record ?? []
      rmSync(filePath(folder, id), { force: true })
      const lost: ExportRecord = {
        ...record,
        ...{ state: "lost", finishedAt: record.createdAt },
        expiresAt: record.createdAt + Duration.toMillis(KEPT_FOR),
        failure: "the server stopped before it was done: ask for it again",
      }
      keepRecord(folder, lost)
      return lost
    })
}

const readRecord = (folder: string, id: string): ExportRecord | null => {
  try {
    return Option.getOrNull(decode(readFileSync(join(folder, id, RECORD), "utf8")))
  } catch {
    return null
  }
}
