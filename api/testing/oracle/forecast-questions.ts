/** What is to come, and what a planned operation will cost. */
import { half, LOOKED_AT, type PlainBand, plainBands, WEEKS_DAYS } from "./plain-forecast.ts"
import { balanceOf, compareIds, decimal, measureOf, sumsOf } from "./plain-recount.ts"
import { millionthsOf, OPERATIONS, type Row } from "./rows.ts"
import { dayAfter, daysBetween, nextPeriod, periodStart, wallDay } from "./wall-calendar.ts"
import {
  type Answer,
  accountPath,
  type Question,
  rowsOf,
  same,
  search,
  within,
  zoneOf,
} from "./world.ts"

const AHEAD_MAX = 365

const near = (what: string, got: Answer, wanted: PlainBand | null): ReadonlyArray<string> => {
  if (got === null || wanted === null) return same(what, got, wanted)
  const apart = (["low", "expected", "high"] as const).filter(
    (end) => Math.abs(Number(millionthsOf(got[end])) - wanted[end]) > wanted.off,
  )
  return apart.length === 0 ? [] : same(what, got, wanted)
}

const lessSoFar = (band: PlainBand | null, used: number): PlainBand | null =>
  band && {
    off: band.off,
    low: Math.max(0, band.low - used),
    expected: Math.max(0, band.expected - used),
    high: Math.max(0, band.high - used),
  }
const more = (band: PlainBand | null, used: number): PlainBand | null =>
  band && {
    ...{ low: band.low + used, expected: band.expected + used, high: band.high + used },
    off: band.off,
  }

/** Use of each complete day, oldest first, from the account's first one on, at most a year and eight weeks back. */
const completeDays = (rows: ReadonlyArray<Row>, today: string, zone: string) => {
  const farthest = dayAfter(today, -(LOOKED_AT + WEEKS_DAYS))
  const first = rows.map(({ at }) => wallDay(at, zone)).sort()[0] ?? today
  const byDay = Map.groupBy(rows, ({ at }) => wallDay(at, zone))
  const days: ReadonlyArray<Row>[] = []
  for (let day = first > farthest ? first : farthest; day < today; day = dayAfter(day))
    days.push(byDay.get(day) ?? [])
  return { days, ofToday: byDay.get(today) ?? [] }
}

const drain = (rows: ReadonlyArray<Row>) => measureOf(rows, "spend") - measureOf(rows, "refund")

/** The days of which each end reaches the balance; a band that comes as near as rounding goes says nothing. */
const checkRunOut = (
  got: Answer,
  over: (days: number) => PlainBand | null,
  { balance, today }: { readonly balance: number; readonly today: string },
) => {
  const wanted: Record<string, string | null> = { earliest: null, expected: null, latest: null }
  for (let days = 1; days <= AHEAD_MAX && wanted.latest === null; days++) {
    const band = over(days)
    if (band === null) continue
    const ends = { earliest: band.high, expected: band.expected, latest: band.low }
    for (const [name, use] of Object.entries(ends)) {
      if (Math.abs(use - balance) <= band.off) return []
      if (wanted[name] === null && use >= balance) wanted[name] = dayAfter(today, days - 1)
    }
  }
  return same("run-out", got, { ...wanted, within_days: AHEAD_MAX })
}

export const forecast: Question = async (chance, world) => {
  const account = chance.pick(world.accounts)
  const rows = rowsOf(world, account)
  const { zone, tz } = zoneOf(chance, account.zone)
  const body = await world.ask(`${accountPath(account)}/forecast${search({ tz })}`)
  const today = wallDay(Date.parse(body.meta.generated_at), zone)
  const first = periodStart(today, account.anchor)
  const last = dayAfter(nextPeriod(first, account.anchor), -1)
  const left = daysBetween(today, last, "UTC").length
  const used = sumsOf(within(rows, { first, last: today }, zone)).spend
  const { days, ofToday } = completeDays(rows, today, zone)
  const spent = plainBands(days.map((day) => measureOf(day, "spend")))
  const drained = plainBands(days.map(drain))
  const [week, toCome] = [spent(7), spent(left)]
  const told = week !== null && toCome !== null
  const rest = told ? lessSoFar(toCome, Number(measureOf(ofToday, "spend"))) : null
  const balance = Number(balanceOf(rows) + drain(ofToday))
  const otherwise = days.length < WEEKS_DAYS ? "not_enough_history" : "no_recent_use"
  const perDay = week && { low: 0, expected: week.expected / 7, high: 0, off: week.off }
  return [
    ...same(
      "state",
      [body.status, body.history, body.balance, body.estimate],
      [
        told ? "ok" : otherwise,
        { days: days.length, needed: WEEKS_DAYS },
        decimal(balanceOf(rows)),
        null,
      ],
    ),
    ...same(
      "period",
      [body.period.first_day, body.period.last_day, body.period.days_left, body.period.used],
      [first, last, left, decimal(used)],
    ),
    ...near("rest", body.period.rest, rest),
    ...near("total", body.period.total, more(rest, Number(used))),
    ...near(
      "a day",
      body.expected_per_day && { low: "0", expected: body.expected_per_day, high: "0" },
      told ? perDay : null,
    ),
    ...(told
      ? checkRunOut(body.run_out, drained, { balance, today })
      : same("run-out", body.run_out, null)),
  ]
}

const ONE = 1_000_000n

export const estimate: Question = async (chance, world) => {
  const account = chance.pick(world.accounts)
  const rows = rowsOf(world, account)
  const operation = chance.pick(OPERATIONS)
  const quantity = decimal(BigInt(1 + chance.below(1_000)) * chance.pick([1n, 333_333n, ONE]))
  const body = await world.ask(`${accountPath(account)}/forecast${search({ operation, quantity })}`)
  const newestFirst = rows
    .filter((row) => row.type === "spend" && row.operation === operation)
    .sort((a, b) => b.at - a.at || compareIds(b, a))
    .slice(0, 1_000)
  const counted = newestFirst.filter((row) => row.quantity !== null)
  const unit = counted[0]?.unit ?? ""
  const priced = counted.length === 0 ? newestFirst : counted.filter((row) => row.unit === unit)
  if (priced.length === 0) return same("estimate", body.estimate, null)
  const amount = (row: Row) => row.quantity ?? ONE
  const price = (row: Row) => Number(row.credits) / Number(amount(row))
  const sorted = priced.toSorted((a, b) => price(a) - price(b))
  const tenth = Math.floor(sorted.length / 10)
  const planned = millionthsOf(quantity)
  const costOf = (some: ReadonlyArray<Row | undefined>) => {
    const known = some.flatMap((row) => row ?? [])
    const credits = known.reduce((sum, row) => sum + row.credits, 0n)
    const amounts = known.reduce((sum, row) => sum + amount(row), 0n)
    return half(planned * credits, amounts)
  }
  const low = costOf([sorted[tenth]])
  const high = costOf([sorted[sorted.length - 1 - tenth]])
  const balance = balanceOf(rows)
  return same("estimate", body.estimate, {
    ...{ operation, quantity: decimal(planned), basis: counted.length === 0 ? "entry" : "unit" },
    ...{ unit: unit === "" ? null : unit, entries: priced.length },
    credits: { low: decimal(low), expected: decimal(costOf(priced)), high: decimal(high) },
    covered: balance >= high ? "yes" : balance >= low ? "maybe" : "no",
  })
}
