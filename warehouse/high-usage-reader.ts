/** High-usage days of one account, of some, or of all together, with what made them so. */
import { Context, Effect, Layer } from "effect"
import { type AccountFlags, type AccountFlagsQuery, readAccountFlags } from "./account-flags.ts"
import { ClickHouse } from "./clickhouse.ts"
import { readDayCauses } from "./day-causes-reader.ts"
import { type Bucket, bucketsOf } from "./domain/buckets.ts"
import { addDays, dayOf } from "./domain/calendar.ts"
import { type Expectation, historyDays, judgeDays } from "./domain/high-usage.ts"
import { edgesOf } from "./domain/segments.ts"
import type { WarehouseError } from "./errors.ts"
import type {
  HighUsage,
  HighUsageQuery,
  KnownDay,
  KnownDays,
  KnownDaysQuery,
  WatchedDay,
} from "./high-usage-figures.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { readFirstEntry, readSpendSegments, type SpendSegment } from "./spend-segments.ts"
import { readUsageSegments } from "./usage-groups.ts"
import { LEDGER_ROWS_MAX, narrowed, sourceOf, TooManyRows } from "./usage-sources.ts"

export class HighUsageReader extends Context.Service<
  HighUsageReader,
  {
    readonly highUsage: (
      query: HighUsageQuery,
    ) => Effect.Effect<HighUsage, WarehouseError | TooManyRows>
    /** For a preview of rules: one reading, many judgements. */
    readonly knownDays: (
      query: KnownDaysQuery,
    ) => Effect.Effect<KnownDays, WarehouseError | TooManyRows>
    /** Each account on its own. */
    readonly byAccount: (query: AccountFlagsQuery) => Effect.Effect<AccountFlags, WarehouseError>
  }
>()("warehouse/HighUsageReader") {
  static readonly layer = Layer.effect(
    HighUsageReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      const here = Effect.provideService(ClickHouse, clickhouse)
      return HighUsageReader.of({
        byAccount: Effect.fn("HighUsageReader.byAccount")(
          (query) => gate.reading(readAccountFlags(narrowedTo(query))),
          here,
        ),
        highUsage: Effect.fn("HighUsageReader.highUsage")(
          (query) => gate.reading(readHighUsage(narrowedTo(query))),
          here,
        ),
        knownDays: Effect.fn("HighUsageReader.knownDays")(
          (query) => gate.reading(readKnownDays(narrowedTo(query))),
          here,
        ),
      })
    }),
  )
}

/** A filter by account is a list of accounts: a key leads to their rows. */
const narrowedTo = <Q extends Pick<KnownDaysQuery, "accounts" | "filters">>(query: Q): Q => {
  const { scope, filters } = narrowed(query.accounts ?? "all", query.filters)
  return { ...query, accounts: scope === "all" ? null : scope, filters }
}

const readKnownDays = Effect.fnUntraced(function* (query: KnownDaysQuery) {
  const { accounts, timeZone, days, rules, now } = query
  const first = addDays(days.first, -Math.max(...rules.map(historyDays)))
  const firstAt = yield* readFirstEntry(accounts)
  if (firstAt === null) return { history: [], days: [] } satisfies KnownDays
  // Days before the first entry say nothing about what is usual.
  const firstKnown = dayOf(firstAt, timeZone)
  const known = { first: firstKnown > first ? firstKnown : first, last: days.last }
  if (known.first > known.last) return { history: [], days: [] } satisfies KnownDays
  const buckets = bucketsOf("day", known, timeZone)
  const plain = yield* readSpendSegments(accounts, edgesOf(buckets))
  const spends = query.filters.length === 0 ? plain : yield* readFiltered(query, buckets, plain)
  const all = buckets.map((bucket): KnownDay => {
    const { spend } = spends.get(bucket.from) ?? NOTHING
    const { entries } = plain.get(bucket.from) ?? NOTHING
    const { key: day, from, to } = bucket
    return { day, from, to, spend, entries, complete: to <= now }
  })
  return {
    history: all.filter(({ day }) => day < days.first),
    days: all.filter(({ day }) => day >= days.first),
  } satisfies KnownDays
})

const NOTHING = { spend: 0n, entries: 0 }

/** What the filters leave of each day: from a rollup that has their fields, else counted through. */
const readFiltered = Effect.fnUntraced(function* (
  { accounts, filters }: KnownDaysQuery,
  buckets: ReadonlyArray<Bucket>,
  plain: ReadonlyMap<number, SpendSegment>,
) {
  const extent = {
    scope: accounts ?? ("all" as const),
    filters,
    interval: { from: buckets[0]?.from ?? 0, to: buckets.at(-1)?.to ?? 0 },
    compared: null,
  }
  const source = sourceOf(extent, [])
  if (source === "transactions") {
    const rows = [...plain.values()].reduce((sum, { entries }) => sum + entries, 0)
    if (rows > LEDGER_ROWS_MAX) return yield* new TooManyRows({ rows, rowsMax: LEDGER_ROWS_MAX })
  }
  const segments = yield* readUsageSegments(source, extent, edgesOf(buckets))
  return new Map(segments.map(({ start, totals: { spend } }) => [start, { spend }] as const))
})

const readHighUsage = Effect.fnUntraced(function* (query: HighUsageQuery) {
  const { history, days } = yield* readKnownDays({ ...query, rules: [query.rule] })
  const all = [...history, ...days]
  const judged = judgeDays(history, days, query.rule)
  const watched = days.map(
    (day, i): WatchedDay => ({ ...day, ...(judged[i] ?? { expectation: null, flagged: false }) }),
  )
  const flagged = watched
    .filter(isHigh)
    .reverse()
    .map((day) => ({
      ...day,
      history: day.expectation.samples.flatMap((at) => all[at] ?? []),
    }))
  const told = yield* readDayCauses(query, flagged.slice(0, query.limit))
  return { days: watched, flagged: told, count: flagged.length } satisfies HighUsage
})

const isHigh = (day: WatchedDay): day is WatchedDay & { readonly expectation: Expectation } =>
  day.flagged && day.expectation !== null
