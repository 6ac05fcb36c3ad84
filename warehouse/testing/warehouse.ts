/** For tests: the embedded engine in a folder of its own, and events to fill it with. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import type { UsageEvent } from "../domain/usage-event.ts"
import { EventEncoder } from "../event-encoder.ts"
import type { RowOrigin } from "../event-rows.ts"
import { warehouseEmbedded } from "../live.ts"
import { SnapshotGate } from "../snapshot-gate.ts"
import { TransactionWriter } from "../transaction-writer.ts"

/** A folder under the temp folder (`TMPDIR`), removed with the scope. */
export const temporaryFolder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "tidemark-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true })),
)

/** Every service of the warehouse on a new, migrated, embedded engine. */
export const warehouseForTests = Layer.unwrap(Effect.map(temporaryFolder, warehouseEmbedded))

/** Brings events into the warehouse the way without a log; gives their fates once figures show them. */
export const writeEvents = Effect.fnUntraced(function* (
  events: ReadonlyArray<UsageEvent>,
  origin: RowOrigin = { receivedAt: 0, log: null },
  firstOffset = 0,
) {
  const rows = (yield* EventEncoder).rows(origin)
  events.forEach((event, i) => {
    rows.add(event, Buffer.from(event.id), firstOffset + i)
  })
  const fates = yield* (yield* TransactionWriter).write(rows)
  yield* (yield* SnapshotGate).settled
  return fates
})
