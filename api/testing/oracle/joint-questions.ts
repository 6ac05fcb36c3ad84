/** The transactions of all accounts in one list. */
import { acceptedBy, filtersOf, type RowFilter } from "./filter-rows.ts"
import { compareIds, decimal, wireSums } from "./plain-recount.ts"
import type { Row } from "./rows.ts"
import { wallDay } from "./wall-calendar.ts"
import { type Answer, type Question, same, search, stretchOf, zoneOf } from "./world.ts"

const compareAccounts = (a: Row, b: Row) =>
  Buffer.compare(Buffer.from(a.account), Buffer.from(b.account))
const byTime = (a: Row, b: Row) => a.at - b.at || compareAccounts(a, b) || compareIds(a, b)

const sorted = (rows: ReadonlyArray<Row>, sort: string) => {
  const order = [...rows].sort((a, b) =>
    sort.endsWith("credits") && a.delta !== b.delta ? (a.delta < b.delta ? -1 : 1) : byTime(a, b),
  )
  return sort.startsWith("-") ? order.reverse() : order
}

const shownOf = (rows: ReadonlyArray<Row>, zone: string) =>
  rows.map((row) => [row.account, row.id, decimal(row.delta), wallDay(row.at, zone)])

const PAGES_MAX = 3

export const jointPages: Question = async (chance, world) => {
  const { zone, tz } = zoneOf(chance, "UTC")
  const { words, rows } = stretchOf(chance, world, world.rows, zone)
  const some = chance.some(world.accounts, 4).map(({ account }) => account)
  const byAccount: RowFilter = {
    text: `account:is:${some.join(",")}`,
    accepts: ({ account }) => some.includes(account),
  }
  const filters = [...filtersOf(chance, 2), ...(chance.once(3) ? [byAccount] : [])]
  const sort = chance.pick(["-occurred_at", "occurred_at", "-credits", "credits"])
  const limit = chance.pick([1, 3, 10, 50, 500])
  const expected = sorted(rows.filter(acceptedBy(filters)), sort)
  const asked = {
    ...words,
    tz,
    sort: chance.once(2) && sort === "-occurred_at" ? undefined : sort,
    limit: String(limit),
    filter: filters.map(({ text }) => text),
  }
  const ask = (cursor?: string) => world.ask(`/v1/transactions${search({ ...asked, cursor })}`)
  const check = (page: Answer, from: number) => {
    const shown = expected.slice(from, from + limit)
    return [
      ...same(
        `entries from ${from}`,
        page.transactions.map((one: Answer) => [one.account, one.id, one.credits, one.day]),
        shownOf(shown, zone),
      ),
      ...same("offset", page.offset, shown.length === 0 ? page.offset : from),
      ...same("sum", [page.count, page.sum], [expected.length, wireSums(expected)]),
      ...same("whether it goes on", page.next !== null, from + limit < expected.length),
    ]
  }
  let page = await ask()
  const found = [...check(page, 0)]
  for (let n = 1; n < PAGES_MAX && page.next !== null && found.length === 0; n++) {
    const before: Answer = page
    page = await ask(page.next)
    found.push(...check(page, n * limit))
    const back = await ask(page.prev)
    found.push(...same("the page before", back.transactions, before.transactions))
  }
  return found
}
