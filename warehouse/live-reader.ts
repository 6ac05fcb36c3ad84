/** What a live page shows, of many accounts at once and all of one state: read for whoever watches, not for each. */
import { Context, Effect, Layer } from "effect"
import { readSettings } from "./account-store.ts"
import { ClickHouse } from "./clickhouse.ts"
import { type Account, unnamedAccount } from "./domain/account.ts"
import { type Day, dayOf, type Interval, intervalOfDays } from "./domain/calendar.ts"
import type { Lifetime, Overview } from "./domain/overview.ts"
import { totalsIn } from "./domain/segments.ts"
import { type LedgerEntry, NO_TOTALS, netOf, type Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { runningBalances } from "./ledger-balances.ts"
import { readLedgerRows } from "./ledger-rows.ts"
import { NO_SUMS, overviewFrom, type ReadSums } from "./overview-reader.ts"
import { sharedReads } from "./shared-reads.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { readSpans } from "./statement-reader.ts"
import type { AccountScope } from "./usage-sources.ts"
import {
  ALL_TIME,
  NO_LIFETIME,
  readLifetimeOf,
  readLifetimes,
  readSumsOfAccounts,
} from "./usage-sums.ts"

/** Newest entries of an account that are read along with its figures. */
export const NEWEST_MAX = 20
/** Accounts whose newest entries one reading looks for: each is a query of its own. */
const NEWEST_READ_MAX = 16
/** Names in one statement. */
const NAMES_MAX = 200

/** What was read last: what is the same since is not read again. */
export interface LiveKnown {
  readonly mark: string
  readonly count: number
}

export interface Today extends Interval {
  readonly day: Day
  readonly totals: Totals
}

export interface LiveAccount {
  /** Differs when anything that is shown may differ. */
  readonly mark: string
  readonly account: Account
  readonly overview: Overview
  readonly today: Today
  /** Newest first; null when they were not looked for, because too much came at once. */
  readonly newest: ReadonlyArray<LedgerEntry> | null
}

/** Of several accounts together; their days are UTC's. */
export interface LiveScope {
  readonly mark: string
  readonly lifetime: Lifetime
  readonly today: Today
}

export interface LiveQuestion {
  readonly accounts: ReadonlyMap<string, LiveKnown | null>
  /** By any name. */
  readonly scopes: ReadonlyMap<
    string,
    { readonly scope: AccountScope; readonly known: LiveKnown | null }
  >
  readonly now: number
}

/** What has changed since it was known; what has not is missing. */
export interface LiveAnswer {
  readonly accounts: ReadonlyMap<string, LiveAccount>
  readonly scopes: ReadonlyMap<string, LiveScope>
}

export class LiveReader extends Context.Service<
  LiveReader,
  {
    /** Stays the same while the ledger is sure to; null where other processes write to it too. */
    readonly writes: Effect.Effect<number | null>
    readonly changes: (question: LiveQuestion) => Effect.Effect<LiveAnswer, WarehouseError>
  }
>()("warehouse/LiveReader") {
  static readonly layer = Layer.effect(
    LiveReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      const shared = yield* sharedReads((question, accounts) =>
        Effect.provideService(
          readSumsOfAccounts(accounts, question.split(",").map(Number)),
          ClickHouse,
          clickhouse,
        ),
      )
      const sumsOf: ReadSums = (account, edges) =>
        Effect.map(shared(edges.join(), account), (sums) => sums ?? NO_SUMS)
      return LiveReader.of({
        writes: Effect.map(gate.writes, (writes) => (clickhouse.exclusive ? writes : null)),
        changes: Effect.fn("LiveReader.changes")(
          (question) => gate.reading(readChanges(sumsOf, question)),
          Effect.provideService(ClickHouse, clickhouse),
        ),
      })
    }),
  )
}

const readChanges = Effect.fnUntraced(function* (sumsOf: ReadSums, question: LiveQuestion) {
  const { now } = question
  const names = [...question.accounts.keys()]
  const [lifetimes, settings] = yield* Effect.all(
    [inPieces(names, readLifetimes), inPieces(names, readSettings)],
    { concurrency: 2 },
  )
  const changed = names.flatMap((name) => {
    const account = settings.get(name) ?? unnamedAccount(name)
    const lifetime = lifetimes.get(name) ?? NO_LIFETIME
    const mark = markOf([...settingsOf(account), dayOf(now, account.timeZone)], lifetime)
    const known = question.accounts.get(name) ?? null
    return mark === known?.mark ? [] : [{ account, lifetime, mark, known }]
  })
  let looksLeft = NEWEST_READ_MAX
  const accounts = yield* Effect.forEach(
    changed,
    ({ account, lifetime, mark, known }) => {
      const added = known === null ? 0 : lifetime.totals.count - known.count
      const looks = added >= 0 && added <= NEWEST_MAX && looksLeft-- > 0
      return Effect.all({
        ...{ account: Effect.succeed(account), mark: Effect.succeed(mark) },
        ...{ figures: readFigures(sumsOf, account, now) },
        newest: looks ? readNewest(account.account, lifetime) : Effect.succeed(null),
      })
    },
    // `sumsOf` puts them into few queries.
    { concurrency: "unbounded" },
  )
  const scopes = yield* Effect.forEach(question.scopes, ([name, { scope, known }]) =>
    Effect.map(readScope(scope, known, now), (read) =>
      read === null ? [] : [[name, read] as const],
    ),
  )
  const answer: LiveAnswer = {
    accounts: new Map(
      accounts.map(({ figures, ...rest }) => [rest.account.account, { ...rest, ...figures }]),
    ),
    scopes: new Map(scopes.flat()),
  }
  return answer
})

const inPieces = Effect.fnUntraced(function* <A, E, R>(
  names: ReadonlyArray<string>,
  read: (names: ReadonlyArray<string>) => Effect.Effect<ReadonlyMap<string, A>, E, R>,
) {
  const all = new Map<string, A>()
  for (let from = 0; from < names.length; from += NAMES_MAX)
    for (const [name, one] of yield* read(names.slice(from, from + NAMES_MAX))) all.set(name, one)
  return all
})

const settingsOf = (account: Account) => [
  account.name,
  account.timeZone,
  account.plan ?? "",
  account.allowance ?? "",
  account.periodAnchorDay,
  account.lowBalanceMark ?? "",
]

/** Entries never change and never go: sums that are the same are of the same ledger. */
const markOf = (
  about: ReadonlyArray<string | number | bigint>,
  { totals: { spend, purchase, refund, bonus, count }, firstAt, lastAt }: Lifetime,
) => JSON.stringify([...about, spend, purchase, refund, bonus, count, firstAt, lastAt].map(String))

const readFigures = Effect.fnUntraced(function* (sumsOf: ReadSums, account: Account, now: number) {
  let segments = NO_SUMS.segments
  // Today begins where the last of the recent days ends: both are among the overview's edges.
  const keepSums: ReadSums = (name, edges) =>
    Effect.tap(sumsOf(name, edges), (sums) =>
      Effect.sync(() => {
        segments = sums.segments
      }),
    )
  const overview = yield* overviewFrom(keepSums, account, now)
  const day = overview.spans.today
  const interval = intervalOfDays(day, day, account.timeZone)
  const today: Today = { day, ...interval, totals: totalsIn(segments, interval) }
  return { overview, today }
})

const readNewest = (account: string, lifetime: Lifetime) =>
  Effect.map(
    readLedgerRows({
      ...{ account, interval: ALL_TIME, filters: [], sort: "-occurred_at", from: null },
      limit: NEWEST_MAX,
    }),
    (rows) => runningBalances(netOf(lifetime.totals), rows),
  )

/** Null when nothing has changed. */
const readScope = Effect.fnUntraced(function* (
  scope: AccountScope,
  known: LiveKnown | null,
  now: number,
) {
  const lifetime = yield* readLifetimeOf(scope)
  const day = dayOf(now, "UTC")
  const mark = markOf([day], lifetime)
  if (mark === known?.mark) return null
  const { spans } = yield* readSpans(scope, [intervalOfDays(day, day, "UTC")])
  const [span] = spans
  const today: Today = {
    day,
    ...intervalOfDays(day, day, "UTC"),
    totals: span?.totals ?? NO_TOTALS,
  }
  const answer: LiveScope = { mark, lifetime, today }
  return answer
})
