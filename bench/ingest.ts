/**
 * How close the writer comes to the engine: rows/s of `TransactionWriter`, from decoded events to
 * stored rows with all checks, over rows/s of the engine's own `INSERT … SELECT FROM numbers` into the
 * same tables with the same views, in turn. Every group of every rollup is checked at the end.
 */
import { Console, Effect } from "effect"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { sqlQuery } from "#warehouse/sql-files.ts"
import { wrongGroups } from "#warehouse/testing/rollups.ts"
import { incoming, warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { TransactionWriter } from "#warehouse/transaction-writer.ts"
import { benchEvents, FIRST_AT } from "./events.ts"
import { median, spread, timed } from "./measure.ts"

const ROUNDS = 5
const ROWS_PER_ROUND = 400_000
const ROWS_PER_INSERT = 100_000
const ROWS_PER_CALL = 5_000
const ACCOUNTS = 2_000
const GOAL = 0.7
const NO_BYTES = new Uint8Array()

const engineLimit = sqlQuery("bench-engine-limit")

/** The engine's own inserts of rows `from` … */
const insertSelect = (from: number) =>
  ClickHouse.use((clickhouse) =>
    Effect.forEach(starts(from, ROWS_PER_INSERT), (start) =>
      clickhouse.command(engineLimit, {
        token: `bench-${start}`,
        accounts: ACCOUNTS,
        first_at: FIRST_AT,
        batch: 1,
        from: start,
        count: ROWS_PER_INSERT,
      }),
    ),
  )

const writeAll = (from: number) => {
  const calls = starts(from, ROWS_PER_CALL).map((start) =>
    benchEvents(start, ROWS_PER_CALL, ACCOUNTS).map((event) => ({
      ...incoming(event),
      raw: NO_BYTES,
    })),
  )
  return TransactionWriter.use((writer) =>
    Effect.forEach(calls, (call) => writer.write(call), { concurrency: "unbounded" }),
  )
}

const starts = (from: number, step: number): number[] =>
  Array.from({ length: ROWS_PER_ROUND / step }, (_, i) => from + i * step)

const rate = (ms: number) => (ROWS_PER_ROUND / ms) * 1000

export const ingest = Effect.gen(function* () {
  const limits: number[] = []
  const writes: number[] = []
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const from = round * 2 * ROWS_PER_ROUND
    const limit = yield* timed(insertSelect(from))
    // Making the events is not the writer's work, so it happens before the clock starts.
    const write = yield* timed(writeAll(from + ROWS_PER_ROUND))
    if (round === 0) continue
    limits.push(rate(limit))
    writes.push(rate(write))
    yield* Console.log(
      `round ${round}: engine ${rate(limit).toFixed(0)} rows/s, writer ${rate(write).toFixed(0)}`,
    )
  }
  const ratios = writes.map((write, i) => write / (limits[i] as number))
  yield* Console.log(`engine's own INSERT … SELECT, rows/s: ${spread(limits)}`)
  yield* Console.log(`writer, rows/s:                       ${spread(writes)}`)
  yield* Console.log(`ratio (goal ≥ ${GOAL}): ${median(ratios).toFixed(2)}`)

  const all = benchEvents(0, (ROUNDS + 1) * 2 * ROWS_PER_ROUND, ACCOUNTS)
  const wrong = yield* wrongGroups(all)
  if (wrong.length > 0)
    return yield* Effect.fail(new Error(`wrong totals: ${wrong.slice(0, 5).join("; ")}`))
  yield* Console.log(`every group of every rollup equals a recount of ${all.length} events`)
}).pipe(Effect.provide(warehouseForTests))
