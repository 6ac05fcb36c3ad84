import { Context, Effect, Layer } from "effect"
import type { ClickHouse } from "./clickhouse.ts"
import { StartRefused, type WarehouseUnavailable } from "./errors.ts"
import { insertFailureFile } from "./failure-rows.ts"
import { type JournalBatch, type JournalSegment, openJournal } from "./journal.ts"
import type { SnapshotGate } from "./snapshot-gate.ts"
import { insertUntilStored, retriedUntilStored } from "./stored-rows.ts"

/** From the journal into the ledger. */
export class JournalInserter extends Context.Service<
  JournalInserter,
  {
    /** Resolves once the rows and failures, encoded, are on disk. From then on they have to be inserted. */
    readonly write: (
      rows: ReadonlyArray<Uint8Array>,
      failures: Uint8Array | null,
    ) => Effect.Effect<JournalSegment, WarehouseUnavailable>
    /** Stores these segments together. Repeats until they are stored. */
    readonly insert: (segments: ReadonlyArray<JournalSegment>) => Effect.Effect<void>
  }
>()("warehouse/JournalInserter") {
  /** `folder` holds the journal. Stores what an earlier process left in it before anything else. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      JournalInserter,
      Effect.gen(function* () {
        const services = yield* Effect.context<ClickHouse | SnapshotGate>()
        const journal = yield* Effect.try({
          try: () => openJournal(folder),
          catch: (cause) =>
            new StartRefused({ reason: `the journal ${folder} cannot be used: ${cause}` }),
        })
        const insertBatch = Effect.fnUntraced(function* (batch: JournalBatch) {
          yield* retriedUntilStored(
            journal.withFile(batch, (file) => insertUntilStored(file, batch.token)),
          )
          // Failures behind their refunds: who knows a failure finds what was made of it.
          for (const file of journal.failuresOf(batch))
            yield* retriedUntilStored(Effect.uninterruptible(insertFailureFile(file)))
          yield* journal.remove(batch)
        }, Effect.provideContext(services))
        yield* Effect.forEach(journal.left, insertBatch, { discard: true })
        return JournalInserter.of({
          write: journal.write,
          insert: Effect.fn("JournalInserter.insert")(function* (segments) {
            yield* insertBatch(yield* retriedUntilStored(journal.batch(segments)))
          }),
        })
      }),
    )
}
