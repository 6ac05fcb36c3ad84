/** Series and breakdowns, of one account and of all. */
import type { Chance } from "./chance.ts"
import { acceptedBy, filtersOf } from "./filter-rows.ts"
import {
  checkGroups,
  checkOther,
  checkSplit,
  countGroups,
  MEASURES,
  splitOf,
} from "./group-checks.ts"
import { balanceOf, decimal, measureOf, wireSums } from "./plain-recount.ts"
import { millionthsOf, type Row } from "./rows.ts"
import { bucketOf, bucketsBetween, daysBetween, type Grain, wallDay } from "./wall-calendar.ts"
import {
  type Answer,
  cutsOf,
  type Days,
  daysToCompare,
  type Question,
  same,
  scopeOf,
  search,
  within,
  withinUntil,
  zoneOf,
} from "./world.ts"

/** No more days than make 400 buckets. */
const GRAIN_DAYS: Readonly<Record<Grain, number>> = {
  hour: 12,
  day: 90,
  week: 200,
  month: 400,
  quarter: 500,
}
export const GRAINS = Object.keys(GRAIN_DAYS) as Grain[]

const checkAverage = (average: string, total: bigint, days: number) => {
  const off = millionthsOf(average) * BigInt(days) - total
  const isNear = 2n * (off < 0n ? -off : off) <= BigInt(days)
  return isNear ? [] : [`average: got ${average} of ${decimal(total)} over ${days} days`]
}

const compareWords = (chance: Chance) =>
  chance.once(3)
    ? { compare: chance.pick(["prev", "year"]), match: chance.pick(["weekday", "date"]) }
    : {}

/** The days compared with are the answer's own word: which ones they are is checked where they are made. */
const comparedWith = ({ comparison, meta }: Answer, rows: ReadonlyArray<Row>, zone: string) => {
  if (comparison === null) return null
  const cut = meta.compared_until === null ? null : Date.parse(meta.compared_until)
  return withinUntil(
    rows,
    { first: comparison.first_day, last: comparison.last_day },
    { zone, cut },
  )
}

/** Cut at today's time of day where the days end today, and as many are compared: else the last meets none. */
const checkCut = ({ comparison, meta }: Answer, days: Days, zone: string) => {
  const until = meta.compared_until
  if (comparison === null) return same("cut of nothing", until, null)
  const { first_day: first, last_day: last } = comparison
  const alike = calendarDays({ first, last }) === calendarDays(days) || isDate(days.last, last)
  if (days.last !== wallDay(Date.parse(meta.generated_at), zone) || !alike)
    return same("cut of days that are over", until, null)
  const cuts = cutsOf(meta.generated_at, last, zone).map((cut) => new Date(cut).toISOString())
  return [
    ...(cuts.includes(until) ? [] : same("cut", until, cuts)),
    ...same("end of what is compared", comparison.to, until),
  ]
}
const isDate = (day: string, before: string) => day.slice(4) === before.slice(4)

const checkComparison = (
  body: Answer,
  asked: { readonly days: Days; readonly zone: string; readonly compare: string | undefined },
  rows: ReadonlyArray<Row>,
) => {
  const { comparison } = body
  if (asked.compare === undefined) return same("comparison", comparison, null)
  const { first_day: first, last_day: last, total, series } = comparison
  const before = comparedWith(body, rows, asked.zone) ?? []
  return [
    ...(first < asked.days.first ? [] : [`compared with ${first} to ${last}, which is not before`]),
    ...checkCut(body, asked.days, asked.zone),
    ...same("comparison total", total, wireSums(before)),
    ...same(
      "comparison series",
      series.reduce((sum: number, { count }: Answer) => sum + count, 0),
      before.length,
    ),
  ]
}

export const series: Question = async (chance, world) => {
  const scope = scopeOf(chance, world)
  const { zone, tz } = zoneOf(chance, scope.zone)
  const grain = chance.pick(GRAINS)
  const days = daysToCompare(chance, world, zone, GRAIN_DAYS[grain])
  const filters = filtersOf(chance, 2)
  const measured = chance.pick(MEASURES)
  const { split, words } = chance.once(2)
    ? splitOf(chance)
    : { split: null, words: { measure: measured } }
  const measure = split?.measure ?? measured
  const compared = compareWords(chance)
  const body = await world.ask(
    `${scope.path}/usage${search({
      ...{ from: days.first, to: days.last, tz, grain, ...words, ...compared },
      filter: filters.map(({ text }) => text),
    })}`,
  )
  const accepted = scope.rows.filter(acceptedBy(filters))
  const rows = within(accepted, days, zone)
  const buckets = Map.groupBy(rows, ({ at }) => bucketOf(at, grain, zone))
  const all = Map.groupBy(within(scope.rows, days, zone), ({ at }) => bucketOf(at, grain, zone))
  const opening = balanceOf(scope.rows.filter(({ at }) => wallDay(at, zone) < days.first))
  let balance = opening
  const wanted = bucketsBetween(days.first, days.last, grain, zone).map((bucket) => {
    balance += balanceOf(all.get(bucket) ?? [])
    return [bucket, wireSums(buckets.get(bucket) ?? []), decimal(balance)]
  })
  const got = body.series.map(
    ({ bucket, spend, purchase, refund, bonus, count, balance }: Answer) => [
      bucket,
      { spend, purchase, refund, bonus, count },
      balance,
    ],
  )
  const highest = Math.max(
    0,
    ...[...buckets.values()].map((own) => Number(measureOf(own, measure))),
  )
  const total = measureOf(rows, measure)
  const found = [
    ...same("opening balance", body.opening_balance, decimal(opening)),
    ...same("buckets", got, wanted),
    ...same("total", body.total, wireSums(rows)),
    ...same("highest", body.highest?.value ?? "0", decimal(BigInt(highest))),
    ...checkAverage(body.average_per_day, total, calendarDays(days)),
    ...checkComparison(body, { days, zone, compare: compared.compare }, accepted),
  ]
  if (split === null) return found
  const splitted = { rows, before: comparedWith(body, accepted, zone), split }
  return [
    ...found,
    ...checkGroups(body.groups, splitted),
    ...checkOther(body.other, body.groups, splitted),
    ...body.series.flatMap((bucket: Answer) =>
      checkSplit(bucket, { listed: body.groups, rows: buckets.get(bucket.bucket) ?? [], split }),
    ),
  ]
}

const calendarDays = ({ first, last }: Days) => daysBetween(first, last, "UTC").length

export const breakdown: Question = async (chance, world) => {
  const scope = scopeOf(chance, world)
  const { zone, tz } = zoneOf(chance, scope.zone)
  const days = daysToCompare(chance, world, zone, 300)
  const filters = filtersOf(chance, 3)
  const { split, words } = splitOf(chance)
  const compared = compareWords(chance)
  const body = await world.ask(
    `${scope.path}/breakdown${search({
      ...{ from: days.first, to: days.last, tz, ...words, ...compared },
      filter: filters.map(({ text }) => text),
    })}`,
  )
  const accepted = scope.rows.filter(acceptedBy(filters))
  const rows = within(accepted, days, zone)
  const splitted = { rows, before: comparedWith(body, accepted, zone), split }
  const { groups, spend, purchase, refund, bonus, count } = body.total
  return [
    ...same("total", { spend, purchase, refund, bonus, count }, wireSums(rows)),
    ...(compared.compare === undefined ? [] : checkCut(body, days, zone)),
    ...same("number of groups", groups, countGroups(splitted)),
    ...checkGroups(body.values, splitted),
    ...checkOther(body.other, body.values, splitted),
  ]
}
