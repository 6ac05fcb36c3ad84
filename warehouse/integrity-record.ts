/** What integrity runs came to, in the warehouse: a start and every other process tell the last one. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { IntegrityRun } from "./integrity.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

const statement = sqlQuery("insert-integrity-run")
const lastRun = sqlQuery("last-integrity-run")
const STRUCTURE =
  "finished_at UInt64, started_at UInt64, slices UInt64, rollups String, refunds String"

const Columns = Schema.Record(Schema.String, Schema.String)
const Rollups = Schema.Array(
  Schema.Struct({
    rollup: Schema.String,
    groups: Schema.Int,
    differing: Schema.Int,
    drift: Schema.BigIntFromString,
    keys: Schema.Array(Schema.Struct({ key: Columns, stored: Columns, counted: Columns })),
  }),
)
const Refunds = Schema.Struct({
  failures: Schema.Int,
  missing: Schema.Int,
  made: Schema.Int,
})
const rollupsText = Schema.fromJsonString(Rollups)
const refundsText = Schema.fromJsonString(Refunds)
const RunRow = Schema.Struct({
  finished_at: Schema.NumberFromString,
  started_at: Schema.NumberFromString,
  slices: Schema.NumberFromString,
  rollups: rollupsText,
  refunds: refundsText,
})

/** `folder`: where a scratch file may stand for a moment. */
export const writeIntegrityRun = (folder: string, run: IntegrityRun) =>
  insertScratchRows({ folder, statement, structure: STRUCTURE }, [run], (out, row) => {
    out.uint64(BigInt(row.finishedAt))
    out.uint64(BigInt(row.startedAt))
    out.uint64(BigInt(row.slices))
    out.string(Schema.encodeSync(rollupsText)(row.rollups))
    out.string(Schema.encodeSync(refundsText)(row.refunds))
  })

/** Null before the first. */
export const readLastRun = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const [row] = yield* clickhouse.query(lastRun, {}, RunRow)
  if (row === undefined) return null
  const { finished_at: finishedAt, started_at: startedAt, ...figures } = row
  return { startedAt, finishedAt, ...figures } satisfies IntegrityRun
})
