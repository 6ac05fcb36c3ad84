/** What every handler finds in its Hono context. */
import type { ManagedRuntime } from "effect"
import type { AccessRecords } from "#warehouse/access-records.ts"
import type { AccountStore } from "#warehouse/account-store.ts"
import type { ArrivalCounts } from "#warehouse/arrival-counts.ts"
import type { AuditLog } from "#warehouse/audit-log.ts"
import type { Backups } from "#warehouse/backups.ts"
import type { DayNotes } from "#warehouse/day-notes.ts"
import type { EventStoryReader } from "#warehouse/event-story-reader.ts"
import type { ForecastReader } from "#warehouse/forecast-reader.ts"
import type { HighUsageReader } from "#warehouse/high-usage-reader.ts"
import type { HighUsageRules } from "#warehouse/high-usage-rules.ts"
import type { Integrity } from "#warehouse/integrity.ts"
import type { JointLedgerReader } from "#warehouse/joint-ledger-reader.ts"
import type { KeyUses } from "#warehouse/key-uses.ts"
import type { LedgerDownload } from "#warehouse/ledger-download.ts"
import type { LedgerReader } from "#warehouse/ledger-reader.ts"
import type { LogGaps } from "#warehouse/log-gaps.ts"
import type { OverviewReader } from "#warehouse/overview-reader.ts"
import type { ProofReader } from "#warehouse/proof-reader.ts"
import type { RefundCheckReader } from "#warehouse/refund-check-reader.ts"
import type { RejectionReview } from "#warehouse/rejection-review.ts"
import type { ReportDownload } from "#warehouse/report-download.ts"
import type { RollupRebuild } from "#warehouse/rollup-rebuild.ts"
import type { SavedViews } from "#warehouse/saved-views.ts"
import type { StatementReader } from "#warehouse/statement-reader.ts"
import type { UsageReader } from "#warehouse/usage-reader.ts"
import type { Watermark } from "#warehouse/watermark.ts"
import type { Access, Credential } from "./access.ts"
import type { Cursors } from "./cursors.ts"
import type { EventIntake } from "./event-intake.ts"
import type { EventLoop } from "./event-loop.ts"
import type { EventPreview } from "./event-preview.ts"
import type { ExportJobs } from "./export-jobs.ts"
import type { LiveHub } from "./live-hub.ts"
import type { RateLimits } from "./rate-limits.ts"
import type { Readiness } from "./readiness.ts"
import type { SignInLimits } from "./sign-in-limits.ts"

export type ApiServices =
  | Access
  | AccessRecords
  | AccountStore
  | ArrivalCounts
  | AuditLog
  | Backups
  | Cursors
  | DayNotes
  | SavedViews
  | EventIntake
  | EventLoop
  | EventPreview
  | EventStoryReader
  | ExportJobs
  | Integrity
  | ForecastReader
  | HighUsageReader
  | HighUsageRules
  | JointLedgerReader
  | KeyUses
  | LedgerDownload
  | LedgerReader
  | LiveHub
  | LogGaps
  | OverviewReader
  | ProofReader
  | RateLimits
  | Readiness
  | RefundCheckReader
  | RejectionReview
  | ReportDownload
  | SignInLimits
  | StatementReader
  | RollupRebuild
  | UsageReader
  | Watermark

export type ApiRuntime = ManagedRuntime.ManagedRuntime<ApiServices, never>

export interface ApiEnv {
  readonly Variables: {
    readonly runtime: ApiRuntime
    readonly requestId: string
    /** Who is asking. Set for everything under `/v1`. */
    readonly credential: Credential
  }
}
