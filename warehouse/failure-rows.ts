/** Failures as rows of their table. */
import { Effect } from "effect"
import type { BatchDraft } from "./batch-draft.ts"
import { isFailure } from "./domain/refunds.ts"
import { FAILURE_REASONS } from "./domain/usage-event.ts"
import type { RowBinaryWriter } from "./row-binary.ts"
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

/** Stores the failures at these places. `folder`: where a scratch file may stand for a moment. */
export const insertFailures = Effect.fnUntraced(function* (
  folder: string,
  { draft, places }: { readonly draft: BatchDraft; readonly places: ReadonlyArray<number> },
  batch: bigint,
) {
  if (places.length === 0) return
  const writeRow = (out: RowBinaryWriter, place: number) => {
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
  yield* insertScratchRows({ folder, statement, structure: STRUCTURE }, places, writeRow)
})
