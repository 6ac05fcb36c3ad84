/** Lists of transactions, one of them, lists of accounts. */
import { acceptedBy, filtersOf } from "./filter-rows.ts"
import {
  balanceOf,
  balancesAfter,
  compareIds,
  decimal,
  inOrder,
  wireSums,
} from "./plain-recount.ts"
import { ACTORS, type Row } from "./rows.ts"
import { wallDay } from "./wall-calendar.ts"
import {
  type Answer,
  accountPath,
  type Question,
  rowsOf,
  same,
  search,
  stretchOf,
  zoneOf,
} from "./world.ts"

const SORTS = {
  occurred_at: (a: Row, b: Row) => a.at - b.at || compareIds(a, b),
  credits: (a: Row, b: Row) =>
    a.delta === b.delta ? a.at - b.at || compareIds(a, b) : a.delta < b.delta ? -1 : 1,
}

const sorted = (rows: ReadonlyArray<Row>, sort: string) => {
  const order = [...rows].sort(SORTS[sort.replace("-", "") as keyof typeof SORTS])
  return sort.startsWith("-") ? order.reverse() : order
}

const PAGES_MAX = 3

export const ledgerPages: Question = async (chance, world) => {
  const account = chance.pick(world.accounts)
  const all = rowsOf(world, account)
  const { zone, tz } = zoneOf(chance, account.zone)
  const { words, rows } = stretchOf(chance, world, all, zone)
  const filters = filtersOf(chance, 3)
  const sort = chance.pick(["-occurred_at", "occurred_at", "-credits", "credits"])
  const limit = chance.pick([1, 3, 10, 50, 500])
  const expected = sorted(rows.filter(acceptedBy(filters)), sort)
  const balances = balancesAfter(all)
  const asked = {
    ...words,
    tz,
    sort: chance.once(2) && sort === "-occurred_at" ? undefined : sort,
    limit: String(limit),
    filter: filters.map(({ text }) => text),
  }
  const ask = (cursor?: string) =>
    world.ask(`${accountPath(account)}/transactions${search({ ...asked, cursor })}`)
  const check = (page: Answer, from: number) => {
    const shown = expected.slice(from, from + limit)
    const days = new Map(
      page.days.map(({ day, ...sums }: { day: string }) => [day, JSON.stringify(sums)]),
    )
    return [
      ...same(
        `entries from ${from}`,
        page.transactions.map((one: Answer) => [one.id, one.credits, one.balance_after, one.day]),
        shown.map((row) => [
          row.id,
          decimal(row.delta),
          decimal(balances.get(row) ?? 0n),
          wallDay(row.at, zone),
        ]),
      ),
      ...same("offset", page.offset, shown.length === 0 ? page.offset : from),
      ...same("count", [page.count, page.count_is], [expected.length, "exact"]),
      ...same("sum", page.sum, wireSums(expected)),
      ...same("whether it goes on", page.next !== null, from + limit < expected.length),
      ...shown.flatMap(({ at }) => {
        const day = wallDay(at, zone)
        const whole = wireSums(all.filter((row) => wallDay(row.at, zone) === day))
        return same(`sums of ${day}`, days.get(day), JSON.stringify(whole))
      }),
    ]
  }
  const first = await ask()
  const found = [...check(first, 0)]
  let page = first
  for (let n = 1; n < PAGES_MAX && page.next !== null && found.length === 0; n++) {
    const before: Answer = page
    page = await ask(page.next)
    found.push(...check(page, n * limit))
    const back = await ask(page.prev)
    found.push(...same("the page before", back.transactions, before.transactions))
  }
  return found
}

export const oneTransaction: Question = async (chance, world) => {
  const row = chance.pick(world.rows)
  const account = world.accounts.find((one) => one.account === row.account)
  if (account === undefined) return []
  const { zone, tz } = zoneOf(chance, account.zone)
  const body = await world.ask(
    `${accountPath(account)}/transactions/${encodeURIComponent(row.id)}${search({ tz })}`,
  )
  const { id, type, operation, category, description, credits, balance_after, occurred_at, day } =
    body.transaction
  const balances = balancesAfter(rowsOf(world, account))
  return [
    ...same(
      "transaction",
      { id, type, operation, category, description, credits, balance_after, occurred_at, day },
      {
        ...{ id: row.id, type: row.type, operation: row.operation, category: row.category },
        description: row.description,
        credits: decimal(row.delta),
        balance_after: decimal(balances.get(row) ?? 0n),
        occurred_at: new Date(row.at).toISOString(),
        day: wallDay(row.at, zone),
      },
    ),
    ...same(
      "who and what for",
      [body.transaction.actor, body.transaction.properties],
      [row.actor === ACTORS[0] ? null : row.actor, row.properties],
    ),
  ]
}

export const accountList: Question = async (chance, world) => {
  const limit = 1 + chance.below(5)
  const q = chance.once(2) ? undefined : chance.pick(["ö", "3", "/", "nothing like it"])
  const expected = world.accounts
    .filter(({ account }) => q === undefined || account.includes(q))
    .sort((a, b) => Buffer.compare(Buffer.from(a.account), Buffer.from(b.account)))
  const shown: Answer[] = []
  let cursor: string | undefined
  do {
    const page = await world.ask(`/v1/accounts${search({ q, limit: String(limit), cursor })}`)
    shown.push(...page.accounts)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return same(
    "accounts",
    shown.map(({ account, time_zone, balance, last_activity }) => [
      account,
      time_zone,
      balance,
      last_activity,
    ]),
    expected.map((account) => {
      const rows = inOrder(rowsOf(world, account))
      const last = rows.at(-1)
      return [
        account.account,
        account.zone,
        decimal(balanceOf(rows)),
        last === undefined ? null : new Date(last.at).toISOString(),
      ]
    }),
  )
}
