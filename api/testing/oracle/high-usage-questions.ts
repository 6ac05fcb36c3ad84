/** High-usage days by random rules, of one account and of all. */
import type { Chance } from "./chance.ts"
import { type Dimension, decimal, groupedBy, measureOf, textAt } from "./plain-recount.ts"
import { millionthsOf, type Row } from "./rows.ts"
import { dayAfter, daysBetween, wallDay } from "./wall-calendar.ts"
import {
  type Answer,
  daysOf,
  type Question,
  same,
  scopeOf,
  search,
  within,
  zoneOf,
} from "./world.ts"

interface Rule {
  readonly deviations: string
  readonly ratio: string
  readonly floor: string
  readonly weeks: number
  readonly samples: number
  readonly recent_days: number
}

const ruleOf = (chance: Chance): Rule => ({
  deviations: chance.pick(["0", "1", "2.5", "3", "3.000001"]),
  ratio: chance.pick(["1", "1.25", "1.5", "2"]),
  floor: chance.pick(["0", "0.5", "20", "100"]),
  weeks: chance.pick([2, 4, 8]),
  samples: chance.pick([2, 4, 5]),
  recent_days: chance.pick([7, 28]),
})

interface PlainDay {
  readonly day: string
  readonly used: bigint
  readonly complete: boolean
}

const half = (sum: bigint, by: bigint) => (2n * sum + by) / (2n * by)
const plainMedian = (values: ReadonlyArray<bigint>): bigint => {
  const sorted = values.toSorted((a, b) => Number(a - b > 0n) - Number(a - b < 0n))
  const [low = 0n, high = 0n] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return half(low + high, 2n)
}
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()

/** What a day is measured by: the days before it, newest last. Null with too few. */
const samplesOf = (before: ReadonlyArray<PlainDay>, day: string, rule: Rule) => {
  const lookedAt = (days: number) => before.slice(-days).filter(({ complete }) => complete)
  const alike = lookedAt(rule.weeks * 7).filter((other) => weekday(other.day) === weekday(day))
  if (alike.length >= rule.samples) return { basis: "weekday", samples: alike }
  const recent = lookedAt(Math.max(rule.weeks * 7, rule.recent_days)).slice(-rule.recent_days)
  return recent.length >= rule.samples ? { basis: "recent", samples: recent } : null
}

const judge = (before: ReadonlyArray<PlainDay>, { day, used, complete }: PlainDay, rule: Rule) => {
  const measured = samplesOf(before, day, rule)
  if (measured === null) return { day, used, complete, flagged: false, measured, expectation: null }
  const spends = measured.samples.map((sample) => sample.used)
  const expected = plainMedian(spends)
  const deviation = plainMedian(
    spends.map((spend) => (spend > expected ? spend - expected : expected - spend)),
  )
  // Everything in millionths of a millionth, so that nothing is rounded before the end.
  const band = half(deviation * millionthsOf(rule.deviations) * 14_826n, 10_000_000_000n)
  const times = expected * millionthsOf(rule.ratio)
  const [high, floor] = [expected + band, millionthsOf(rule.floor)]
  const line = [high, half(times, 1_000_000n), floor].reduce((a, b) => (a > b ? a : b))
  return {
    day,
    used,
    complete,
    flagged: complete && used >= floor && used > high && used * 1_000_000n > times,
    measured,
    expectation: {
      basis: measured.basis,
      expected: decimal(expected),
      deviation: decimal(deviation),
      low: decimal(expected > band ? expected - band : 0n),
      high: decimal(high),
      line: decimal(line),
    },
  }
}

/** The excesses of a day's causes add up to its own, and what was used is what the entries say. */
const checkCauses = (day: Answer, rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  Object.entries<Answer>(day.causes ?? {}).flatMap(([dimension, { values, others }]) => {
    const groups = groupedBy(rows, (row) => textAt(row, dimension as Dimension))
    const parts = others === null ? values : [...values, others]
    const total = (field: "used" | "excess" | "expected") =>
      decimal(parts.reduce((sum: bigint, part: Answer) => sum + millionthsOf(part[field]), 0n))
    const what = `${dimension} causes of ${day.day}`
    return [
      ...same(
        what,
        values.map((cause: Answer) => [cause.value, cause.used]),
        values.map(({ value }: Answer) => [
          value,
          decimal(measureOf(groups.get(value ?? "") ?? [], "spend")),
        ]),
      ),
      ...same(
        `sums of ${what}`,
        [total("used"), total("excess"), total("expected")],
        [day.used, day.excess, day.expected],
      ),
    ]
  })

const shown = ({ day, used, complete, flagged, expectation }: Answer) => [
  day,
  used,
  complete,
  flagged,
  expectation,
]

export const highUsageDays: Question = async (chance, world) => {
  const scope = scopeOf(chance, world)
  const { zone, tz } = zoneOf(chance, scope.zone)
  const asked = daysOf(chance, world, 60)
  const rule = ruleOf(chance)
  const words = { from: asked.first, to: asked.last, tz, ...stringsOf(rule) }
  const body = await world.ask(`${scope.path}/high-usage-days${search(words)}`)
  const today = wallDay(world.until, zone)
  const first = scope.rows.map(({ at }) => wallDay(at, zone)).sort()[0] ?? dayAfter(asked.last)
  const byDay = groupedBy(scope.rows, ({ at }) => wallDay(at, zone))
  const known = daysBetween(first, asked.last, zone).map(
    (day): PlainDay => ({
      day,
      used: measureOf(byDay.get(day) ?? [], "spend"),
      complete: day < today,
    }),
  )
  const judged = known.flatMap((day, i) =>
    day.day < asked.first ? [] : [judge(known.slice(0, i), day, rule)],
  )
  const flagged = judged.filter((day) => day.flagged).reverse()
  const wanted = judged.map((day) => shown({ ...day, used: decimal(day.used) }))
  return [
    ...same("days", body.days.map(shown), wanted),
    ...same("how many", body.count, flagged.length),
    ...same(
      "flagged days and what they are measured by",
      body.high_usage_days.map((day: Answer) => [day.day, day.used, day.history]),
      flagged
        .slice(0, 20)
        .map(({ day, used, measured }) => [
          day,
          decimal(used),
          measured?.samples.map((sample) => ({ day: sample.day, used: decimal(sample.used) })),
        ]),
    ),
    ...body.high_usage_days.flatMap((day: Answer) =>
      checkCauses(day, within(scope.rows, { first: day.day, last: day.day }, zone)),
    ),
  ]
}

const stringsOf = (rule: Rule): Record<string, string> =>
  Object.fromEntries(Object.entries(rule).map(([name, value]) => [name, `${value}`]))
