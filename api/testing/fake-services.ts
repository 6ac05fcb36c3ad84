/** The services behind the API as working doubles, each replaceable by a test. */
import { Effect, Layer, Logger, ManagedRuntime, Stream } from "effect"
import { TestClock } from "effect/testing"
import { type AccountListQuery, AccountStore } from "#warehouse/account-store.ts"
import type { AuditEntry } from "#warehouse/audit-log.ts"
import { type Account, unnamedAccount } from "#warehouse/domain/account.ts"
import { overviewOf, overviewSpans } from "#warehouse/domain/overview.ts"
import { NO_TOTALS, type Totals } from "#warehouse/domain/transaction.ts"
import { EventStoryReader } from "#warehouse/event-story-reader.ts"
import type { KnownDaysQuery } from "#warehouse/high-usage-figures.ts"
import type { JointPageQuery } from "#warehouse/joint-ledger-reader.ts"
import { LedgerDownload } from "#warehouse/ledger-download.ts"
import { type LedgerPageQuery, LedgerReader } from "#warehouse/ledger-reader.ts"
import { LogGaps } from "#warehouse/log-gaps.ts"
import { OverviewReader } from "#warehouse/overview-reader.ts"
import type { RejectionPageQuery } from "#warehouse/rejection-review.ts"
import { ReportDownload } from "#warehouse/report-download.ts"
import type { UsageQuestion } from "#warehouse/usage-reader.ts"
import { Watermark } from "#warehouse/watermark.ts"
import { Access } from "../access.ts"
import { makeApp } from "../app.ts"
import { Cursors } from "../cursors.ts"
import type { ApiServices } from "../environment.ts"
import { EventIntake, type RawEvent } from "../event-intake.ts"
import { EventLoop } from "../event-loop.ts"
import { EventPreview } from "../event-preview.ts"
import { RateLimits } from "../rate-limits.ts"
import { Readiness } from "../readiness.ts"
import { SignInLimits } from "../sign-in-limits.ts"
import { withCheckedAnswers } from "./checked-answers.ts"
import { accessRecords, auditLog, hostKeys, secrets } from "./fake-access.ts"
import { exportJobs } from "./fake-exports.ts"
import { forecastReader, highUsageReader, refundCheckReader } from "./fake-insight.ts"
import { jointLedgerReader, LEDGER } from "./fake-ledger.ts"
import { liveHub } from "./fake-live.ts"
import { arrivalCounts, dayNotes, highUsageRules, keyUses, savedViews } from "./fake-operations.ts"
import { backups, integrityAt, proofReader, rollupRebuild } from "./fake-proof.ts"
import { rejectionReview } from "./fake-rejections.ts"
import { statementReader, usageReader } from "./fake-usage.ts"

export { ADMIN_KEY, asAdmin, secrets } from "./fake-access.ts"

export const STUDIO: Account = {
  ...unnamedAccount("studio-north"),
  name: "Studio North",
  timeZone: "Europe/Berlin",
  allowance: 18_000_000_000n,
}
/** Named by events alone; its id needs escaping in a path. */
export const ODD: Account = unnamedAccount("odd/ö %")

const SPEND: Totals = { ...NO_TOTALS, spend: 9_000_000n, count: 7 }

/** What each fake was asked, for tests on what a query turns into. */
export interface Asked {
  readonly pages: LedgerPageQuery[]
  readonly joint: JointPageQuery[]
  readonly lists: AccountListQuery[]
  readonly rejections: RejectionPageQuery[]
  readonly highUsage: KnownDaysQuery[]
  readonly usage: UsageQuestion[]
  readonly put: Account[]
  readonly acts: AuditEntry[]
  readonly submitted: RawEvent[][]
  /** One JSON line each. */
  readonly logged: string[]
}

const accountStore = (asked: Asked) =>
  Layer.succeed(AccountStore, {
    reach: Effect.void,
    get: (account) =>
      Effect.succeed([STUDIO, ODD, ...asked.put].find((one) => one.account === account) ?? null),
    list: (query) => {
      asked.lists.push(query)
      const all = [STUDIO, ODD].filter(
        ({ account }) => account > query.after && (query.only?.includes(account) ?? true),
      )
      const summary = { balance: 991_000_000n, used30d: 9_000_000n, lastActivity: null }
      return Effect.succeed(
        all
          .sort((a, b) => (a.account < b.account ? -1 : 1))
          .slice(0, query.limit)
          .map((one) => ({ ...one, ...summary })),
      )
    },
    put: (account) => Effect.sync(() => void asked.put.push(account)),
  })

const ledgerReader = (asked: Asked) =>
  Layer.succeed(LedgerReader, {
    entry: (_, { id }) => Effect.succeed(LEDGER.find((entry) => entry.id === id) ?? null),
    page: (query) => {
      asked.pages.push(query)
      const at = query.cursor === null ? -1 : LEDGER.findIndex(({ id }) => id === query.cursor?.id)
      const start = query.cursor?.direction === "prev" ? Math.max(0, at - query.limit) : at + 1
      const entries = LEDGER.slice(start, start + query.limit)
      return Effect.succeed({
        entries,
        hasPrevious: start > 0,
        hasNext: start + query.limit < LEDGER.length,
        offset: start,
        totals: SPEND,
        exact: true,
        days: [{ day: "2026-03-05", totals: SPEND }],
      })
    },
  })

const overviewReader = Layer.succeed(OverviewReader, {
  overview: (account, now) => {
    const spans = overviewSpans(account, now)
    const sums = {
      lifetime: { totals: SPEND, firstAt: Date.UTC(2026, 2, 1), lastAt: Date.UTC(2026, 2, 5) },
      sincePeriodStart: SPEND,
      period: SPEND,
      soFar: SPEND,
      previous: NO_TOTALS,
      recentSpend: spans.recent.map(() => 1_000_000n),
    }
    return Effect.succeed(overviewOf(account, now, spans, sums))
  },
})

const eventStoryReader = Layer.succeed(EventStoryReader, {
  failure: () => Effect.succeed(null),
  balanceAfter: (_, id) =>
    Effect.succeed(LEDGER.find((entry) => entry.id === id)?.balanceAfter ?? null),
  stored: (account, id) => {
    const entry = account === STUDIO.account ? LEDGER.find((one) => one.id === id) : undefined
    if (entry === undefined) return Effect.succeed(null)
    const links = { refersTo: null, referredBy: [], referredByCount: 0, failures: [] }
    return Effect.succeed({ entry, position: null, batch: 1n, receivedAt: NOW, ...links })
  },
})

const eventIntake = (asked: Asked) =>
  Layer.succeed(EventIntake, {
    submit: (items) => {
      asked.submitted.push([...items])
      return Effect.succeed(items.map((_, index) => ({ index, fate: "accepted" as const })))
    },
  })

const eventPreview = Layer.succeed(EventPreview, {
  preview: (items) =>
    Effect.succeed(items.map((_, index) => ({ index, fate: "accepted" as const, changes: [] }))),
})

const GAP = {
  topic: "usage.events",
  partition: 3,
  first: 120n,
  last: 199n,
  givenUpAt: Date.UTC(2026, 2, 5, 12),
}

export const NOW = Date.UTC(2026, 2, 6, 12)

/** The app over the fakes, at `NOW`; layers given are used in their place. Each answer is checked. */
export const fakeApp = async (...replaced: ReadonlyArray<Layer.Layer<never>>) => {
  const asked: Asked = {
    pages: [],
    joint: [],
    lists: [],
    rejections: [],
    highUsage: [],
    usage: [],
    put: [],
    acts: [],
    submitted: [],
    logged: [],
  }
  const watermark = Layer.succeed(Watermark, {
    completeTo: Effect.succeed(NOW - 2_000),
    partitions: Effect.succeed([
      { partition: 0, completeTo: NOW, lag: { messages: 0, seconds: 0 } },
      { partition: 1, completeTo: NOW - 2_000, lag: { messages: 3, seconds: 2 } },
    ]),
  })
  const services: Layer.Layer<ApiServices> = Layer.mergeAll(
    Access.layer(secrets, hostKeys).pipe(Layer.provideMerge(accessRecords(NOW))),
    auditLog(asked.acts, NOW),
    RateLimits.layer({ read: 6_000, ingest: 60_000 }),
    SignInLimits.layer(10),
    Cursors.layer(secrets),
    Layer.provide(
      Readiness.layer,
      Layer.mergeAll(watermark, accountStore(asked), integrityAt(NOW)),
    ),
    integrityAt(NOW),
    proofReader,
    rollupRebuild(NOW),
    backups(NOW),
    accountStore(asked),
    eventIntake(asked),
    exportJobs,
    eventPreview,
    Layer.succeed(EventLoop, { delay: Effect.succeed({ longest: 0.12, p99: 0.015 }) }),
    eventStoryReader,
    rejectionReview(asked.rejections, NOW),
    forecastReader,
    highUsageReader(asked.highUsage),
    highUsageRules(NOW),
    dayNotes(NOW),
    savedViews(NOW),
    keyUses(NOW),
    arrivalCounts(NOW),
    refundCheckReader,
    ledgerReader(asked),
    jointLedgerReader(asked.joint, [STUDIO.account, ODD.account], LEDGER),
    liveHub,
    Layer.succeed(LedgerDownload, {
      pieces: () => Stream.empty,
      focus: () => Stream.empty,
      totals: () => Effect.succeed(SPEND),
    }),
    Layer.succeed(ReportDownload, { parquet: () => Stream.empty }),
    Layer.succeed(LogGaps, { list: Effect.succeed([GAP, { ...GAP, last: null }]) }),
    overviewReader,
    statementReader,
    usageReader(asked.usage),
    watermark,
    TestClock.layer(),
    Logger.layer([Logger.map(Logger.formatJson, (line) => void asked.logged.push(line))]),
    ...replaced,
  )
  const runtime = ManagedRuntime.make(services)
  await runtime.runPromise(TestClock.setTime(NOW))
  const app = withCheckedAnswers(makeApp(runtime, { dashboard: "/nowhere" }))
  return { app, asked, runtime }
}
