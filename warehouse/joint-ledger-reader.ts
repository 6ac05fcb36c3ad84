/** The transactions of several accounts in one list. Balances run in one account, so there are none here. */
import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Interval } from "./domain/calendar.ts"
import type { Filters } from "./domain/filters.ts"
import {
  isByCredits,
  isDescending,
  type LedgerPlace,
  type LedgerSort,
} from "./domain/ledger-order.ts"
import type { Lifetime } from "./domain/overview.ts"
import { type LedgerFacts, NO_TOTALS, type Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { withFilters } from "./filter-sql.ts"
import { type JointStretch, readJointTotals, readWindow } from "./joint-ledger-stretch.ts"
import { ledgerColumns, toFacts } from "./ledger-rows.ts"
import { rememberedReads } from "./remembered-reads.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import type { Provenance } from "./usage-reader.ts"
import {
  type AccountScope,
  narrowed,
  scopeParameters,
  sourceOf,
  type TooManyRows,
} from "./usage-sources.ts"
import { ALL_TIME, readLifetimeOf } from "./usage-sums.ts"

/** By time, or credits and then time; equal ones by account and id, in the order of their bytes. */
export interface JointPlace extends LedgerPlace {
  readonly account: string
}

export interface JointPageQuery {
  readonly scope: AccountScope
  /** Null for everything. */
  readonly interval: Interval | null
  readonly filters: Filters
  readonly sort: LedgerSort
  /** `next`: what comes behind the place; `prev`: what comes in front of it; null: the first page. */
  readonly cursor: JointCursor | null
  readonly limit: number
}

export interface JointCursor extends JointPlace {
  readonly direction: "next" | "prev"
  /** How many entries come in front of the one that stands there, as far as was known when it was shown. */
  readonly offset: number
}

export interface JointEntry extends LedgerFacts {
  readonly account: string
}

export interface JointPage extends Provenance {
  readonly entries: ReadonlyArray<JointEntry>
  readonly hasPrevious: boolean
  readonly hasNext: boolean
  readonly offset: number
  /** Everything that interval and filters let through, counted. */
  readonly totals: Totals
}

export class JointLedgerReader extends Context.Service<
  JointLedgerReader,
  {
    readonly page: (query: JointPageQuery) => Effect.Effect<JointPage, WarehouseError | TooManyRows>
  }
>()("warehouse/JointLedgerReader") {
  static readonly layer = Layer.effect(
    JointLedgerReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      return JointLedgerReader.of({
        page: Effect.fn("JointLedgerReader.page")(
          (query) => gate.reading(readPage(query)),
          Effect.provideService(ClickHouse, rememberedReads(clickhouse, gate)),
        ),
      })
    }),
  )
}

const NOTHING: JointPage = {
  entries: [],
  hasPrevious: false,
  hasNext: false,
  offset: 0,
  totals: NO_TOTALS,
  sources: ["lifetime_totals"],
  ledgerRows: null,
}

const readPage = Effect.fnUntraced(function* (query: JointPageQuery) {
  const { cursor, limit, sort } = query
  const { scope, filters } = narrowed(query.scope, query.filters)
  const lifetime = yield* readLifetimeOf(scope)
  const interval = lived(query.interval ?? ALL_TIME, lifetime)
  if (interval === null) return NOTHING
  const stretch: JointStretch = {
    ...{ scope, filters, interval, source: sourceOf({ scope, filters }, []) },
    readsAll: isByCredits(sort),
  }
  const { totals, ledgerRows, sources } = yield* readJointTotals(stretch)
  const back = cursor?.direction === "prev"
  // One row more than asked for says whether there is another page.
  const found = yield* readRows(stretch, { ...query, limit: limit + 1 })
  const more = found.length > limit
  const entries = back ? found.slice(more ? 1 : 0) : found.slice(0, limit)
  const [hasPrevious, hasNext] = back ? [more, true] : [cursor !== null, more]
  const offset = offsetOf(cursor, entries.length)
  const page: JointPage = { entries, hasPrevious, hasNext, offset, totals, sources, ledgerRows }
  return page
})

/** As much of an interval as the accounts have lived; null where there is none of it. */
const lived = ({ from, to }: Interval, { firstAt, lastAt }: Lifetime): Interval | null => {
  if (firstAt === null || lastAt === null) return null
  const interval = { from: Math.max(from, firstAt), to: Math.min(to, lastAt + 1) }
  return interval.from < interval.to ? interval : null
}

const offsetOf = (cursor: JointCursor | null, shown: number): number => {
  if (cursor === null) return 0
  return cursor.direction === "next" ? cursor.offset + 1 : Math.max(0, cursor.offset - shown)
}

const statements = {
  falling: sqlQuery("joint-ledger-falling"),
  rising: sqlQuery("joint-ledger-rising"),
}
const Row = Schema.Struct({ account: Schema.String, ...ledgerColumns })
const NOWHERE: JointPlace = { credits: 0n, occurredAt: 0, account: "", id: "" }

/** In the order of the sort; going back, those nearest to the place. */
const readRows = Effect.fnUntraced(function* (
  stretch: JointStretch,
  { sort, cursor, limit }: JointPageQuery,
) {
  const clickhouse = yield* ClickHouse
  const back = cursor?.direction === "prev"
  const falling = isDescending(sort) !== back
  const byCredits = isByCredits(sort)
  const { from, to } = byCredits
    ? stretch.interval
    : yield* readWindow(stretch, { falling, place: cursor?.occurredAt ?? null, limit })
  const { credits, occurredAt, account, id } = cursor ?? NOWHERE
  const { statement, parameters } = withFilters(
    falling ? statements.falling : statements.rising,
    stretch.filters,
  )
  const rows = yield* clickhouse.query(
    statement,
    {
      ...{ from, to, limit, ...parameters, ...scopeParameters(stretch.scope) },
      ...{ placed: cursor === null ? 0 : 1, by_credits: byCredits ? 1 : 0 },
      ...{ credits: byCredits ? credits : 0n, at: occurredAt, place_account: account, id },
    },
    Row,
  )
  const entries = rows.map((row): JointEntry => ({ account: row.account, ...toFacts(row) }))
  return back ? entries.toReversed() : entries
})
