import { Context, Effect, Layer } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Account } from "./domain/account.ts"
import { type Overview, overviewOf, overviewSpans } from "./domain/overview.ts"
import { edgesOf, totalsIn } from "./domain/segments.ts"
import type { WarehouseError } from "./errors.ts"
import { sharedReads } from "./shared-reads.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import {
  type AccountSums,
  NO_LIFETIME,
  readAccountSums,
  readSumsOfAccounts,
  since,
} from "./usage-sums.ts"

export class OverviewReader extends Context.Service<
  OverviewReader,
  {
    readonly overview: (account: Account, now: number) => Effect.Effect<Overview, WarehouseError>
  }
>()("warehouse/OverviewReader") {
  static readonly layer = Layer.effect(
    OverviewReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      // Accounts of one zone and period ask about the same edges: their sums come in one query.
      const shared = yield* sharedReads((question, accounts) =>
        Effect.provideService(
          readSumsOfAccounts(accounts, question.split(",").map(Number)),
          ClickHouse,
          clickhouse,
        ),
      )
      const asked: ReadSums = (account, edges) =>
        Effect.map(shared(edges.join(), account), (sums) => sums ?? NO_SUMS)
      const sumsOf: ReadSums = (account, edges) =>
        gate.answers.ask(
          {
            kind: OverviewReader,
            words: `${account} ${edges}`,
            rowsOf: ({ segments }) => segments.size,
          },
          asked(account, edges),
        )
      return OverviewReader.of({
        overview: Effect.fn("OverviewReader.overview")((account, now) =>
          gate.reading(overviewFrom(clickhouse.exclusive ? sumsOf : asked, account, now)),
        ),
      })
    }),
  )
}

export type ReadSums<R = never> = (
  account: string,
  edges: ReadonlyArray<number>,
) => Effect.Effect<AccountSums, WarehouseError, R>

export const NO_SUMS: AccountSums = { lifetime: NO_LIFETIME, segments: new Map() }

/** For readers that are inside the snapshot gate already. */
export const readOverview = (account: Account, now: number) =>
  overviewFrom(readAccountSums, account, now)

/** The same, with sums that come from elsewhere. */
export const overviewFrom = Effect.fnUntraced(function* <R>(
  readSums: ReadSums<R>,
  account: Account,
  now: number,
) {
  const spans = overviewSpans(account, now)
  const { period, soFar, previous, recent } = spans
  const sincePeriod = since(period.from)
  const edges = edgesOf([soFar, previous, ...recent, sincePeriod])
  const { lifetime, segments } = yield* readSums(account.account, edges)
  return overviewOf(account, now, spans, {
    lifetime,
    sincePeriodStart: totalsIn(segments, sincePeriod),
    soFar: totalsIn(segments, soFar),
    previous: totalsIn(segments, previous),
    recentSpend: recent.map((day) => totalsIn(segments, day).spend),
  })
})
