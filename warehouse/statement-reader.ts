/** What the balance was: at each month's or bucket's end, and at any instant. */
import { Context, Effect, Layer } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type Interval, QUARTER_HOUR_MS } from "./domain/calendar.ts"
import type { Lifetime } from "./domain/overview.ts"
import { edgesOf, segmentsWithin } from "./domain/segments.ts"
import { addTotals, NO_TOTALS, netOf, type Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { readSums } from "./joint-ledger-stretch.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { readUsageSegments } from "./usage-groups.ts"
import { type AccountScope, type SourceTable, sourceOf } from "./usage-sources.ts"
import { readLifetimeOf, since } from "./usage-sums.ts"

/** Sums of neighbouring spans, and the balance before the first of them. */
export interface Spans<A extends Interval> {
  readonly openingBalance: bigint
  readonly spans: ReadonlyArray<A & { readonly totals: Totals }>
  readonly sources: ReadonlyArray<SourceTable>
}

export interface BalanceAt {
  readonly balance: bigint
  /** Transactions that it is made of. */
  readonly count: number
  readonly sources: ReadonlyArray<SourceTable>
}

export class StatementReader extends Context.Service<
  StatementReader,
  {
    /** Everything there is of these accounts. */
    readonly lifetime: (scope: AccountScope) => Effect.Effect<Lifetime, WarehouseError>
    /** `spans`: ascending, without gaps, on quarter hours, at least one. */
    readonly spans: <A extends Interval>(
      scope: AccountScope,
      spans: ReadonlyArray<A>,
    ) => Effect.Effect<Spans<A>, WarehouseError>
    /** After everything that occurred before the instant; null: after everything there is. */
    readonly balanceAt: (
      scope: AccountScope,
      at: number | null,
    ) => Effect.Effect<BalanceAt, WarehouseError>
  }
>()("warehouse/StatementReader") {
  static readonly layer = Layer.effect(
    StatementReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      return StatementReader.of({
        lifetime: Effect.fn("StatementReader.lifetime")(
          readLifetimeOf,
          Effect.provideService(ClickHouse, clickhouse),
        ),
        spans: (scope, spans) =>
          gate
            .reading(readSpans(scope, spans))
            .pipe(
              Effect.provideService(ClickHouse, clickhouse),
              Effect.withSpan("StatementReader.spans"),
            ),
        balanceAt: Effect.fn("StatementReader.balanceAt")(
          (scope, at) => gate.reading(readBalanceAt(scope, at)),
          Effect.provideService(ClickHouse, clickhouse),
        ),
      })
    }),
  )
}

/** For readers that are inside the snapshot gate already. */
export const readSpans = Effect.fnUntraced(function* <A extends Interval>(
  scope: AccountScope,
  spans: ReadonlyArray<A>,
) {
  const lifetime = yield* readLifetimeOf(scope)
  const source = sourceOf({ scope, filters: [] }, [])
  // What came before the first span is everything without what came since.
  const sinceFirst = since(spans[0]?.from ?? 0)
  const extent = { scope, filters: [], interval: sinceFirst, compared: null }
  const within = segmentsWithin(
    yield* readUsageSegments(source, extent, edgesOf([...spans, sinceFirst])),
  )
  const totalsOf = (interval: Interval) =>
    within(interval).reduce((sum, { totals }) => addTotals(sum, totals), NO_TOTALS)
  const answer: Spans<A> = {
    openingBalance: netOf(lifetime.totals) - netOf(totalsOf(sinceFirst)),
    spans: spans.map((span) => ({ ...span, totals: totalsOf(span) })),
    sources: ["lifetime_totals", source],
  }
  return answer
})

/** Everything, without what came since: whole quarter hours, and the rest of the instant's own. */
const readBalanceAt = Effect.fnUntraced(function* (scope: AccountScope, at: number | null) {
  const lifetime = yield* readLifetimeOf(scope)
  const [balance, { count }] = [netOf(lifetime.totals), lifetime.totals]
  if (at === null) return { balance, count, sources: ["lifetime_totals"] } satisfies BalanceAt
  const edge = Math.ceil(at / QUARTER_HOUR_MS) * QUARTER_HOUR_MS
  const later = yield* readSpans(scope, [since(edge)])
  const passed = later.spans[0]?.totals ?? NO_TOTALS
  const rest =
    at === edge ? NO_TOTALS : yield* readSums({ scope, filters: [] }, { from: at, to: edge })
  const answer: BalanceAt = {
    balance: balance - netOf(passed) - netOf(rest),
    count: count - passed.count - rest.count,
    sources: [...later.sources, ...(at === edge ? [] : (["transactions"] as const))],
  }
  return answer
})
