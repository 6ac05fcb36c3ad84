/** Cards, statements, balances, proofs. */

import { balanceOf, decimal, inOrder, sumsOf, wireSums } from "./plain-recount.ts"
import type { Row } from "./rows.ts"
import { GRAINS } from "./usage-questions.ts"
import {
  bucketOf,
  bucketsBetween,
  dayAfter,
  dayStart,
  daysBetween,
  nextPeriod,
  periodStart,
  wallDay,
} from "./wall-calendar.ts"
import {
  type Answer,
  accountPath,
  cutsOf,
  type Days,
  daysOf,
  type Question,
  rowsOf,
  same,
  scopeOf,
  search,
  within,
  withinUntil,
  zoneOf,
} from "./world.ts"

const statementFigures = (rows: ReadonlyArray<Row>) => {
  const { purchase, bonus, refund, spend, count } = sumsOf(rows)
  return {
    purchased: decimal(purchase),
    bonus: decimal(bonus),
    refunded: decimal(refund),
    spent: decimal(spend),
    count,
  }
}

export const statement: Question = async (chance, world) => {
  const scope = scopeOf(chance, world)
  const { zone, tz } = zoneOf(chance, scope.zone)
  const days = daysOf(chance, world, 300)
  const per = scope.account !== null && chance.once(2) ? "period" : undefined
  const anchor = per === undefined ? 1 : (scope.account?.anchor ?? 1)
  const body = await world.ask(
    `${scope.path}/statement${search({ from: days.first, to: days.last, tz, per })}`,
  )
  const wanted: unknown[] = []
  let first = periodStart(days.first, anchor)
  const opening = balanceOf(scope.rows.filter(({ at }) => wallDay(at, zone) < first))
  let balance = opening
  for (; first <= days.last; first = nextPeriod(first, anchor)) {
    const last = dayAfter(nextPeriod(first, anchor), -1)
    const rows = within(scope.rows, { first, last }, zone)
    const before = balance
    balance += balanceOf(rows)
    wanted.push([first, last, decimal(before), statementFigures(rows), decimal(balance)])
  }
  const got = body.statement.map((row: Answer) => [
    row.first_day,
    row.last_day,
    row.opening,
    {
      purchased: row.purchased,
      bonus: row.bonus,
      refunded: row.refunded,
      spent: row.spent,
      count: row.count,
    },
    row.closing,
  ])
  return [
    ...same("statement", got, wanted),
    ...same(
      "from opening to closing",
      [body.total.opening, body.total.closing],
      [decimal(opening), decimal(balance)],
    ),
  ]
}

const HISTORY_DAYS = { hour: 12, day: 90, week: 200, month: 400, quarter: 500 } as const

export const balanceHistory: Question = async (chance, world) => {
  const scope = scopeOf(chance, world)
  const { zone, tz } = zoneOf(chance, scope.zone)
  const grain = chance.pick(GRAINS)
  const days = daysOf(chance, world, HISTORY_DAYS[grain])
  const body = await world.ask(
    `${scope.path}/balance-history${search({ from: days.first, to: days.last, tz, grain })}`,
  )
  const buckets = Map.groupBy(within(scope.rows, days, zone), ({ at }) => bucketOf(at, grain, zone))
  const opening = balanceOf(scope.rows.filter(({ at }) => wallDay(at, zone) < days.first))
  let balance = opening
  const wanted = bucketsBetween(days.first, days.last, grain, zone).map((bucket) => {
    const change = balanceOf(buckets.get(bucket) ?? [])
    balance += change
    return [bucket, decimal(balance), decimal(change), buckets.get(bucket)?.length ?? 0]
  })
  return [
    ...same(
      "balances",
      body.balances.map(({ bucket, balance, change, count }: Answer) => [
        bucket,
        balance,
        change,
        count,
      ]),
      wanted,
    ),
    ...same(
      "from opening to closing",
      [body.opening_balance, body.closing_balance],
      [decimal(opening), decimal(balance)],
    ),
  ]
}

export const balanceAt: Question = async (chance, world) => {
  const { path, rows } = scopeOf(chance, world)
  const near = chance.once(2) && rows.length > 0 ? chance.pick(rows).at + chance.below(3) - 1 : null
  const at = near ?? world.until - chance.below(280 * 86_400_000)
  const asked = chance.once(10) ? undefined : new Date(at).toISOString()
  const body = await world.ask(`${path}/balance${search({ at: asked })}`)
  const before = asked === undefined ? rows : rows.filter((row) => row.at < at)
  return same("balance", [body.balance, body.count], [decimal(balanceOf(before)), before.length])
}

const daysApart = ({ first, last }: Days) => daysBetween(first, last, "UTC").length

export const overview: Question = async (chance, world) => {
  const account = chance.pick(world.accounts)
  const rows = rowsOf(world, account)
  const { zone, tz } = zoneOf(chance, account.zone)
  const body = await world.ask(`${accountPath(account)}/overview${search({ tz })}`)
  const today = wallDay(Date.parse(body.meta.generated_at), zone)
  const first = periodStart(today, account.anchor)
  const used = within(rows, { first, last: today }, zone)
  const { purchase, bonus, refund, spend } = sumsOf(used)
  const opening = balanceOf(rows.filter(({ at }) => wallDay(at, zone) < first))
  const lifetime = sumsOf(rows)
  const ordered = inOrder(rows)
  const instant = (row: Row | undefined) =>
    row === undefined ? null : new Date(row.at).toISOString()
  const before = { first: body.previous.first_day, last: body.previous.last_day }
  const cut = Date.parse(body.previous.to)
  const meets = daysApart(before) === daysApart({ first, last: today })
  const cuts = meets
    ? cutsOf(body.meta.generated_at, before.last, zone)
    : [dayStart(dayAfter(before.last), zone)]
  return [
    ...same(
      "period",
      [body.period.first_day, body.period.last_day, body.period.today],
      [first, dayAfter(nextPeriod(first, account.anchor), -1), today],
    ),
    ...same("balance", body.balance, decimal(balanceOf(rows))),
    ...same("used and refunded", [body.used, body.refunded], [decimal(spend), decimal(refund)]),
    ...same(
      "allowance",
      body.allowance,
      decimal(account.allowance ?? opening + purchase + bonus + refund),
    ),
    ...(cuts.includes(cut) ? [] : same("end of the days before", cut, cuts)),
    ...same(
      "used before",
      body.previous.used,
      decimal(sumsOf(withinUntil(rows, before, { zone, cut })).spend),
    ),
    ...same("lifetime", body.lifetime, {
      spent: decimal(lifetime.spend),
      purchased: decimal(lifetime.purchase),
      refunded: decimal(lifetime.refund),
      bonus: decimal(lifetime.bonus),
      count: lifetime.count,
      first_at: instant(ordered[0]),
      last_at: instant(ordered.at(-1)),
    }),
  ]
}

export const proof: Question = async (chance, world) => {
  const account = chance.pick(world.accounts)
  const rows = rowsOf(world, account)
  const { tz } = zoneOf(chance, account.zone)
  const body = await world.ask(`${accountPath(account)}/proof${search({ tz })}`)
  const sums = { ...wireSums(rows), balance: decimal(balanceOf(rows)) }
  const { days: _, ...daily } = body.daily
  return [
    ...same("shown balance", body.balance, sums.balance),
    ...same("lifetime", body.lifetime, sums),
    ...same("daily", daily, sums),
    ...same("quarter hours", body.quarter_hours, sums),
    ...same("ledger", body.ledger, sums),
    ...same("drift", [body.drift, body.differing, body.more], ["0", [], 0]),
  ]
}
