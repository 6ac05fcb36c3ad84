import { Effect } from "effect"
import { intervalOfDays } from "./domain/calendar.ts"
import { edgesOf } from "./domain/segments.ts"
import { groupsOfCells, readCells } from "./usage-cells.ts"
import {
  readGroups,
  readUsageSegments,
  type UsageExtent,
  type UsageSegment,
} from "./usage-groups.ts"
import type { Breakdown, BreakdownQuery, UsageQuestion } from "./usage-reader.ts"
import {
  LEDGER_ROWS_MAX,
  narrowed,
  type SourceTable,
  sourceOf,
  TooManyRows,
} from "./usage-sources.ts"

export const readBreakdown = Effect.fnUntraced(function* (query: BreakdownQuery) {
  const extent = extentOf(query)
  const { interval, compared } = extent
  const edges = edgesOf(compared === null ? [interval] : [interval, compared])
  const source = sourceOf(extent, query.split.by)
  const counted: SourceTable[] = []
  let ledgerRows: number | null = null
  if (source === "transactions") {
    const plain = sourceOf({ ...extent, filters: [] }, [])
    const segments = yield* readUsageSegments(plain, { ...extent, filters: [] }, edges)
    ledgerRows = yield* ledgerRowsOf(extent, segments)
    counted.push(plain)
  }
  const cells = yield* readCells(source, extent, { edges, by: query.split.by })
  const groups =
    cells === null
      ? yield* readGroups(source, extent, query.split)
      : groupsOfCells(cells, extent, query.split)
  return { ...groups, sources: [...counted, source], ledgerRows } satisfies Breakdown
})

/** What a question is about, with a key to the rows of accounts that its filters name. */
export const extentOf = (question: UsageQuestion): UsageExtent => {
  const { days, compared, timeZone } = question
  return {
    ...narrowed(question.scope, question.filters),
    interval: intervalOfDays(days.first, days.last, timeZone),
    compared,
  }
}

/** How many transactions lie in both stretches, counted by a rollup. Fails when they are too many. */
export const ledgerRowsOf = Effect.fnUntraced(function* (
  { interval, compared }: UsageExtent,
  plain: ReadonlyArray<UsageSegment>,
) {
  const inside = plain.filter(({ start }) =>
    [interval, compared].some((one) => one !== null && start >= one.from && start < one.to),
  )
  const rows = inside.reduce((sum, { totals }) => sum + totals.count, 0)
  if (rows > LEDGER_ROWS_MAX) return yield* new TooManyRows({ rows, rowsMax: LEDGER_ROWS_MAX })
  return rows
})
