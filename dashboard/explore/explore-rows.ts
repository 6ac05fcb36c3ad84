/** The breakdown's table: every value with its figures, and how it went along. */
import type { Usage } from "#api/contract.ts"
import { divideRounded, formatDecimal, ratio } from "#warehouse/domain/decimal.ts"
import type { Dimension } from "../dimensions.ts"
import { exploreWords } from "../messages/explore.ts"
import { pixelValue } from "../skyline-bars.ts"
import { type Column, groupName, groupsOf, measured, millionths } from "./explore-series.ts"
import { type Trend, trendOf } from "./trend.ts"
import { REST_SLOT, type Slots } from "./value-slots.ts"

export interface Row {
  /** `undefined`: values that the answer does not name, or all of them. */
  readonly key: string | undefined
  readonly name: string
  readonly slot: number
  readonly value: string
  readonly share: number
  readonly count: number
  /** Per entry; `undefined` of none. */
  readonly average: string | undefined
  readonly previous: string | undefined
  /** In percent; `undefined` where nothing was used before. */
  readonly change: number | undefined
  /** Heights of the whole buckets, and what they tell. */
  readonly spark: ReadonlyArray<number>
  readonly trend: Trend | undefined
}

interface RowContext {
  readonly by: Dimension
  readonly slots: Slots
  readonly columns: ReadonlyArray<Column>
}

interface Sums {
  readonly value: string
  readonly count: number
  readonly previous?: string
}

export const rowsOf = (usage: Usage, { by, slots, columns }: RowContext): ReadonlyArray<Row> => {
  const whole = usage.series.filter((_, i) => columns[i]?.state === "whole")
  const rows = groupsOf(usage).map((group): Row => {
    const decimals = whole.map(({ values }) => values?.[group.key] ?? "0")
    return {
      key: group.key,
      name: groupName(by, group.key),
      slot: slots.get(group.key) ?? REST_SLOT,
      share: group.share,
      ...figuresOf(group),
      ...courseOf(decimals),
    }
  })
  const { other } = usage
  if (other === null || other === undefined || other.value === "0") return rows
  const name = exploreWords().more(other.groups)
  const course = courseOf(whole.map((bucket) => bucket.other ?? "0"))
  return [
    ...rows,
    { key: undefined, name, slot: REST_SLOT, share: other.share, ...figuresOf(other), ...course },
  ]
}

export const totalRow = (usage: Usage): Row => {
  const value = measured(usage.total, usage.measure)
  const sums = {
    value,
    count: usage.total.count,
    ...(usage.comparison !== null && {
      previous: measured(usage.comparison.total, usage.measure),
    }),
  }
  const name = exploreWords().table.total
  return { key: undefined, name, slot: REST_SLOT, share: 1, ...figuresOf(sums), ...courseOf([]) }
}

const figuresOf = ({ value, count, previous }: Sums) => ({
  value,
  count,
  average: count === 0 ? undefined : formatDecimal(divideRounded(millionths(value), BigInt(count))),
  previous,
  change:
    previous === undefined || millionths(previous) === 0n
      ? undefined
      : ratio((millionths(value) - millionths(previous)) * 100n, millionths(previous)),
})

const courseOf = (decimals: ReadonlyArray<string>) => ({
  spark: decimals.map(pixelValue),
  trend: trendOf(decimals.map(millionths)),
})
