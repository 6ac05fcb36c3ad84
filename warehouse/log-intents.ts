/** The intents of batches from the log, as rows of `ingest_log`. */
import { Clock, Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Intent } from "./intent.ts"
import type { RowBinaryWriter } from "./row-binary.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

const KIND_CODES = { batch: 1, gap: 2 } as const

const STRUCTURE = [
  "kind Enum8('stored' = 0, 'intent' = 1, 'gap' = 2)",
  "batch UInt64",
  "topic String",
  "partition UInt16",
  "first_offset UInt64",
  "last_offset UInt64",
  "entries UInt64",
  "received_to DateTime64(3, 'UTC')",
  "stored_at DateTime64(3, 'UTC')",
  "epoch String",
  "cluster String",
  "partitions UInt16",
  "fingerprint String",
].join(", ")
const insertIntents = sqlQuery("insert-log-intents")
const logPartitions = sqlQuery("log-partitions")
const lastIntentRows = sqlQuery("last-log-intents")

/**
 * Writes an intent down. Written again it stands there twice, which changes nothing. `folder`: where a
 * scratch file may stand for a moment; `entries`: how many events the batch holds.
 */
export const writeIntent = Effect.fn("warehouse.writeIntent")(function* (
  folder: string,
  intent: Intent,
  entries: number,
) {
  const writtenAt = yield* Clock.currentTimeMillis
  const writeRow = (out: RowBinaryWriter, row: Intent) => {
    out.uint8(KIND_CODES[row.kind])
    out.uint64(row.sequence)
    out.string(row.topic)
    out.uint16(row.partition)
    out.uint64(row.first)
    out.uint64(row.last)
    out.uint64(BigInt(entries))
    out.int64FromNumber(row.receivedAt)
    out.int64FromNumber(writtenAt)
    out.string(row.epoch)
    out.string(row.cluster)
    out.uint16(row.partitions)
    out.string(row.fingerprint)
  }
  const insert = { folder, statement: insertIntents, structure: STRUCTURE }
  yield* insertScratchRows(insert, [intent], writeRow)
})

/** The newest intent of each partition; none for a partition of which nothing was ever intended. */
export const readLastIntents = Effect.fn("warehouse.readLastIntents")(function* (topic: string) {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(lastIntentRows, { topic }, IntentRow)
  return new Map(rows.map((row) => [row.partition, intentOf(topic, row)]))
})

/** Partitions of which a batch was put on record, by whichever process. */
export const readLogPartitions = Effect.flatMap(ClickHouse, ({ query }) =>
  query(logPartitions, {}, Schema.Struct({ topic: Schema.String, partition: Schema.Number })),
)

const IntentRow = Schema.Struct({
  partition: Schema.Number,
  sequence: Schema.BigIntFromString,
  stretch: Schema.Tuple([
    Schema.Literals(["intent", "gap"]),
    Schema.BigIntFromString,
    Schema.BigIntFromString,
    Schema.NumberFromString,
  ]),
  origin: Schema.Tuple([Schema.String, Schema.String, Schema.Number, Schema.String]),
})

const intentOf = (topic: string, row: typeof IntentRow.Type): Intent => {
  const [kind, first, last, receivedAt] = row.stretch
  const [epoch, cluster, partitions, fingerprint] = row.origin
  return {
    kind: kind === "gap" ? "gap" : "batch",
    topic,
    partition: row.partition,
    sequence: row.sequence,
    first,
    last,
    receivedAt,
    partitions,
    cluster,
    epoch,
    fingerprint,
  }
}
