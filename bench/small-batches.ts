/**
 * What a steady flow of small batches costs: as many a second as six partitions close, with the
 * engine's own choice of merges and with ours, in turns over the same warehouse.
 */
import { cpuUsage } from "node:process"
import { Console, Effect, Schema } from "effect"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { EventEncoder } from "#warehouse/event-encoder.ts"
import type { Intent } from "#warehouse/intent.ts"
import { LogWriter } from "#warehouse/log-writer.ts"
import { sqlQuery } from "#warehouse/sql-files.ts"
import { wrongGroups } from "#warehouse/testing/rollups.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { benchEvent, benchEvents, FIRST_AT } from "./events.ts"
import { spread } from "./measure.ts"

const ACCOUNTS = 2_000
/** 10,000 events a second over six partitions, a batch of each every 400 ms. */
const ROWS_PER_BATCH = 740
const BATCHES_PER_SECOND = 13
const BATCHES_PER_ROUND = 150
const ROUNDS = 5
const TABLES = [
  "transactions",
  "usage_per_quarter_hour",
  "totals_per_quarter_hour",
  "lifetime_totals",
  "ingest_log",
]
const BASES = {
  "base 5, the engine's own": sqlQuery("bench-merge-base-narrow"),
  "base 12, ours": sqlQuery("bench-merge-base-wide"),
}
const mergedRows = sqlQuery("bench-merged-rows")
const NO_BYTES = new Uint8Array()

const intentOf = (sequence: number): Intent => ({
  kind: "batch",
  topic: "bench",
  partition: 0,
  sequence: BigInt(sequence),
  first: BigInt(sequence * ROWS_PER_BATCH),
  last: BigInt((sequence + 1) * ROWS_PER_BATCH - 1),
  receivedAt: FIRST_AT,
  partitions: 1,
  cluster: "bench",
  epoch: "bench",
  fingerprint: "",
})

const storeBatch = Effect.fnUntraced(function* (sequence: number) {
  const intent = intentOf(sequence)
  const rows = (yield* EventEncoder).rows({
    receivedAt: FIRST_AT,
    log: { topic: intent.topic, partition: intent.partition },
  })
  for (let n = Number(intent.first); n <= Number(intent.last); n++)
    rows.add(benchEvent(n, ACCOUNTS), NO_BYTES, n)
  const began = performance.now()
  yield* (yield* LogWriter).store(intent, rows)
  return performance.now() - began
})

/** At an even pace, as the log would bring them. */
const round = Effect.fnUntraced(function* (base: string, from: number) {
  const clickhouse = yield* ClickHouse
  const counted = clickhouse.query(mergedRows, {}, MergedRows)
  for (const table of TABLES) yield* clickhouse.command(base, { table })
  const [before, processor] = [yield* counted, cpuUsage()]
  const waits: number[] = []
  for (let i = 0; i < BATCHES_PER_ROUND; i++) {
    const wait = yield* storeBatch(from + i)
    waits.push(wait)
    yield* Effect.sleep(Math.max(0, 1000 / BATCHES_PER_SECOND - wait))
  }
  const { user, system } = cpuUsage(processor)
  const [{ inserted, merged } = NONE] = yield* counted
  const [{ inserted: earlier, merged: earlierMerged } = NONE] = before
  return {
    waits,
    processor: (user + system) / 1000 / BATCHES_PER_ROUND,
    amplification: (merged - earlierMerged) / (inserted - earlier),
  }
})

const MergedRows = Schema.Struct({
  inserted: Schema.NumberFromString,
  merged: Schema.NumberFromString,
})
const NONE = { inserted: 0, merged: 0 }

export const smallBatches = Effect.gen(function* () {
  const measured = new Map(
    Object.keys(BASES).map((name) => [name, { waits: [], processor: [], amplification: [] }]),
  ) as Map<string, Record<"waits" | "processor" | "amplification", number[]>>
  let sequence = 1
  // The first round warms up and is not counted.
  for (let n = 0; n <= ROUNDS; n++)
    for (const [name, base] of Object.entries(BASES)) {
      const { waits, processor, amplification } = yield* round(base, sequence)
      sequence += BATCHES_PER_ROUND
      const kept = measured.get(name)
      if (n === 0 || kept === undefined) continue
      kept.waits.push(...waits)
      kept.processor.push(processor)
      kept.amplification.push(amplification)
    }
  const wrong = yield* wrongGroups(
    benchEvents(ROWS_PER_BATCH, (sequence - 1) * ROWS_PER_BATCH, ACCOUNTS),
  )
  if (wrong.length > 0) return yield* Effect.fail(new Error(wrong.slice(0, 5).join("; ")))
  yield* Console.log(
    `batches of ${ROWS_PER_BATCH}, ${BATCHES_PER_SECOND} a second; min / median / max`,
  )
  for (const [name, { waits, processor, amplification }] of measured)
    yield* Console.log(
      `${name}: ${spread(waits)} ms a batch, ${spread(processor)} ms of processor a batch, ` +
        `${spread(amplification)} rows merged for each inserted`,
    )
}).pipe(Effect.provide(warehouseForTests))
