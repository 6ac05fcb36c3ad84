import { Context, Effect, Layer } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import {
  type Day,
  dayOf,
  type Interval,
  intervalOfDays,
  QUARTER_HOUR_MS,
} from "./domain/calendar.ts"
import type { Filters } from "./domain/filters.ts"
import {
  isByCredits,
  isDescending,
  type LedgerKey,
  type LedgerPlace,
  type LedgerSort,
} from "./domain/ledger-order.ts"
import type { Lifetime } from "./domain/overview.ts"
import { edgesOf, type SegmentTotals, totalsIn } from "./domain/segments.ts"
import { type LedgerEntry, netOf, type Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { edgesBetween, readGained, runningBalances, scatteredBalances } from "./ledger-balances.ts"
import {
  behindFrom,
  edgesBehind,
  NOTHING_BEHIND,
  quarterBetween,
  readBehind,
} from "./ledger-behind.ts"
import { readLedgerEntry } from "./ledger-entry.ts"
import { type LedgerRow, placeOf, readLedgerRows } from "./ledger-rows.ts"
import { type MatchingTotals, readMatchingTotals } from "./ledger-totals.ts"
import { rememberedReads } from "./remembered-reads.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { ALL_TIME, readLifetime, readSegments } from "./usage-sums.ts"

export interface LedgerPageQuery {
  readonly account: string
  /** What days are counted in. */
  readonly timeZone: string
  /** Null for the whole ledger. */
  readonly interval: Interval | null
  /** None unless given. */
  readonly filters?: Filters
  /** Newest first unless given. */
  readonly sort?: LedgerSort
  /** `next`: what comes behind the place; `prev`: what comes in front of it; null: the first page. */
  readonly cursor: LedgerCursor | null
  readonly limit: number
}

export interface LedgerCursor extends LedgerPlace {
  readonly direction: "next" | "prev"
  /** How many entries come in front of the one that stands there, as far as was known when it was shown. */
  readonly offset: number
}

export interface LedgerPage {
  /** In the order of the sort, with exact balances. */
  readonly entries: ReadonlyArray<LedgerEntry>
  readonly hasPrevious: boolean
  readonly hasNext: boolean
  /** Entries in front of this page. */
  readonly offset: number
  /** Everything that interval and filters let through, not only on this page. */
  readonly totals: Totals
  /** Whether `totals` are counted, or estimated. */
  readonly exact: boolean
  /** Whole-day sums of each day on the page, whatever the filters, in the order of the page. */
  readonly days: ReadonlyArray<{ readonly day: Day; readonly totals: Totals }>
}

export class LedgerReader extends Context.Service<
  LedgerReader,
  {
    readonly page: (query: LedgerPageQuery) => Effect.Effect<LedgerPage, WarehouseError>
    /** The entry at a place, with the balance after it; null when there is none. */
    readonly entry: (
      account: string,
      place: LedgerKey,
    ) => Effect.Effect<LedgerEntry | null, WarehouseError>
  }
>()("warehouse/LedgerReader") {
  static readonly layer = Layer.effect(
    LedgerReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      const here = Effect.provideService(ClickHouse, rememberedReads(clickhouse, gate))
      return LedgerReader.of({
        page: Effect.fn("LedgerReader.page")(
          (query) => gate.reading(readPage(withDefaults(query))),
          here,
        ),
        entry: Effect.fn("LedgerReader.entry")(
          (account, place) => gate.reading(readLedgerEntry(account, place)),
          here,
        ),
      })
    }),
  )
}

type Question = ReturnType<typeof withDefaults>
const withDefaults = (query: LedgerPageQuery) => ({
  ...query,
  interval: query.interval ?? ALL_TIME,
  whole: query.interval === null,
  filters: query.filters ?? [],
  sort: query.sort ?? "-occurred_at",
})

const isAligned = ({ from, to }: Interval): boolean =>
  from % QUARTER_HOUR_MS === 0 && to % QUARTER_HOUR_MS === 0

const readPage = Effect.fnUntraced(function* (query: Question) {
  const { account, cursor, interval, limit, sort, filters } = query
  const from = cursor === null ? null : { direction: cursor.direction, place: cursor }
  const plain = filters.length === 0 && isAligned(interval) && !isByCredits(sort)
  // One row more than asked for says whether there is another page.
  const [found, sums] = yield* Effect.all(
    [
      readLedgerRows({ account, interval, filters, sort, from, limit: limit + 1 }),
      plain || cursor !== null ? Effect.map(readLifetime(account), alone) : readSums(query),
    ],
    { concurrency: 2 },
  )
  const more = found.length > limit
  const back = cursor?.direction === "prev"
  const rows = back ? found.slice(more ? 1 : 0) : found.slice(0, limit)
  const [hasPrevious, hasNext] = back ? [more, true] : [cursor !== null, more]
  const figures = yield* plain
    ? neighbours(query, rows, sums.lifetime)
    : scattered(query, rows, sums)
  return { ...figures, hasPrevious, hasNext } satisfies LedgerPage
})

interface Sums {
  readonly lifetime: Lifetime
  /** Null: not known before the rows are. */
  readonly matching: MatchingTotals | null
}

const alone = (lifetime: Lifetime): Sums => ({ lifetime, matching: null })

/** Of the first page, for which no entry has to be numbered: they need not wait for its rows. */
const readSums = Effect.fnUntraced(function* (query: Question) {
  const lifetime = yield* readLifetime(query.account)
  const matching = yield* readMatchingTotals({ ...query, place: null, lifetime })
  return { lifetime, matching } satisfies Sums
})

/** No filter, by time: the rows have no others between them, and what is in the interval is in the rollup. */
const neighbours = Effect.fnUntraced(function* (
  query: Question,
  rows: ReadonlyArray<LedgerRow>,
  lifetime: Lifetime,
) {
  const { account, cursor, interval, sort } = query
  const descending = isDescending(sort)
  const newestFirst = descending ? rows : rows.toReversed()
  const known = query.whole && cursor === null && descending
  const between = known ? null : quarterBetween(newestFirst)
  const [newest] = known || between !== null ? [] : newestFirst
  const { days, edges } = daysOf(query, rows)
  const [segments, looked] = yield* Effect.all(
    [
      segmentsBetween(account, [
        ...(query.whole ? edges : edgesOf([...days, interval])),
        ...edgesBehind(between, interval),
      ]),
      newest === undefined
        ? Effect.succeed(NOTHING_BEHIND)
        : readBehind(account, placeOf(newest), interval),
    ],
    { concurrency: 2 },
  )
  const passed = between === null ? looked : behindFrom(between, segments, interval)
  const balances = runningBalances(netOf(lifetime.totals) - passed.net, newestFirst)
  const entries = descending ? balances : balances.toReversed()
  const totals = query.whole ? lifetime.totals : totalsIn(segments, interval)
  const inFront = descending ? passed.entries : totals.count - passed.entries - rows.length
  const offset = rows.length === 0 ? 0 : inFront
  return { entries, offset, totals, exact: true, days: sumsOf(days, segments) }
})

/** Rows that stand apart: each has its own balance, and count and sums are looked for. */
const scattered = Effect.fnUntraced(function* (
  query: Question,
  rows: ReadonlyArray<LedgerRow>,
  { lifetime, matching: known }: Sums,
) {
  const { account, cursor } = query
  const { days, edges } = daysOf(query, rows)
  const [first] = rows
  const place = first === undefined ? null : placeOf(first)
  const [segments, gained, matching] = yield* Effect.all(
    [
      segmentsBetween(account, [...edges, ...edgesBetween(rows)]),
      readGained(account, rows),
      known === null ? readMatchingTotals({ ...query, place, lifetime }) : Effect.succeed(known),
    ],
    { concurrency: 3 },
  )
  const balance = netOf(lifetime.totals)
  const entries = scatteredBalances(rows, { balance, segments, gained })
  const { totals, exact, passed } = matching
  const offset = passed ?? carriedOffset(cursor, rows.length)
  return { entries, offset, totals, exact, days: sumsOf(days, segments) }
})

const carriedOffset = (cursor: LedgerCursor | null, rows: number): number => {
  if (cursor === null) return 0
  return cursor.direction === "next" ? cursor.offset + 1 : Math.max(0, cursor.offset - rows)
}

/** The days that rows lie on, in their order, and where these begin and end. */
const daysOf = ({ timeZone }: Question, rows: ReadonlyArray<LedgerRow>) => {
  const names = [...new Set(rows.map(({ at }) => dayOf(Number(at), timeZone)))]
  const days = names.map((day) => ({ day, ...intervalOfDays(day, day, timeZone) }))
  return { days, edges: edgesOf(days) }
}

const segmentsBetween = Effect.fnUntraced(function* (
  account: string,
  edges: ReadonlyArray<number>,
) {
  const sorted = [...new Set(edges)].sort((a, b) => a - b)
  return sorted.length === 0 ? NO_SEGMENTS : yield* readSegments(account, sorted)
})
const NO_SEGMENTS: SegmentTotals = new Map()

const sumsOf = (days: ReturnType<typeof daysOf>["days"], segments: SegmentTotals) =>
  days.map((day) => ({ day: day.day, totals: totalsIn(segments, day) }))
