/**
 * How close the writer comes to the engine: rows/s of `TransactionWriter`, from decoded events to
 * stored rows with all checks, over rows/s of the engine's own `INSERT … SELECT FROM numbers` into the
 * same tables with the same views, in turn. Every group of every rollup is checked at the end.
 */
import { Console, Effect } from "effect"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { EventEncoder } from "#warehouse/event-encoder.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import { SnapshotGate } from "#warehouse/snapshot-gate.ts"
import { sqlQuery } from "#warehouse/sql-files.ts"
import { wrongGroups } from "#warehouse/testing/rollups.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { TransactionWriter } from "#warehouse/transaction-writer.ts"
import { benchEvents, FIRST_AT } from "./events.ts"
import { median, spread, timedWithProcessor } from "./measure.ts"

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

/** Encoded before the clock starts: what is measured is everything behind the decoder. */
const rowsFrom = Effect.fnUntraced(function* (from: number) {
  const encoder = yield* EventEncoder
  return starts(from, ROWS_PER_CALL).map((start) => {
    const rows = encoder.rows({ receivedAt: FIRST_AT, log: null })
    for (const event of benchEvents(start, ROWS_PER_CALL, ACCOUNTS)) rows.add(event, NO_BYTES)
    return rows
  })
})

const writeAll = Effect.fnUntraced(function* (calls: ReadonlyArray<EventRows>) {
  const writer = yield* TransactionWriter
  const gate = yield* SnapshotGate
  yield* Effect.forEach(calls, (rows) => writer.write(rows), { concurrency: "unbounded" })
  yield* gate.settled
})

const starts = (from: number, step: number): number[] =>
  Array.from({ length: ROWS_PER_ROUND / step }, (_, i) => from + i * step)

interface Round {
  readonly wall: number
  readonly processor: number
}

const rate = ({ wall }: Round) => (ROWS_PER_ROUND / wall) * 1000
const processorPer100k = ({ processor }: Round) => processor / (ROWS_PER_ROUND / 100_000)

const report = (name: string, rounds: ReadonlyArray<Round>) =>
  Console.log(
    `${name}: ${spread(rounds.map(rate))} rows/s, ` +
      `${spread(rounds.map(processorPer100k))} ms of processor per 100,000`,
  )

export const ingest = Effect.gen(function* () {
  const limits: Round[] = []
  const writes: Round[] = []
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const from = round * 2 * ROWS_PER_ROUND
    const limit = yield* timedWithProcessor(insertSelect(from))
    const calls = yield* rowsFrom(from + ROWS_PER_ROUND)
    const write = yield* timedWithProcessor(writeAll(calls))
    if (round === 0) continue
    limits.push(limit)
    writes.push(write)
  }
  const ratios = writes.map((write, i) => rate(write) / rate(limits[i] as Round))
  yield* report("engine's own INSERT … SELECT", limits)
  yield* report("writer", writes)
  yield* Console.log(
    `writer : engine = ${median(ratios).toFixed(2)} (goal ≥ ${GOAL}), each round ${spread(ratios)}`,
  )

  const all = benchEvents(0, (ROUNDS + 1) * 2 * ROWS_PER_ROUND, ACCOUNTS)
  const wrong = yield* wrongGroups(all)
  if (wrong.length > 0)
    return yield* Effect.fail(new Error(`wrong totals: ${wrong.slice(0, 5).join("; ")}`))
  yield* Console.log(`every group of every rollup equals a recount of ${all.length} events`)
}).pipe(Effect.provide(warehouseForTests))
