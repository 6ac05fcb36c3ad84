/** The warehouse as one layer: the engine, migrated, with its writer and readers on top. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { AccessRecords } from "./access-records.ts"
import { AccountStore } from "./account-store.ts"
import { ArrivalCounts } from "./arrival-counts.ts"
import { ArrivalFates } from "./arrival-fates.ts"
import { AuditLog } from "./audit-log.ts"
import { Backups } from "./backups.ts"
import { BatchPreparation } from "./batch-preparation.ts"
import type { ClickHouse } from "./clickhouse.ts"
import { DayNotes } from "./day-notes.ts"
import { layerEmbedded } from "./embedded.ts"
import { layerMeasured } from "./engine-metrics.ts"
import { EventEncoder } from "./event-encoder.ts"
import { EventStoryReader } from "./event-story-reader.ts"
import { FatePreview } from "./fate-preview.ts"
import { ForecastReader } from "./forecast-reader.ts"
import { HighUsageReader } from "./high-usage-reader.ts"
import { HighUsageRules } from "./high-usage-rules.ts"
import { JointLedgerReader } from "./joint-ledger-reader.ts"
import { JournalInserter } from "./journal-inserter.ts"
import { KeyUses } from "./key-uses.ts"
import { LedgerDownload } from "./ledger-download.ts"
import { LedgerReader } from "./ledger-reader.ts"
import { LiveReader } from "./live-reader.ts"
import { LogGaps } from "./log-gaps.ts"
import { LogReach } from "./log-reach.ts"
import { LogWriter } from "./log-writer.ts"
import { migrate } from "./migrator.ts"
import { OverviewReader } from "./overview-reader.ts"
import { ProofReader } from "./proof-reader.ts"
import { finishRebuilds } from "./rebuild-tables.ts"
import { RefundCheckReader } from "./refund-check-reader.ts"
import { RejectionReview } from "./rejection-review.ts"
import { RejectionStore } from "./rejection-store.ts"
import { ReportDownload } from "./report-download.ts"
import { RollupRebuild } from "./rollup-rebuild.ts"
import { SavedViews } from "./saved-views.ts"
import { layerServer, type ServerOptions } from "./server.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { StatementReader } from "./statement-reader.ts"
import { TransactionWriter } from "./transaction-writer.ts"
import { UsageReader } from "./usage-reader.ts"
import { Watermark } from "./watermark.ts"

const readers = Layer.mergeAll(
  ArrivalCounts.layer,
  ArrivalFates.layer,
  EventStoryReader.layer,
  JointLedgerReader.layer,
  LedgerReader.layer,
  LedgerDownload.layer,
  LiveReader.layer,
  LogGaps.layer,
  ForecastReader.layer,
  HighUsageReader.layer,
  LogReach.layer,
  OverviewReader.layer,
  RefundCheckReader.layer,
  ProofReader.layer,
  ReportDownload.layer,
  StatementReader.layer,
  UsageReader.layer,
)

const onEngine = <E, R>(engine: Layer.Layer<ClickHouse, E, R>, folder: string) => {
  const journal = join(folder, "journal")
  const migrated = Layer.effectDiscard(
    Effect.gen(function* () {
      yield* Effect.sync(() => mkdirSync(journal, { recursive: true }))
      const applied = yield* migrate()
      // Before anything is inserted: what is left in the journal is inserted right behind.
      yield* finishRebuilds()
      if (applied.length > 0) yield* Effect.logInfo(`applied ${applied.length} migrations`)
    }),
  )
  return Layer.mergeAll(
    readers,
    AccessRecords.layer(journal),
    AccountStore.layer(journal),
    AuditLog.layer(journal),
    Backups.layer(folder),
    DayNotes.layer(journal),
    KeyUses.layer(journal),
    RejectionReview.layer(journal),
    SavedViews.layer(journal),
    TransactionWriter.layer,
    Layer.provideMerge(RollupRebuild.layer, LogWriter.layer(journal)),
    Layer.provideMerge(FatePreview.layer, EventEncoder.layer),
    Watermark.layerNow,
  ).pipe(
    Layer.provide(BatchPreparation.layer(journal)),
    Layer.provide(JournalInserter.layer(journal)),
    Layer.provideMerge(RejectionStore.layer(journal)),
    Layer.provideMerge(HighUsageRules.layer(journal)),
    Layer.provideMerge(SnapshotGate.layer),
    Layer.provide(migrated),
    Layer.provideMerge(Layer.provide(layerMeasured, engine)),
  )
}

/** Everything in `folder`: the engine's tables and the journal. Fails with `StartRefused`. */
export const warehouseEmbedded = (folder: string) => onEngine(layerEmbedded(folder), folder)

/** Tables on a server; the journal and scratch files stay in `folder`. */
export const warehouseServer = (options: ServerOptions, folder: string) =>
  onEngine(layerServer(options), folder)
