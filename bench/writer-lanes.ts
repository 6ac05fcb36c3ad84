/** The engine's own pace, and the writer's from encoded rows on: in this process, into one warehouse. */
import { Effect } from "effect"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { EventEncoder } from "#warehouse/event-encoder.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import { SnapshotGate } from "#warehouse/snapshot-gate.ts"
import { sqlQuery } from "#warehouse/sql-files.ts"
import { TransactionWriter } from "#warehouse/transaction-writer.ts"
import { benchEvents, FIRST_AT } from "./events.ts"
import { timedWithProcessor } from "./measure.ts"

const ROWS_PER_INSERT = 100_000
const ROWS_PER_CALL = 5_000
const NO_BYTES = new Uint8Array()

const engineLimit = sqlQuery("bench-engine-limit")

export const startsOf = (from: number, count: number, step: number): ReadonlyArray<number> =>
  Array.from({ length: count / step }, (_, i) => from + i * step)

/** `INSERT … SELECT FROM numbers` into the same tables with the same views. */
export const engineLane = (accounts: number) => ({
  name: "engine's own INSERT … SELECT",
  round: (from: number, count: number) =>
    timedWithProcessor(
      ClickHouse.use((clickhouse) =>
        Effect.forEach(startsOf(from, count, ROWS_PER_INSERT), (start) =>
          clickhouse.command(engineLimit, {
            token: `bench-${start}`,
            accounts,
            first_at: FIRST_AT,
            batch: 1,
            from: start,
            count: ROWS_PER_INSERT,
          }),
        ),
      ),
    ),
})

/** Rows are encoded before the clock starts: what is measured is everything behind the decoder. */
export const writerLane = (accounts: number) => ({
  name: "writer, prepared rows",
  round: Effect.fnUntraced(function* (from: number, count: number) {
    const encoder = yield* EventEncoder
    const calls = startsOf(from, count, ROWS_PER_CALL).map((start) => {
      const rows = encoder.rows({ receivedAt: FIRST_AT, log: null })
      for (const event of benchEvents(start, ROWS_PER_CALL, accounts)) rows.add(event, NO_BYTES)
      return rows
    })
    return yield* timedWithProcessor(writeAll(calls))
  }),
})

const writeAll = Effect.fnUntraced(function* (calls: ReadonlyArray<EventRows>) {
  const writer = yield* TransactionWriter
  const gate = yield* SnapshotGate
  yield* Effect.forEach(calls, (rows) => writer.write(rows), { concurrency: "unbounded" })
  yield* gate.settled
})
