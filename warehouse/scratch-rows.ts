/** Small inserts: rows written to a scratch file, inserted, removed. */
import { randomUUID } from "node:crypto"
import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { WarehouseUnavailable } from "./errors.ts"
import { RowBinaryWriter } from "./row-binary.ts"

export interface ScratchInsert {
  readonly folder: string
  readonly statement: string
  readonly structure: string
  /** Of what may be tried again and counts once; its table has a deduplication window. */
  readonly token?: string
}

export const insertScratchRows = Effect.fnUntraced(function* <A>(
  insert: ScratchInsert,
  rows: ReadonlyArray<A>,
  write: (out: RowBinaryWriter, row: A) => void,
) {
  const clickhouse = yield* ClickHouse
  const out = new RowBinaryWriter()
  for (const row of rows) write(out, row)
  const file = join(insert.folder, `${randomUUID()}.scratch`)
  yield* Effect.acquireUseRelease(
    Effect.tryPromise({
      try: () => writeFile(file, out.bytes()),
      catch: (cause) => new WarehouseUnavailable({ operation: "insert", cause }),
    }),
    () =>
      clickhouse.insertRows({
        statement: insert.statement,
        structure: insert.structure,
        file,
        token: insert.token ?? null,
      }),
    () => Effect.promise(() => rm(file, { force: true })),
  )
})
