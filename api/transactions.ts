import { createHash } from "node:crypto"
import { Effect, Option, Schema } from "effect"
import { Hono, type MiddlewareHandler } from "hono"
import type { Account } from "#warehouse/domain/account.ts"
import type { Interval } from "#warehouse/domain/calendar.ts"
import type { Filters } from "#warehouse/domain/filters.ts"
import type { LedgerSort } from "#warehouse/domain/ledger-order.ts"
import type { LedgerEntry } from "#warehouse/domain/transaction.ts"
import { type LedgerPage, LedgerReader } from "#warehouse/ledger-reader.ts"
import { answer, run, withMeta } from "./answer.ts"
import type { Transactions } from "./contract.ts"
import { Cursors, cursorRefused, LedgerPlace } from "./cursors.ts"
import { downloadAsked, sendDownload } from "./download.ts"
import type { ApiEnv } from "./environment.ts"
import { exportFileName } from "./export-file-name.ts"
import { printFilters } from "./filters.ts"
import { ledgerPieces } from "./ledger-file.ts"
import { intervalOfInstants } from "./moments.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT, QUERIES, type Query } from "./query-words.ts"
import { readableAccount, scopeOf } from "./scope.ts"
import { wireEntry, wireTotals } from "./wire.ts"

type Words = Query<typeof QUERIES.transactions>

interface Question {
  readonly tz: string
  /** Null for the whole ledger. As it was when the question was first asked. */
  readonly interval: Interval | null
  readonly filters: Filters
  readonly sort: LedgerSort
  /** What a cursor is bound to. */
  readonly digest: string
}

const decodePlace = Schema.decodeUnknownOption(LedgerPlace)
const encodePlace = Schema.encodeSync(LedgerPlace)

const placeOf = Effect.fnUntraced(function* (digest: string, cursor: string) {
  const place = decodePlace((yield* Cursors).open(cursor))
  if (Option.isNone(place) || place.value.question !== digest) return yield* cursorRefused()
  return place.value
})

const rangeText = ({ range, from, to }: Words) =>
  range ?? (from === undefined ? "" : `${from}/${to}`)

const readQuestion = Effect.fnUntraced(function* (account: Account, words: Words) {
  const { filter: filters = [], sort = "-occurred_at" } = words
  const tz = words.tz ?? account.timeZone
  const asked = [account.account, tz, rangeText(words), printFilters(filters), sort]
  const digest = createHash("sha256").update(JSON.stringify(asked)).digest("base64url")
  const place = words.cursor === undefined ? null : yield* placeOf(digest, words.cursor)
  const interval = place === null ? yield* ledgerInterval(account, words) : place.interval
  return { question: { tz, interval, filters, sort, digest } satisfies Question, place }
})

/** Without words for days or instants it is the whole ledger. */
export const ledgerInterval = Effect.fnUntraced(function* (account: Account, words: Words) {
  const instants = intervalOfInstants(words.from, words.to)
  if (instants !== null || rangeText(words) === "") return instants
  return (yield* scopeOf(account, words, "all")).interval
})

const wirePage = (page: LedgerPage, question: Question, seal: (place: unknown) => string) => {
  const at = (direction: "next" | "prev", entry: LedgerEntry | undefined, offset: number) =>
    entry === undefined
      ? null
      : seal(
          encodePlace({
            ...{ list: "ledger", question: question.digest, interval: question.interval },
            ...{ direction, offset, occurredAt: entry.occurredAt, id: entry.id },
            credits: entry.credits,
          }),
        )
  const { entries, offset } = page
  return {
    transactions: entries.map((entry) => wireEntry(entry, question.tz)),
    days: page.days.map(({ day, totals }) => ({ day, ...wireTotals(totals) })),
    next: page.hasNext ? at("next", entries.at(-1), offset + entries.length - 1) : null,
    prev: page.hasPrevious ? at("prev", entries[0], offset) : null,
    offset,
    count: page.totals.count,
    count_is: page.exact ? ("exact" as const) : ("estimate" as const),
    sum: wireTotals(page.totals),
  }
}

/** Words of a page mean nothing for a file that holds everything, in the order of time. */
const PAGE_WORDS = ["sort", "limit", "cursor"] as const
const refusePageWords = (words: Words) => {
  const errors = PAGE_WORDS.filter((name) => words[name] !== undefined).map((name) => ({
    pointer: `/${name}`,
    code: "not_with_download",
    message: "only for a page: a file holds everything, oldest first",
  }))
  return errors.length === 0 ? Effect.void : Effect.fail(fieldsRefused("invalidQuery", errors))
}

const asFile: MiddlewareHandler<ApiEnv, string, { out: { query: Words } }> = async (c, next) => {
  const name = downloadAsked(c)
  if (name === null) return next()
  const words = c.req.valid("query")
  const file = Effect.gen(function* () {
    const account = yield* readableAccount(c.var.credential, c.req.param("account") ?? "")
    yield* refusePageWords(words)
    const { question } = yield* readQuestion(account, words)
    const of = { ...question, account: account.account }
    const pieces = yield* ledgerPieces(of, name)
    return { name, fileName: exportFileName({ ...of, report: "transactions" }), pieces }
  })
  return sendDownload(c, await run(c, file))
}

export const transactions = new Hono<ApiEnv>().get(
  "/:account/transactions",
  query(QUERIES.transactions),
  asFile,
  (c) =>
    answer<Transactions>(
      c,
      Effect.gen(function* () {
        const words = c.req.valid("query")
        const account = yield* readableAccount(c.var.credential, c.req.param("account"))
        const { question, place } = yield* readQuestion(account, words)
        const reader = yield* LedgerReader
        const { seal } = yield* Cursors
        const page = reader.page({
          account: account.account,
          timeZone: question.tz,
          interval: question.interval,
          filters: question.filters,
          sort: question.sort,
          cursor: place,
          limit: Number(words.limit ?? LIMIT_DEFAULT),
        })
        return yield* withMeta(
          question,
          Effect.map(page, (page) => wirePage(page, question, seal)),
        )
      }),
    ),
)
