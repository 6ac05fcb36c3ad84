/** Usage out of one source: split into groups over whole stretches, and between many edges. */
import { Effect, Schema } from "effect"
import { ClickHouse, type Parameters } from "./clickhouse.ts"
import type { Interval } from "./domain/calendar.ts"
import type { Dimension, GroupSort, Measure } from "./domain/dimensions.ts"
import type { Filters } from "./domain/filters.ts"
import { addTotals, NO_TOTALS, type Totals } from "./domain/transaction.ts"
import { TRANSACTION_TYPES } from "./domain/transaction-type.ts"
import { withFilters } from "./filter-sql.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { groupName, withDimensions } from "./usage-dimensions.ts"
import { type AccountScope, scopeParameters, type UsageSource } from "./usage-sources.ts"
import { rangeParameters, toTotals, totalsColumns } from "./usage-sums.ts"

/** Whose transactions, which of them, and of which stretches: one, and one that it is compared with. */
export interface UsageExtent {
  readonly scope: AccountScope
  readonly filters: Filters
  readonly interval: Interval
  readonly compared: Interval | null
}

export interface GroupsWanted {
  /** One or two. */
  readonly by: ReadonlyArray<Dimension>
  readonly measure: Measure
  readonly sort: GroupSort
  readonly limit: number
}

export interface UsageGroup {
  /** One value for each dimension; empty where none was sent. */
  readonly values: ReadonlyArray<string>
  readonly totals: Totals
  /** By the measure, in the stretch and in the one that it is compared with. */
  readonly measured: bigint
  readonly compared: bigint
}

export interface UsageGroups {
  /** The first ones in the order asked for. */
  readonly groups: ReadonlyArray<UsageGroup>
  /** Of all groups together, and how many there are. */
  readonly total: Omit<UsageGroup, "values">
  readonly count: number
}

const STATEMENTS = {
  usage_per_quarter_hour: {
    groups: sqlQuery("usage-groups"),
    segments: sqlQuery("usage-segments"),
  },
  totals_per_quarter_hour: {
    groups: sqlQuery("totals-groups"),
    segments: sqlQuery("totals-segments"),
  },
  transactions: { groups: sqlQuery("ledger-groups"), segments: sqlQuery("ledger-segments") },
} as const satisfies Readonly<Record<UsageSource, unknown>>

const text = Schema.String
const GroupRow = Schema.Struct({
  first_value: text,
  second_value: text,
  ...totalsColumns,
  measured: text,
  compared: text,
  total_spend: text,
  total_purchase: text,
  total_refund: text,
  total_bonus: text,
  total_entries: text,
  total_measured: text,
  total_compared: text,
  groups: text,
})
type GroupRow = typeof GroupRow.Type

export const NO_GROUPS: UsageGroups = {
  groups: [],
  total: { totals: NO_TOTALS, measured: 0n, compared: 0n },
  count: 0,
}

export const readGroups = Effect.fnUntraced(function* (
  source: UsageSource,
  extent: UsageExtent,
  { by, measure, sort, limit }: GroupsWanted,
) {
  const rows = yield* askUsage(
    { text: STATEMENTS[source].groups, extent, by },
    {
      measure,
      sort: sort.replace("-", ""),
      direction: sort.startsWith("-") ? -1 : 1,
      limit,
    },
    GroupRow,
  )
  const [row] = rows
  return row === undefined
    ? NO_GROUPS
    : { groups: rows.map((row) => toGroup(row, by)), ...toTotal(row), count: Number(row.groups) }
})

const toGroup = (row: GroupRow, by: ReadonlyArray<Dimension>): UsageGroup => ({
  values: [row.first_value, row.second_value].slice(0, by.length),
  totals: toTotals(row),
  measured: storedDecimal(row.measured),
  compared: storedDecimal(row.compared),
})

const toTotal = (row: GroupRow): Pick<UsageGroups, "total"> => ({
  total: {
    totals: toTotals({
      spend: row.total_spend,
      purchase: row.total_purchase,
      refund: row.total_refund,
      bonus: row.total_bonus,
      entries: row.total_entries,
    }),
    measured: storedDecimal(row.total_measured),
    compared: storedDecimal(row.total_compared),
  },
})

/** Sums of one type of transaction from an edge on. */
export const typeSums = {
  start: Schema.Finite,
  kind: Schema.Literals(TRANSACTION_TYPES),
  moved: text,
  counted: text,
}
type TypeSums = Schema.Struct<typeof typeSums>["Type"]
const SegmentRow = Schema.Struct({ place: Schema.Finite, ...typeSums })

/** What lies between two neighbouring edges. */
export interface UsageSegment {
  /** The edge at which it begins. */
  readonly start: number
  readonly totals: Totals
}

/** `edges` ascending, on quarter hours, the ends of both stretches among them. */
export const readUsageSegments = (
  source: UsageSource,
  extent: UsageExtent,
  edges: ReadonlyArray<number>,
) => Effect.map(querySegments(source, extent, { edges, by: [], groups: [] }), segmentsOf)

/** The same of each of the groups, in their order, and of all others together. */
export const readGroupSegments = Effect.fnUntraced(function* (
  source: UsageSource,
  extent: UsageExtent,
  wanted: SegmentsWanted,
) {
  const rows = yield* querySegments(source, extent, wanted)
  const byPlace = Map.groupBy(rows, ({ place }) => place)
  return {
    listed: wanted.groups.map((_, i) => segmentsOf(byPlace.get(i + 1) ?? [])),
    other: segmentsOf(byPlace.get(OTHER) ?? []),
  }
})

/** The number of all groups that have none. */
const OTHER = 0

interface SegmentsWanted {
  readonly edges: ReadonlyArray<number>
  readonly by: ReadonlyArray<Dimension>
  readonly groups: ReadonlyArray<UsageGroup>
}

const querySegments = (
  source: UsageSource,
  extent: UsageExtent,
  { edges, by, groups }: SegmentsWanted,
) =>
  askUsage(
    { text: STATEMENTS[source].segments, extent, by },
    {
      edges: edges.map((edge) => Math.round(edge / 1000)),
      // Without groups everything is in the same place; a list to look in is never empty.
      groups: groups.length === 0 ? [""] : groups.map(({ values }) => groupName(values)),
      places: groups.length === 0 ? [OTHER] : groups.map((_, i) => i + 1),
    },
    SegmentRow,
  )

/** `rows`: each of one type, the edge in epoch seconds. */
export const segmentsOf = (rows: ReadonlyArray<TypeSums>): ReadonlyArray<UsageSegment> => {
  const segments = new Map<number, Totals>()
  for (const { start, kind, moved, counted } of rows) {
    const totals = { ...NO_TOTALS, [kind]: storedDecimal(moved), count: Number(counted) }
    segments.set(start, addTotals(segments.get(start) ?? NO_TOTALS, totals))
  }
  return [...segments].map(([start, totals]) => ({ start: start * 1000, totals }))
}

/** One of a source's statements, about these transactions and split like that. */
export const askUsage = <A>(
  {
    text,
    extent,
    by,
  }: {
    readonly text: string
    readonly extent: UsageExtent
    readonly by: ReadonlyArray<Dimension>
  },
  parameters: Parameters,
  row: Schema.Decoder<A>,
) => {
  const split = withDimensions(text, by)
  const filtered = withFilters(split.statement, extent.filters)
  const { from: compared_from, to: compared_to } = rangeParameters(extent.compared ?? NEVER)
  return ClickHouse.use((clickhouse) =>
    clickhouse.query(
      filtered.statement,
      {
        ...parameters,
        ...split.parameters,
        ...filtered.parameters,
        ...scopeParameters(extent.scope),
        ...rangeParameters(extent.interval),
        compared_from,
        compared_to,
      },
      row,
    ),
  )
}
const NEVER: Interval = { from: 0, to: 0 }
