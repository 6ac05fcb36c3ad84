/** Notes which stretches of the log's partitions a stored batch held. */
import { Clock, Effect } from "effect"
import type { EventRows } from "./event-rows.ts"
import type { RowBinaryWriter } from "./row-binary.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

const STRUCTURE = [
  "batch UInt64",
  "topic String",
  "partition UInt16",
  "first_offset UInt64",
  "last_offset UInt64",
  "entries UInt64",
  "received_to DateTime64(3, 'UTC')",
  "stored_at DateTime64(3, 'UTC')",
].join(", ")
const statement = sqlQuery("insert-ingest-log")

interface Stretch {
  readonly topic: string
  readonly partition: number
  readonly first: bigint
  readonly last: bigint
  readonly entries: number
  readonly receivedTo: number
}

export const stretchesOf = (parts: ReadonlyArray<EventRows>): ReadonlyArray<Stretch> =>
  parts.flatMap((part) => {
    const { log, receivedAt: receivedTo } = part.origin
    if (log === null || part.count === 0) return []
    const [first, last] = [part.offsetOf(0), part.offsetOf(part.count - 1)]
    return [{ ...log, first, last, entries: part.count, receivedTo }]
  })

export const logStretches = Effect.fnUntraced(function* (
  folder: string,
  batch: bigint,
  parts: ReadonlyArray<EventRows>,
) {
  const stretches = stretchesOf(parts)
  if (stretches.length === 0) return
  const storedAt = yield* Clock.currentTimeMillis
  const writeRow = (out: RowBinaryWriter, stretch: Stretch) => {
    out.uint64(batch)
    out.string(stretch.topic)
    out.uint16(stretch.partition)
    out.uint64(stretch.first)
    out.uint64(stretch.last)
    out.uint64(BigInt(stretch.entries))
    out.int64FromNumber(stretch.receivedTo)
    out.int64FromNumber(storedAt)
  }
  yield* insertScratchRows({ folder, statement, structure: STRUCTURE }, stretches, writeRow)
})
