/** Notes which stretches of the log's partitions a stored batch held. */
import { Clock, Effect } from "effect"
import type { IncomingEvent } from "./batch-events.ts"
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
  first: bigint
  last: bigint
  entries: number
  receivedTo: number
}

export const stretchesOf = (incoming: ReadonlyArray<IncomingEvent>): ReadonlyArray<Stretch> => {
  const stretches = new Map<string, Stretch>()
  for (const { position, receivedAt } of incoming) {
    if (position === null) continue
    const { topic, partition, offset } = position
    const found = stretches.get(`${partition}/${topic}`)
    if (found === undefined) {
      const first = { topic, partition, first: offset, last: offset, entries: 1 }
      stretches.set(`${partition}/${topic}`, { ...first, receivedTo: receivedAt })
      continue
    }
    if (offset < found.first) found.first = offset
    if (offset > found.last) found.last = offset
    found.entries++
    found.receivedTo = Math.max(found.receivedTo, receivedAt)
  }
  return [...stretches.values()]
}

export const logStretches = Effect.fnUntraced(function* (
  folder: string,
  batch: bigint,
  incoming: ReadonlyArray<IncomingEvent>,
) {
  const stretches = stretchesOf(incoming)
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
