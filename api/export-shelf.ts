/** The exports that there are, in memory and on disk. */
import { rmSync } from "node:fs"
import { Clock, Duration, Effect } from "effect"
import { ExportFailed } from "./export-file.ts"
import {
  type ExportRecord,
  filePath,
  KEPT_FOR,
  keepRecord,
  readRecords,
  removeRecord,
} from "./export-record.ts"

/** Of all files together. */
const EXPORT_BYTES_MAX = 20 * 1024 * 1024 * 1024

export const openShelf = (folder: string) => {
  const records = new Map(readRecords(folder).map((record) => [record.id, record]))

  /** In memory always, on disk when its state changes. */
  const change = (id: string, changes: Partial<ExportRecord>): void => {
    const record = records.get(id)
    if (record === undefined) return
    const changed = { ...record, ...changes }
    records.set(id, changed)
    if (changes.state !== undefined) keepRecord(folder, changed)
  }
  const forget = (id: string): void => {
    records.delete(id)
    removeRecord(folder, id)
  }
  const held = () => [...records.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  const ended = (id: string, changes: Partial<ExportRecord>) =>
    Effect.map(Clock.currentTimeMillis, (finishedAt) =>
      change(id, {
        ...changes,
        ...{ finishedAt, expiresAt: finishedAt + Duration.toMillis(KEPT_FOR) },
      }),
    )
  return {
    change,
    forget,
    add: (record: ExportRecord): void => {
      keepRecord(folder, record)
      records.set(record.id, record)
    },
    /** Without what has expired, which goes from the disk. */
    current: Effect.map(Clock.currentTimeMillis, (now): ReadonlyMap<string, ExportRecord> => {
      for (const { id, expiresAt } of records.values())
        if (expiresAt !== null && expiresAt <= now) forget(id)
      return records
    }),
    /** Before bytes are written: fails where all files together would be too large. */
    take: (id: string, bytes: number) =>
      Effect.suspend(() => {
        if (held() + bytes > EXPORT_BYTES_MAX)
          return Effect.fail(
            new ExportFailed({
              reason: `all exports together hold at most ${EXPORT_BYTES_MAX} bytes: delete some`,
            }),
          )
        change(id, { bytes: (records.get(id)?.bytes ?? 0) + bytes })
        return Effect.void
      }),
    done: (id: string, changes: Pick<ExportRecord, "manifest" | "rowsDone">) =>
      ended(id, { ...changes, state: "done" }),
    failed: (id: string, failure: string) =>
      Effect.suspend(() => {
        rmSync(filePath(folder, id), { force: true })
        return ended(id, { state: "failed", failure, bytes: 0 })
      }),
    pathOf: (id: string) => filePath(folder, id),
  }
}
export type Shelf = ReturnType<typeof openShelf>
