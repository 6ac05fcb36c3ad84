import { type Day, weekdayOf } from "#warehouse/domain/calendar.ts"
import type { Cause, Causes } from "#warehouse/domain/day-causes.ts"
import { formatDecimal, ratio } from "#warehouse/domain/decimal.ts"
import {
  DEVIATION_SCALE,
  type Expectation,
  type HighUsageRule,
  judgeDays,
} from "#warehouse/domain/high-usage.ts"
import type {
  HighUsage,
  HighUsageDay,
  KnownDays,
  WatchedDay,
} from "#warehouse/high-usage-figures.ts"
import type * as Contract from "./insight-contract.ts"

interface Days {
  readonly first: Day
  readonly last: Day
}

export const wireRule = (rule: HighUsageRule) => ({
  deviations: formatDecimal(rule.deviations),
  scale: formatDecimal(DEVIATION_SCALE * 100n),
  ratio: formatDecimal(rule.ratio),
  floor: formatDecimal(rule.floor),
  weeks: rule.weeks,
  samples: rule.samplesMin,
  recent_days: rule.recentDays,
})

const wireExpectation = (expectation: Expectation) => ({
  basis: expectation.basis,
  expected: formatDecimal(expectation.usual),
  deviation: formatDecimal(expectation.deviation),
  low: formatDecimal(expectation.low),
  high: formatDecimal(expectation.high),
  line: formatDecimal(expectation.line),
})

export const wireUse = (used: bigint, expected: bigint) => ({
  used: formatDecimal(used),
  expected: formatDecimal(expected),
  excess: formatDecimal(used - expected),
})

const wireCause = ({ used, expected, share, entries }: Omit<Cause, "value">) => ({
  ...wireUse(used, expected),
  share,
  entries,
})

const wireCauses = ({ values, others }: Causes) => ({
  values: values.map(({ value, ...cause }) => ({
    value: value === "" ? null : value,
    ...wireCause(cause),
  })),
  others: others === null ? null : wireCause(others),
})

export const ratioTo = (used: bigint, expected: bigint): number | null =>
  expected === 0n ? null : ratio(used, expected)

const wireDay = (day: HighUsageDay): Contract.HighUsageDay => ({
  day: day.day,
  weekday: weekdayOf(day.day),
  ...wireExpectation(day.expectation),
  ...wireUse(day.spend, day.expectation.usual),
  ratio: ratioTo(day.spend, day.expectation.usual),
  history: day.history.map(({ day, spend }) => ({ day, used: formatDecimal(spend) })),
  causes:
    day.causes === null
      ? null
      : Object.fromEntries(
          Object.entries(day.causes).map(([name, causes]) => [name, wireCauses(causes)]),
        ),
})

const wireWatchedDay = ({ day, spend, complete, flagged, expectation }: WatchedDay) => ({
  day,
  used: formatDecimal(spend),
  complete,
  flagged,
  expectation: expectation === null ? null : wireExpectation(expectation),
})

export const wireHighUsage = (
  { days, flagged, count }: HighUsage,
  rule: HighUsageRule,
  { first, last }: Days,
): Omit<Contract.HighUsageDays, "meta"> => ({
  rule: wireRule(rule),
  first_day: first,
  last_day: last,
  count,
  high_usage_days: flagged.map(wireDay),
  days: days.map(wireWatchedDay),
})

const flaggedBy = ({ history, days }: KnownDays, rule: HighUsageRule) => {
  const judged = judgeDays(history, days, rule)
  return days.flatMap(({ day, spend }, i) => {
    const expected = judged[i]?.expectation?.usual ?? 0n
    if (judged[i]?.flagged !== true) return []
    return [{ day, ...wireUse(spend, expected), ratio: ratioTo(spend, expected) }]
  })
}

export const wirePreview = (
  known: KnownDays,
  { rule, inForce }: { readonly rule: HighUsageRule; readonly inForce: HighUsageRule },
  { first, last }: Days,
): Omit<Contract.HighUsagePreview, "meta"> => {
  const [flagged, before] = [flaggedBy(known, rule), flaggedBy(known, inForce)]
  const without = (all: typeof flagged, others: typeof flagged) =>
    all.map(({ day }) => day).filter((day) => !others.some((other) => other.day === day))
  return {
    rule: wireRule(rule),
    first_day: first,
    last_day: last,
    days: known.days.length,
    count: flagged.length,
    high_usage_days: flagged,
    in_force: { rule: wireRule(inForce), count: before.length },
    added: without(flagged, before),
    removed: without(before, flagged),
    series: known.days.map(({ day, spend }) => ({ day, used: formatDecimal(spend) })),
  }
}
