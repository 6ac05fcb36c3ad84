/**
 * Usage split by what has few values: one statement brings what lies between edges of every group, and
 * which groups come first is told here. With many values a statement of its own picks them.
 */
import { Effect, Schema } from "effect"
import type { Interval } from "./domain/calendar.ts"
import { type Dimension, type GroupSort, measured } from "./domain/dimensions.ts"
import { addTotals, NO_TOTALS, type Totals } from "./domain/transaction.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { groupName } from "./usage-dimensions.ts"
import {
  askUsage,
  type GroupsWanted,
  NO_GROUPS,
  segmentsOf,
  typeSums,
  type UsageExtent,
  type UsageGroup,
  type UsageGroups,
} from "./usage-groups.ts"
import type { UsageSource } from "./usage-sources.ts"

const FEW_VALUED: ReadonlyArray<Dimension> = ["category", "operation", "type"]
/** Beyond it the values were not few. */
const CELLS_MAX = 20_000

const STATEMENTS: Partial<Record<UsageSource, string>> = {
  usage_per_quarter_hour: sqlQuery("usage-cells"),
  totals_per_quarter_hour: sqlQuery("totals-cells"),
}

const CellRow = Schema.Struct({
  first_value: Schema.String,
  second_value: Schema.String,
  ...typeSums,
})

/** What one group has of one type from an edge (epoch seconds) to the next. */
export type Cell = typeof CellRow.Type

/** `edges` as for `readGroupSegments`. Null where the groups have to be picked first. */
export const readCells = Effect.fnUntraced(function* (
  source: UsageSource,
  extent: UsageExtent,
  { edges, by }: { readonly edges: ReadonlyArray<number>; readonly by: ReadonlyArray<Dimension> },
) {
  const text = STATEMENTS[source]
  const few = by.every((dimension) => FEW_VALUED.includes(dimension))
  if (text === undefined || !few || edges.length === 0) return null
  const parameters = {
    edges: edges.map((edge) => Math.round(edge / 1000)),
    limit: CELLS_MAX + 1,
  }
  const cells = yield* askUsage({ text, extent, by }, parameters, CellRow)
  return cells.length > CELLS_MAX ? null : cells
})

interface Stretches {
  readonly interval: Interval
  readonly compared: Interval | null
}

/** The groups of the cells inside the stretches, whose ends are edges. */
export const groupsOfCells = (
  cells: ReadonlyArray<Cell>,
  { interval, compared }: Stretches,
  { by, measure, sort, limit }: GroupsWanted,
): UsageGroups => {
  const sums = new Map<string, { values: string[]; totals: Totals; before: Totals }>()
  for (const cell of cells) {
    const [isNow, isCompared] = [lies(cell, interval), compared !== null && lies(cell, compared)]
    if (!isNow && !isCompared) continue
    const values = valuesOf(cell, by)
    const name = groupName(values)
    const sum = sums.get(name) ?? { values, totals: NO_TOTALS, before: NO_TOTALS }
    const own = {
      ...NO_TOTALS,
      [cell.kind]: storedDecimal(cell.moved),
      count: Number(cell.counted),
    }
    if (isNow) sum.totals = addTotals(sum.totals, own)
    if (isCompared) sum.before = addTotals(sum.before, own)
    sums.set(name, sum)
  }
  const groups = [...sums.values()].map(
    ({ values, totals, before }): UsageGroup => ({
      values,
      totals,
      measured: measured(totals, measure),
      compared: measured(before, measure),
    }),
  )
  const total = groups.reduce<UsageGroups["total"]>(
    (sum, group) => ({
      totals: addTotals(sum.totals, group.totals),
      measured: sum.measured + group.measured,
      compared: sum.compared + group.compared,
    }),
    NO_GROUPS.total,
  )
  return {
    groups: groups.sort(inOrderOf(sort)).slice(0, limit),
    total,
    count: groups.length,
  }
}

/** As `readGroupSegments`: of each group, and of all others together. */
export const segmentsOfCells = (
  cells: ReadonlyArray<Cell>,
  by: ReadonlyArray<Dimension>,
  groups: ReadonlyArray<UsageGroup>,
) => {
  const byName = Map.groupBy(cells, (cell) => groupName(valuesOf(cell, by)))
  const listed = groups.map(({ values }) => {
    const name = groupName(values)
    const own = byName.get(name) ?? []
    byName.delete(name)
    return segmentsOf(own)
  })
  return { listed, other: segmentsOf([...byName.values()].flat()) }
}

const valuesOf = ({ first_value, second_value }: Cell, by: ReadonlyArray<Dimension>) =>
  [first_value, second_value].slice(0, by.length)

const lies = ({ start }: Cell, { from, to }: Interval): boolean =>
  start * 1000 >= from && start * 1000 < to

const figures: Readonly<Record<string, (group: UsageGroup) => bigint>> = {
  credits: ({ measured }) => measured,
  count: ({ totals }) => BigInt(totals.count),
  change: ({ measured, compared }) => measured - compared,
  value: () => 0n,
}

/** Equal ones by their values, in the order of their bytes, as the engine has it. */
const inOrderOf = (sort: GroupSort) => {
  const figureOf = figures[sort.replace("-", "")] as (group: UsageGroup) => bigint
  const direction = sort.startsWith("-") ? -1 : 1
  return (a: UsageGroup, b: UsageGroup): number => {
    const [one, other] = [figureOf(a), figureOf(b)]
    if (one !== other) return one < other ? -direction : direction
    return byBytes(a.values[0], b.values[0]) || byBytes(a.values[1], b.values[1])
  }
}

const byBytes = (a = "", b = ""): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
