import { randomUUID } from "node:crypto"
import { open, rm } from "node:fs/promises"
import { join } from "node:path"
import { Context, Effect, Layer } from "effect"
import { BatchPreparation } from "./batch-preparation.ts"
import type { ClickHouse } from "./clickhouse.ts"
import { type WarehouseError, WarehouseUnavailable } from "./errors.ts"
import type { EventRows } from "./event-rows.ts"
import { countFates } from "./fate-metrics.ts"
import { type Intent, tokenOf } from "./intent.ts"
import { readLastIntents, readLogPartitions, writeIntent } from "./log-intents.ts"
import type { SnapshotGate } from "./snapshot-gate.ts"
import { insertUntilStored } from "./stored-rows.ts"

/** Stores batches of the log. They need no journal: the log itself holds them, and the intent says which part. */
export class LogWriter extends Context.Service<
  LogWriter,
  {
    /** The newest intent of each partition; none for a partition of which nothing was ever intended. */
    readonly lastIntents: (
      topic: string,
    ) => Effect.Effect<ReadonlyMap<number, Intent>, WarehouseError>
    /**
     * Partitions, as `topic/number`, of which this process has stored nothing yet: a process that was
     * killed may have left their last batch half stored.
     */
    readonly unproven: Effect.Effect<ReadonlyArray<string>, WarehouseError>
    /** Writes an intent down that no batch follows, as that of a gap. */
    readonly record: (intent: Intent) => Effect.Effect<void, WarehouseError>
    /**
     * Writes the intent down, then stores the rows of its stretch under its token. The same intent
     * with the same rows again completes what was cut off and counts nothing twice. Conflicts go to the
     * rejections. One call at a time for a partition. Interrupted, it leaves the batch to be repeated.
     */
    readonly store: (intent: Intent, rows: EventRows) => Effect.Effect<void, WarehouseError>
  }
>()("warehouse/LogWriter") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      LogWriter,
      Effect.gen(function* () {
        const services = yield* Effect.context<ClickHouse | SnapshotGate>()
        const { prepare } = yield* BatchPreparation
        const proven = new Set<string>()
        const store = Effect.fn("LogWriter.store")(function* (intent: Intent, rows: EventRows) {
          yield* writeIntent(folder, intent, rows.count)
          yield* Effect.acquireUseRelease(
            prepare([rows], intent),
            ({ rows: accepted, draft, fates, stamp, keepRefused, storeFailures }) => {
              stamp(intent.sequence)
              const stored =
                accepted.length === 0
                  ? Effect.void
                  : withScratchFile(folder, accepted, (file) =>
                      insertUntilStored(file, tokenOf(intent)),
                    )
              const steps = [keepRefused, stored, storeFailures(intent.sequence)]
              const counted = countFates(fates, draft.count)
              return Effect.andThen(Effect.all(steps, { discard: true }), counted)
            },
            ({ release }) => Effect.sync(release),
          )
          proven.add(placeOf(intent))
        }, Effect.provideContext(services))
        return LogWriter.of({
          lastIntents: (topic) => Effect.provideContext(readLastIntents(topic), services),
          unproven: Effect.map(readLogPartitions, (partitions) =>
            partitions.map(placeOf).filter((place) => !proven.has(place)),
          ).pipe(Effect.provideContext(services)),
          record: (intent) => Effect.provideContext(writeIntent(folder, intent, 0), services),
          store,
        })
      }),
    )
}

const placeOf = ({ topic, partition }: Pick<Intent, "topic" | "partition">) =>
  `${topic}/${partition}`

const withScratchFile = <A, E, R>(
  folder: string,
  rows: ReadonlyArray<Uint8Array>,
  use: (file: string) => Effect.Effect<A, E, R>,
) => {
  const path = join(folder, `${randomUUID()}.scratch`)
  return Effect.acquireUseRelease(
    Effect.tryPromise({
      try: async () => {
        const handle = await open(path, "w")
        try {
          const { bytesWritten } = await handle.writev([...rows])
          const wanted = rows.reduce((sum, piece) => sum + piece.length, 0)
          if (bytesWritten !== wanted) throw new Error(`${bytesWritten} of ${wanted} bytes written`)
        } finally {
          await handle.close()
        }
      },
      catch: (cause) => new WarehouseUnavailable({ operation: "insert", cause }),
    }),
    () => use(path),
    () => Effect.promise(() => rm(path, { force: true })),
  )
}
