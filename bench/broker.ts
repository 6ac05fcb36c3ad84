/** A real broker of its own, for as long as the scope is open. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { startBroker } from "../scripts/kafka-broker.ts"

export const benchBroker = Effect.gen(function* () {
  const dir = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "tidemark-bench-broker-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true })),
  )
  return yield* Effect.acquireRelease(
    Effect.promise(() => startBroker({ port: 0, dir })),
    ({ stop }) => Effect.promise(() => stop()),
  )
})
