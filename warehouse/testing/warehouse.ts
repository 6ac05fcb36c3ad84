/** For tests: the embedded engine in a folder of its own, and events to fill it with. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import type { IncomingEvent } from "../batch-events.ts"
import type { UsageEvent } from "../domain/usage-event.ts"
import { warehouseEmbedded } from "../live.ts"

/** A folder under the temp folder (`TMPDIR`), removed with the scope. */
export const temporaryFolder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "tidemark-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true })),
)

/** Every service of the warehouse on a new, migrated, embedded engine. */
export const warehouseForTests = Layer.unwrap(Effect.map(temporaryFolder, warehouseEmbedded))

export const incoming = (event: UsageEvent, receivedAt = event.occurredAt): IncomingEvent => ({
  event,
  receivedAt,
  position: null,
  raw: new TextEncoder().encode(event.id),
})
