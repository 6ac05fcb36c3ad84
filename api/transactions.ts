import { Effect, Option, Schema } from "effect"
import { Hono } from "hono"
import type { Account } from "#warehouse/domain/account.ts"
import type { LedgerEntry } from "#warehouse/domain/transaction.ts"
import { type LedgerPage, LedgerReader } from "#warehouse/ledger-reader.ts"
import { answer, withMeta } from "./answer.ts"
import type { Transactions } from "./contract.ts"
import { Cursors, cursorRefused, LedgerPlace } from "./cursors.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT, QUERIES, type Query } from "./query-words.ts"
import { readableAccount, scopeOf } from "./scope.ts"
import { wireEntry, wireTotals } from "./wire.ts"

type Words = Query<typeof QUERIES.transactions>
/** What a cursor is bound to, with the interval that the question had when it was first asked. */
type Question = Pick<LedgerPlace, "list" | "account" | "words" | "tz" | "interval">

const decodePlace = Schema.decodeUnknownOption(LedgerPlace)

const placeOf = Effect.fnUntraced(function* (account: Account, words: Words, cursor: string) {
  const place = decodePlace((yield* Cursors).open(cursor))
  const same =
    Option.isSome(place) &&
    place.value.account === account.account &&
    place.value.words === rangeText(words) &&
    place.value.tz === (words.tz ?? account.timeZone)
  return same ? place.value : yield* cursorRefused()
})

const rangeText = ({ range, from, to }: Words) =>
  range ?? (from === undefined ? "" : `${from}/${to}`)

const questionOf = Effect.fnUntraced(function* (account: Account, words: Words) {
  const text = rangeText(words)
  const question: Question = {
    list: "ledger",
    account: account.account,
    words: text,
    tz: words.tz ?? account.timeZone,
    // Without words for days it is the whole ledger.
    interval: text === "" ? null : (yield* scopeOf(account, words, "all")).interval,
  }
  return question
})

const wirePage = (page: LedgerPage, question: Question, seal: (place: LedgerPlace) => string) => {
  const at = (direction: LedgerPlace["direction"], entry: LedgerEntry | undefined) =>
    entry === undefined
      ? null
      : seal({ ...question, direction, occurredAt: entry.occurredAt, id: entry.id })
  return {
    transactions: page.entries.map((entry) => wireEntry(entry, question.tz)),
    days: page.days.map(({ day, totals }) => ({ day, ...wireTotals(totals) })),
    next: page.hasOlder ? at("older", page.entries.at(-1)) : null,
    prev: page.hasNewer ? at("newer", page.entries[0]) : null,
    offset: page.offset,
    count: page.totals.count,
    sum: wireTotals(page.totals),
  }
}

export const transactions = new Hono<ApiEnv>().get(
  "/:account/transactions",
  query(QUERIES.transactions),
  (c) =>
    answer<Transactions>(
      c,
      Effect.gen(function* () {
        const words = c.req.valid("query")
        const account = yield* readableAccount(c.var.credential, c.req.param("account"))
        const place =
          words.cursor === undefined ? null : yield* placeOf(account, words, words.cursor)
        const question: Question = place ?? (yield* questionOf(account, words))
        const { tz, interval } = question
        const reader = yield* LedgerReader
        const { seal } = yield* Cursors
        const page = reader.page({
          account: account.account,
          timeZone: tz,
          interval,
          cursor: place,
          limit: Number(words.limit ?? LIMIT_DEFAULT),
        })
        return yield* withMeta(
          { tz, interval },
          Effect.map(page, (page) => wirePage(page, question, seal)),
        )
      }),
    ),
)
