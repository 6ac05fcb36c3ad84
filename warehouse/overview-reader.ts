import { Context, Effect, Layer } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Account } from "./domain/account.ts"
import { type Overview, overviewOf, overviewSpans } from "./domain/overview.ts"
import { edgesOf, totalsIn } from "./domain/segments.ts"
import type { WarehouseError } from "./errors.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { readLifetime, readSegments, since } from "./usage-sums.ts"

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
      return OverviewReader.of({
        overview: Effect.fn("OverviewReader.overview")(
          (account, now) => gate.reading(readOverview(account, now)),
          Effect.provideService(ClickHouse, clickhouse),
        ),
      })
    }),
  )
}

export const readOverview = Effect.fnUntraced(function* (account: Account, now: number) {
  const spans = overviewSpans(account, now)
  const { period, soFar, previous, recent } = spans
  const sincePeriod = since(period.from)
  const edges = edgesOf([soFar, previous, ...recent, sincePeriod])
  const [lifetime, segments] = yield* Effect.all(
    [readLifetime(account.account), readSegments(account.account, edges)],
    { concurrency: 2 },
  )
  return overviewOf(account, now, spans, {
    lifetime,
    sincePeriodStart: totalsIn(segments, sincePeriod),
    soFar: totalsIn(segments, soFar),
    previous: totalsIn(segments, previous),
    recentSpend: recent.map((day) => totalsIn(segments, day).spend),
  })
})
