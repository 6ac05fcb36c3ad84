/** A large ledger in a folder that is kept, made by the engine itself through the real migrations. */
import { existsSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Console, Effect, Schema } from "effect"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { addDays, intervalOfDays } from "#warehouse/domain/calendar.ts"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { sqlQuery } from "#warehouse/sql-files.ts"
import { timed } from "./measure.ts"

export const DAYS = 400
export const LAST_DAY = "2026-09-30"
const ROWS_PER_INSERT = 500_000

const fillStatement = sqlQuery("bench-reads-fill")
const exportStatement = sqlQuery("bench-reads-export")
const mergesStatement = sqlQuery("bench-merges")
const sizeStatement = sqlQuery("bench-reads-size")
const Merges = Schema.Struct({ merges: Schema.Finite })
const Size = Schema.Struct({ disk: Schema.String, rows: Schema.String, json: Schema.String })

/** The folder's warehouse holds `rows` entries afterwards; what was begun and not ended is made anew. */
export const fill = Effect.fnUntraced(function* (folder: string, rows: number) {
  const filled = join(folder, "filled")
  if (existsSync(filled)) return
  yield* Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
  const took = yield* timed(
    Effect.andThen(insertAll(rows), untilMerged).pipe(Effect.provide(warehouseEmbedded(folder))),
  )
  yield* Console.log(`filled in ${(took / 1000).toFixed(0)} s`)
  yield* Effect.sync(() => writeFileSync(filled, ""))
})

const insertAll = (rows: number) =>
  ClickHouse.use((clickhouse) =>
    Effect.forEach(
      Array.from({ length: rows / ROWS_PER_INSERT }, (_, i) => i * ROWS_PER_INSERT),
      (from) =>
        clickhouse.command(fillStatement, {
          token: `bench-${from}`,
          first_at: intervalOfDays(addDays(LAST_DAY, 1 - DAYS), LAST_DAY, "UTC").from,
          days: DAYS,
          from,
          count: ROWS_PER_INSERT,
        }),
    ),
  )

/** As it comes to rest by itself: nothing is merged on demand. */
const untilMerged = ClickHouse.use((clickhouse) =>
  clickhouse
    .query(mergesStatement, {}, Merges)
    .pipe(Effect.delay("3 seconds"), Effect.repeat({ until: ([row]) => row?.merges === 0 })),
)

/** The ledger as a CSV file, for the other databases. */
export const exportRows = (file: string) =>
  ClickHouse.use((clickhouse) => {
    rmSync(file, { force: true })
    return clickhouse.command(exportStatement, { file })
  })

export const sizeOf = ClickHouse.use((clickhouse) =>
  clickhouse.query(sizeStatement, {}, Size),
).pipe(
  Effect.map(([row]) => {
    const perEntry = Number(row?.disk) / Number(row?.rows)
    return `${perEntry.toFixed(1)} bytes on disk per transaction, ${(perEntry / Number(row?.json)).toFixed(3)} of its JSON (${row?.json} bytes)`
  }),
)
