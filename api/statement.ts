/** Statements, balance histories, and the balance at an instant. */
import { Effect } from "effect"
import { Hono } from "hono"
import { bucketsOf, type Grain } from "#warehouse/domain/buckets.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import {
  type StatementRow,
  type StatementSpan,
  statementRows,
  statementSpans,
} from "#warehouse/domain/statement.ts"
import { addTotals, NO_TOTALS, netOf, type Totals } from "#warehouse/domain/transaction.ts"
import { readInstant } from "#warehouse/domain/usage-event-rules.ts"
import { StatementReader } from "#warehouse/statement-reader.ts"
import { answer } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import type { Query } from "./query-words.ts"
import { reportFile } from "./report-file.ts"
import { STATEMENT_REPORT } from "./report-table.ts"
import {
  checkBuckets,
  everyoneReadable,
  readableAccount,
  type Subject,
  subjectOf,
  subjectScopeOf,
} from "./scope.ts"
import type { Balance, BalanceHistory, BalanceOfAll, Statement } from "./usage-contract.ts"
import { withSource } from "./usage-question.ts"
import { USAGE_QUERIES } from "./usage-words.ts"
import { orNull } from "./wire.ts"

const wireRow = ({
  opening,
  totals,
  closing,
}: {
  readonly opening: bigint
  readonly totals: Totals
  readonly closing: bigint
}) => ({
  opening: formatDecimal(opening),
  purchased: formatDecimal(totals.purchase),
  bonus: formatDecimal(totals.bonus),
  refunded: formatDecimal(totals.refund),
  spent: formatDecimal(totals.spend),
  closing: formatDecimal(closing),
  count: totals.count,
})

const wireStatement = (per: StatementSpan, rows: ReadonlyArray<StatementRow>, opening: bigint) => ({
  per,
  first_day: rows[0]?.firstDay ?? "",
  last_day: rows.at(-1)?.lastDay ?? "",
  statement: rows.map((row) => ({
    bucket: per === "month" ? row.firstDay.slice(0, 7) : row.firstDay,
    first_day: row.firstDay,
    last_day: row.lastDay,
    from: formatInstant(row.from),
    to: formatInstant(row.to),
    ...wireRow(row),
    complete: row.complete,
  })),
  total: wireRow({
    opening,
    totals: rows.reduce((sum, { totals }) => addTotals(sum, totals), NO_TOTALS),
    closing: rows.at(-1)?.closing ?? opening,
  }),
})

export const statementOf = Effect.fnUntraced(function* (
  subject: Subject,
  words: Query<typeof USAGE_QUERIES.statement>,
) {
  const per = words.per ?? "month"
  const asked = yield* subjectScopeOf(subject, words, "12m")
  yield* checkBuckets("month", asked)
  const { periodAnchorDay } = subject
  const spans = statementSpans(per, asked.days, { timeZone: asked.tz, periodAnchorDay })
  const reader = yield* StatementReader
  const figures = Effect.map(reader.spans(subject.accounts, spans), (sums) => ({
    body: wireStatement(
      per,
      statementRows(sums.openingBalance, sums.spans, asked.now),
      sums.openingBalance,
    ),
    from: { sources: sums.sources, ledgerRows: null },
  }))
  const [first, last] = [spans[0], spans.at(-1)]
  const interval =
    first === undefined || last === undefined ? null : { from: first.from, to: last.to }
  const body: Statement = yield* withSource({ tz: asked.tz, interval }, figures)
  return body
})

const historyOf = Effect.fnUntraced(function* (
  subject: Subject,
  words: Query<typeof USAGE_QUERIES.balanceHistory>,
) {
  const scope = yield* subjectScopeOf(subject, words, "30d")
  const grain: Grain = words.grain ?? "day"
  yield* checkBuckets(grain, scope)
  const buckets = bucketsOf(grain, scope.days, scope.tz)
  const reader = yield* StatementReader
  const figures = Effect.map(reader.spans(subject.accounts, buckets), (sums) => {
    let balance = sums.openingBalance
    const balances = sums.spans.map(({ key, from, to, totals }) => {
      balance += netOf(totals)
      return {
        bucket: key,
        from: formatInstant(from),
        to: formatInstant(to),
        balance: formatDecimal(balance),
        change: formatDecimal(netOf(totals)),
        count: totals.count,
        complete: to <= scope.now,
      }
    })
    const body = {
      grain,
      first_day: scope.days.first,
      last_day: scope.days.last,
      opening_balance: formatDecimal(sums.openingBalance),
      balances,
      closing_balance: formatDecimal(balance),
    }
    return { body, from: { sources: sums.sources, ledgerRows: null } }
  })
  const body: BalanceHistory = yield* withSource(scope, figures)
  return body
})

const balanceOf = Effect.fnUntraced(function* (
  { accounts, timeZone: tz }: Subject,
  words: Query<typeof USAGE_QUERIES.balance>,
) {
  const read = words.at === undefined ? null : readInstant(words.at)
  const at = typeof read === "number" ? read : null
  const reader = yield* StatementReader
  const figures = Effect.map(reader.balanceAt(accounts, at), ({ balance, count, sources }) => ({
    body: { at: orNull(at, formatInstant), balance: formatDecimal(balance), count },
    from: { sources, ledgerRows: null },
  }))
  const body: BalanceOfAll = yield* withSource({ tz, interval: null }, figures)
  return body
})

export const statement = new Hono<ApiEnv>()
  .get(
    "/:account/statement",
    query(USAGE_QUERIES.statement),
    reportFile(STATEMENT_REPORT, statementOf),
    (c) =>
      answer<Statement>(
        c,
        Effect.flatMap(readableAccount(c.var.credential, c.req.param("account")), (account) =>
          statementOf(subjectOf(account), c.req.valid("query")),
        ),
      ),
  )
  .get("/:account/balance-history", query(USAGE_QUERIES.balanceHistory), (c) =>
    answer<BalanceHistory>(
      c,
      Effect.flatMap(readableAccount(c.var.credential, c.req.param("account")), (account) =>
        historyOf(subjectOf(account), c.req.valid("query")),
      ),
    ),
  )
  .get("/:account/balance", query(USAGE_QUERIES.balance), (c) =>
    answer<Balance>(
      c,
      Effect.flatMap(readableAccount(c.var.credential, c.req.param("account")), (account) =>
        Effect.map(balanceOf(subjectOf(account), c.req.valid("query")), (balance) => ({
          account: account.account,
          ...balance,
        })),
      ),
    ),
  )

export const statementOfAll = new Hono<ApiEnv>()
  .get(
    "/statement",
    query(USAGE_QUERIES.statementOfAll),
    reportFile(STATEMENT_REPORT, statementOf),
    (c) =>
      answer<Statement>(c, statementOf(everyoneReadable(c.var.credential), c.req.valid("query"))),
  )
  .get("/balance-history", query(USAGE_QUERIES.balanceHistory), (c) =>
    answer<BalanceHistory>(c, historyOf(everyoneReadable(c.var.credential), c.req.valid("query"))),
  )
  .get("/balance", query(USAGE_QUERIES.balance), (c) =>
    answer<BalanceOfAll>(c, balanceOf(everyoneReadable(c.var.credential), c.req.valid("query"))),
  )
