/** Series and breakdowns on the wire. */
import { countDays, formatInstant } from "#warehouse/domain/calendar.ts"
import type { Compare, ComparedStretch, Match } from "#warehouse/domain/comparison.ts"
import { divideRounded, formatDecimal, ratio } from "#warehouse/domain/decimal.ts"
import {
  type Dimension,
  groupKey,
  isPropertyDimension,
  type Measure,
  measured,
  propertyOf,
} from "#warehouse/domain/dimensions.ts"
import type { DayRange } from "#warehouse/domain/range.ts"
import { addTotals, NO_TOTALS, type Totals } from "#warehouse/domain/transaction.ts"
import type { UsageGroup, UsageGroups } from "#warehouse/usage-groups.ts"
import type { Breakdown, Series, SeriesBucket, SplitSums } from "#warehouse/usage-reader.ts"
import type * as Contract from "./usage-contract.ts"
import { orNull, wireTotals } from "./wire.ts"

/** What was asked, as far as an answer repeats it. */
export interface Asked {
  readonly by: ReadonlyArray<Dimension>
  readonly measure: Measure
  readonly days: DayRange
  readonly comparison: {
    readonly compare: Compare
    readonly match: Match
    readonly days: ComparedStretch
  } | null
}

/** A fraction; null of nothing. */
const changeOf = (now: bigint, before: bigint): number | null =>
  before === 0n ? null : ratio(now - before, before)

const shareOf = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : ratio(part, whole))

type Sums = Omit<UsageGroup, "values">

const wireSums = (sums: Sums, total: Sums, { comparison }: Asked) => ({
  value: formatDecimal(sums.measured),
  share: shareOf(sums.measured, total.measured),
  ...wireTotals(sums.totals),
  ...(comparison !== null && {
    previous: formatDecimal(sums.compared),
    change: changeOf(sums.measured, sums.compared),
  }),
})

const dimensionsOf = (values: ReadonlyArray<string>, by: ReadonlyArray<Dimension>) => {
  const named: Record<string, string> = {}
  const properties: Record<string, string> = {}
  by.forEach((dimension, i) => {
    const value = values[i] ?? ""
    if (isPropertyDimension(dimension)) properties[propertyOf(dimension)] = value
    else named[dimension] = value
  })
  return by.some(isPropertyDimension) ? { ...named, properties } : named
}

const wireGroups = (groups: UsageGroups, asked: Asked): ReadonlyArray<Contract.UsageGroup> =>
  groups.groups.map((group) => ({
    key: groupKey(group.values),
    ...dimensionsOf(group.values, asked.by),
    ...wireSums(group, groups.total, asked),
  }))

/** Null when every group is listed. */
const wireOther = ({ groups, total, count }: UsageGroups, asked: Asked) => {
  if (count === groups.length) return null
  const other = groups.reduce<Sums>(
    (rest, group) => ({
      totals: addTotals(rest.totals, negative(group.totals)),
      measured: rest.measured - group.measured,
      compared: rest.compared - group.compared,
    }),
    total,
  )
  return { groups: count - groups.length, ...wireSums(other, total, asked) }
}

const negative = ({ spend, purchase, refund, bonus, count }: Totals): Totals => ({
  spend: -spend,
  purchase: -purchase,
  refund: -refund,
  bonus: -bonus,
  count: -count,
})

const wireCompared = ({ comparison }: Asked) =>
  orNull(comparison, ({ compare, match, days }) => ({
    compare,
    match,
    first_day: days.first,
    last_day: days.last,
    from: formatInstant(days.from),
    to: formatInstant(days.to),
  }))

/** A record without a prototype's names: a category may be called `__proto__`. */
const wireSplit = ({ values, other }: SplitSums, keys: ReadonlyArray<string> | null) =>
  keys === null
    ? {}
    : {
        values: Object.fromEntries(
          keys.flatMap((key, i) =>
            (values[i] ?? 0n) === 0n ? [] : [[key, formatDecimal(values[i] ?? 0n)]],
          ),
        ),
        other: formatDecimal(other),
      }

const wireBucket = (
  bucket: SeriesBucket,
  keys: ReadonlyArray<string> | null,
): Contract.UsageBucket => ({
  bucket: bucket.key,
  from: formatInstant(bucket.from),
  to: formatInstant(bucket.to),
  ...wireTotals(bucket.totals),
  balance: formatDecimal(bucket.balance),
  complete: bucket.complete,
  usual: orNull(bucket.usual, formatDecimal),
  flagged: bucket.flagged,
  ...wireSplit(bucket, keys),
})

export const wireSeries = (series: Series, asked: Asked) => {
  const { groups, comparison } = series
  const keys = groups === null ? null : groups.groups.map(({ values }) => groupKey(values))
  const figureOf = (totals: Totals) => measured(totals, asked.measure)
  const average = (totals: Totals, { first, last }: DayRange) =>
    formatDecimal(divideRounded(figureOf(totals), BigInt(countDays(first, last))))
  const highest = series.buckets.reduce<SeriesBucket | null>(
    (best, bucket) =>
      figureOf(bucket.totals) > figureOf(best?.totals ?? NO_TOTALS) ? bucket : best,
    null,
  )
  return {
    opening_balance: formatDecimal(series.openingBalance),
    measure: asked.measure,
    series: series.buckets.map((bucket) => wireBucket(bucket, keys)),
    total: wireTotals(series.totals),
    average_per_day: average(series.totals, asked.days),
    highest: orNull(highest, ({ key, totals }) => ({
      bucket: key,
      spend: formatDecimal(totals.spend),
      value: formatDecimal(figureOf(totals)),
    })),
    by: asked.by,
    ...(groups !== null && {
      groups: wireGroups(groups, asked),
      other: wireOther(groups, asked),
    }),
    comparison:
      comparison === null || asked.comparison === null
        ? null
        : {
            ...(wireCompared(asked) as NonNullable<ReturnType<typeof wireCompared>>),
            days: countDays(asked.comparison.days.first, asked.comparison.days.last),
            series: comparison.buckets.map((bucket) => ({
              bucket: bucket.key,
              against: bucket.against,
              from: formatInstant(bucket.from),
              to: formatInstant(bucket.to),
              ...wireTotals(bucket.totals),
              ...wireSplit(bucket, keys),
            })),
            total: wireTotals(comparison.totals),
            average_per_day: average(comparison.totals, asked.comparison.days),
            change: changeOf(figureOf(series.totals), figureOf(comparison.totals)),
          },
  }
}

export const wireBreakdown = (breakdown: Breakdown, asked: Asked) => ({
  by: asked.by,
  measure: asked.measure,
  first_day: asked.days.first,
  last_day: asked.days.last,
  values: wireGroups(breakdown, asked),
  other: wireOther(breakdown, asked),
  total: { groups: breakdown.count, ...wireSums(breakdown.total, breakdown.total, asked) },
  comparison: wireCompared(asked),
})
