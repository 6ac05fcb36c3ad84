/** Failures as rows of their table. */
import { Effect } from "effect"
import type { BatchDraft } from "./batch-draft.ts"
import { ClickHouse } from "./clickhouse.ts"
import { isFailure } from "./domain/refunds.ts"
import { FAILURE_REASONS } from "./domain/usage-event.ts"
import { RowBinaryWriter } from "./row-binary.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

const statement = sqlQuery("insert-failures")
const REASONS = Object.keys(FAILURE_REASONS)
const STRUCTURE = [
  "account String",
  "id String",
  "refers_to String",
  "reason Enum8('generation_failure' = 1, 'server_error' = 2, 'timeout' = 3)",
  "occurred_at DateTime64(3, 'UTC')",
  "operation String",
  "description String",
  "actor String",
  "properties Map(String, String)",
  "received_at DateTime64(3, 'UTC')",
  "content UInt64",
  "topic String",
  "partition UInt16",
  "offset UInt64",
  "batch UInt64",
].join(", ")

interface Failures {
  readonly draft: BatchDraft
  readonly places: ReadonlyArray<number>
}

/** The failures at these places as rows of batch `batch`; null when there are none. */
export const encodeFailures = ({ draft, places }: Failures, batch: bigint): Uint8Array | null => {
  if (places.length === 0) return null
  const out = new RowBinaryWriter()
  for (const place of places) writeRow(out, { draft, place, batch })
  return out.bytes()
}

/** Stores what `encodeFailures` gave. The same file again changes nothing. */
export const insertFailureFile = (file: string) =>
  ClickHouse.use((clickhouse) =>
    clickhouse.insertRows({ statement, structure: STRUCTURE, file, token: null }),
  )

/** Stores the failures at these places. `folder`: where a scratch file may stand for a moment. */
export const insertFailures = Effect.fnUntraced(function* (
  folder: string,
  { draft, places }: Failures,
  batch: bigint,
) {
  if (places.length === 0) return
  yield* insertScratchRows({ folder, statement, structure: STRUCTURE }, places, (out, place) =>
    writeRow(out, { draft, place, batch }),
  )
})

interface Row {
  readonly draft: BatchDraft
  readonly place: number
  readonly batch: bigint
}

const writeRow = (out: RowBinaryWriter, { draft, place, batch }: Row): void => {
  const [event, { receivedAt, position }] = [draft.eventAt(place), draft.arrivalAt(place)]
  if (!isFailure(event)) throw new Error("only failures are stored as failures")
  out.string(event.account)
  out.string(event.id)
  out.string(event.refersTo ?? "")
  out.uint8(REASONS.indexOf(event.reason) + 1)
  out.int64FromNumber(event.occurredAt)
  out.string(event.operation)
  out.string(event.description ?? "")
  out.string(event.actor ?? "")
  out.map(Object.entries(event.properties ?? {}))
  out.int64FromNumber(receivedAt)
  out.uint64(draft.contentAt(place))
  out.string(position?.topic ?? "")
  out.uint16(position?.partition ?? 0)
  out.uint64(position?.offset ?? 0n)
  out.uint64(batch)
}
