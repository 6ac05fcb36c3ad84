/** What each report of an export is: the bytes of its file, and what the file holds. */
import { Effect, type Stream } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { netOf, type Totals as Sums } from "#warehouse/domain/transaction.ts"
import type { WarehouseError } from "#warehouse/errors.ts"
import { LedgerDownload, type LedgerDownloadQuery } from "#warehouse/ledger-download.ts"
import { StatementReader } from "#warehouse/statement-reader.ts"
import { withMeta } from "./answer.ts"
import type { Meta, Totals } from "./contract.ts"
import {
  asSent,
  type EXPORT_WORDS,
  type ExportQuestion,
  isLedger,
  wordsOf,
} from "./export-question.ts"
import { columnsOf } from "./ledger-columns.ts"
import { focusPieces, ledgerPieces } from "./ledger-file.ts"
import { emptyTally, tallied } from "./ledger-tally.ts"
import { noSuchAccount } from "./problem.ts"
import { readQuery } from "./query.ts"
import type { Query } from "./query-words.ts"
import { tablePieces } from "./report-file.ts"
import {
  BREAKDOWN_REPORT,
  type ReportTable,
  STATEMENT_REPORT,
  USAGE_REPORT,
} from "./report-table.ts"
import { everyoneReadable, subjectOf } from "./scope.ts"
import { statementOf } from "./statement.ts"
import { ledgerInterval } from "./transactions.ts"
import { usageBreakdown, usageSeries } from "./usage.ts"
import { wireTotals } from "./wire.ts"

/** What a file holds. Balances are null where they do not follow from its rows. */
export interface Holds {
  readonly rows: number
  readonly sums: Totals
  readonly opening: string | null
  readonly closing: string | null
}

export interface Made {
  readonly meta: Pick<Meta, "complete_to" | "tz" | "from" | "to">
  readonly expected: number
  readonly pieces: Stream.Stream<Uint8Array, WarehouseError>
  /** While it is read; 0 until it is known. */
  readonly rowsDone: () => number
  /** Once all pieces were read. Null: what is in the file is not known, since the ledger changed meanwhile. */
  readonly holds: Effect.Effect<Holds | null, WarehouseError>
}

const accountOf = Effect.fnUntraced(function* (name: string | null) {
  const account = name === null ? null : yield* (yield* AccountStore).get(name)
  return account ?? (yield* noSuchAccount())
})

const subjectAsked = Effect.fnUntraced(function* ({ account, accounts }: ExportQuestion) {
  if (account === null) return everyoneReadable({ accounts })
  return subjectOf(yield* accountOf(account))
})

const balanceAfter = (opening: string, sums: Totals): string => {
  const millionths = (text: string) => parseDecimal(text) ?? 0n
  return formatDecimal(
    millionths(opening) +
      millionths(sums.purchase) +
      millionths(sums.refund) +
      millionths(sums.bonus) -
      millionths(sums.spend),
  )
}

interface Summed {
  readonly table: ReportTable
  readonly sums: Totals
  readonly opening: string | null
  readonly meta: Meta
}

const totalsOf = ({ spend, purchase, refund, bonus, count }: Totals): Totals => ({
  spend,
  purchase,
  refund,
  bonus,
  count,
})

const summedBy = {
  usage: Effect.fnUntraced(function* (question: ExportQuestion, words: never) {
    const asked: Query<typeof EXPORT_WORDS.usageOfAll> = words
    const body = yield* usageSeries(yield* subjectAsked(question), asked)
    const opening = (asked.filter ?? []).length > 0 ? null : body.opening_balance
    const sums = totalsOf(body.total)
    return { table: USAGE_REPORT.table(body), sums, opening, meta: body.meta } satisfies Summed
  }),
  breakdown: Effect.fnUntraced(function* (question: ExportQuestion, words: never) {
    const body = yield* usageBreakdown(yield* subjectAsked(question), words)
    const sums = totalsOf(body.total)
    return {
      ...{ table: BREAKDOWN_REPORT.table(body), sums, opening: null },
      meta: body.meta,
    } satisfies Summed
  }),
  statement: Effect.fnUntraced(function* (question: ExportQuestion, words: never) {
    const body = yield* statementOf(yield* subjectAsked(question), words)
    const { spent, purchased, refunded, bonus, count, opening } = body.total
    const sums = { spend: spent, purchase: purchased, refund: refunded, bonus, count }
    return { table: STATEMENT_REPORT.table(body), sums, opening, meta: body.meta } satisfies Summed
  }),
} as const

const wordsAsked = (question: ExportQuestion) =>
  readQuery(wordsOf(question.report, question.account), asSent(question.words))

const summed = (question: ExportQuestion, report: keyof typeof summedBy) =>
  summedBy[report](question, wordsAsked(question) as never)

const ledgerQuery = Effect.fnUntraced(function* (question: ExportQuestion) {
  const words = wordsAsked(question) as Query<typeof EXPORT_WORDS.transactions>
  const account = yield* accountOf(question.account)
  const interval = yield* ledgerInterval(account, words)
  const query: LedgerDownloadQuery = {
    account: account.account,
    interval,
    filters: words.filter ?? [],
    tz: words.tz ?? account.timeZone,
  }
  const name = account.name === "" ? account.account : account.name
  const columns = words.columns === undefined ? undefined : columnsOf(words.columns)
  return { query, name, columns }
})

/** Counted: what a ledger's range holds, and the balance before it. */
const counted = Effect.fnUntraced(function* (query: LedgerDownloadQuery) {
  const { account, interval, filters } = query
  const totals = yield* LedgerDownload.use((download) => download.totals(query))
  if (filters.length > 0) return { totals, opening: null }
  const from = interval?.from ?? 0
  const { balance } = yield* StatementReader.use((reader) => reader.balanceAt([account], from))
  return { totals, opening: balance }
})

const holdsOf = (totals: Sums, opening: bigint | null): Holds => ({
  rows: totals.count,
  sums: wireTotals(totals),
  opening: opening === null ? null : formatDecimal(opening),
  closing: opening === null ? null : formatDecimal(opening + netOf(totals)),
})

const same = (a: Holds, b: Holds) => JSON.stringify(a) === JSON.stringify(b)

/** The rows that pass are tallied, where they say what they are: of others it is known by counting twice. */
const isSeen = ({ report, format }: ExportQuestion) =>
  report === "transactions" && format !== "parquet"

const ledger = Effect.fnUntraced(function* (question: ExportQuestion) {
  const { query, name, columns } = yield* ledgerQuery(question)
  const { meta, ...before } = yield* withMeta(
    { tz: query.tz, interval: query.interval },
    counted(query),
  )
  const tally = emptyTally()
  const pieces =
    question.report === "focus"
      ? yield* focusPieces(query, name, question.format === "csv" ? "csv" : "parquet")
      : yield* ledgerPieces(query, question.format, {
          watch: (sent, rows) => tallied(tally, sent)(rows),
          columns,
        })
  const services = yield* Effect.context<LedgerDownload | StatementReader>()
  // It holds what was there before and is there after it.
  const unseen = Effect.map(counted(query), (after) => {
    const [first, last] = [before, after].map((one) => holdsOf(one.totals, one.opening))
    return first !== undefined && last !== undefined && same(first, last) ? last : null
  })
  const seen = Effect.sync(() =>
    holdsOf(tally.totals, query.filters.length > 0 ? null : (tally.opening ?? before.opening)),
  )
  const made: Made = {
    meta,
    expected: before.totals.count,
    pieces,
    rowsDone: () => tally.rows,
    holds: Effect.provideContext(isSeen(question) ? seen : unseen, services),
  }
  return made
})

const table = Effect.fnUntraced(function* (
  question: ExportQuestion,
  report: keyof typeof summedBy,
) {
  const { table, sums, opening, meta } = yield* summed(question, report)
  const rows = table.rows.length
  const closing = opening === null ? null : balanceAfter(opening, sums)
  const pieces = yield* tablePieces(report, table, question.format)
  const holds = Effect.succeed({ rows, sums, opening, closing })
  const made: Made = { meta, expected: rows, pieces, rowsDone: () => rows, holds }
  return made
})

/** Everything is asked for when this runs: `30d` ends today. */
export const makeReport = (question: ExportQuestion) =>
  isLedger(question.report) ? ledger(question) : table(question, question.report)

/** The sums of the same question, without a file. */
export const sumsNow = Effect.fnUntraced(function* (question: ExportQuestion) {
  if (!isLedger(question.report)) return (yield* summed(question, question.report)).sums
  const { query } = yield* ledgerQuery(question)
  return wireTotals(yield* LedgerDownload.use((download) => download.totals(query)))
})
