/** The readers of usage as doubles: figures small enough to know by heart. */
import { Effect, Layer } from "effect"
import { bucketsOf } from "#warehouse/domain/buckets.ts"
import { comparedBuckets } from "#warehouse/domain/comparison.ts"
import { NO_TOTALS, type Totals } from "#warehouse/domain/transaction.ts"
import { StatementReader } from "#warehouse/statement-reader.ts"
import type { UsageGroups } from "#warehouse/usage-groups.ts"
import { type UsageQuestion, UsageReader } from "#warehouse/usage-reader.ts"

const SPEND: Totals = { ...NO_TOTALS, spend: 9_000_000n, count: 7 }

/** Two groups, and a third that is not listed. */
const groupsOf = (dimensions: number): UsageGroups => ({
  groups: [
    {
      values: ["__proto__", "x"].slice(0, dimensions),
      totals: { ...NO_TOTALS, spend: 5_000_000n, count: 4 },
      measured: 5_000_000n,
      compared: 4_000_000n,
    },
    {
      values: ["Research", ""].slice(0, dimensions),
      totals: { ...NO_TOTALS, spend: 3_000_000n, count: 2 },
      measured: 3_000_000n,
      compared: 0n,
    },
  ],
  total: { totals: SPEND, measured: 9_000_000n, compared: 6_000_000n },
  count: 3,
})

const FROM_ROLLUPS = { sources: ["usage_per_quarter_hour"], ledgerRows: null } as const

/** Each question is put into `asked`. */
export const usageReader = (asked: UsageQuestion[]) =>
  Layer.succeed(UsageReader, {
    series: (query) => {
      asked.push(query)
      const split = { values: query.split === null ? [] : [5_000_000n, 0n], other: 1_000_000n }
      const buckets = bucketsOf(query.grain, query.days, query.timeZone).map((bucket, i) => ({
        ...bucket,
        ...split,
        totals: i === 0 ? SPEND : NO_TOTALS,
        balance: 991_000_000n,
        complete: bucket.to <= query.now,
        usual: null,
        flagged: false,
      }))
      const { compared } = query
      return Effect.succeed({
        openingBalance: 1_000_000_000n,
        buckets,
        totals: SPEND,
        groups: query.split === null ? null : groupsOf(query.split.by.length),
        comparison:
          compared === null
            ? null
            : {
                buckets: comparedBuckets(query.grain, { ...query, compared }).map((bucket) => ({
                  ...bucket,
                  ...split,
                  totals: NO_TOTALS,
                })),
                totals: NO_TOTALS,
              },
        ...FROM_ROLLUPS,
      })
    },
    breakdown: (query) => {
      asked.push(query)
      return Effect.succeed({ ...groupsOf(query.split.by.length), ...FROM_ROLLUPS })
    },
  })

export const statementReader = Layer.succeed(StatementReader, {
  lifetime: () =>
    Effect.succeed({
      totals: SPEND,
      firstAt: Date.UTC(2026, 2, 1),
      lastAt: Date.UTC(2026, 2, 5),
    }),
  spans: (_, spans) =>
    Effect.succeed({
      openingBalance: 1_000_000_000n,
      spans: spans.map((span) => ({ ...span, totals: SPEND })),
      sources: FROM_ROLLUPS.sources,
    }),
  balanceAt: () =>
    Effect.succeed({ balance: 991_000_000n, count: 7, sources: FROM_ROLLUPS.sources }),
})
