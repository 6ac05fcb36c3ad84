/** How many rows each report would have, asked before any file is made. */
import type { Accessor } from "solid-js"
import type { ReportName, Transaction } from "#api/contract.ts"
import { named, read, v1 } from "./api-call.ts"
import { createRead, type Read } from "./create-read.ts"
import { type ExportScope, questionWords, reportsOf } from "./export-request.ts"

export interface ExportSize {
  readonly rows: number
  /** False where rows are estimated. */
  readonly isExact: boolean
  /** Of entries, to reckon their length by. */
  readonly sample: ReadonlyArray<Transaction>
}

const SAMPLE = 50

const exactly = (rows: number): ExportSize => ({ rows, isExact: true, sample: [] })

type Asked = readonly [scope: ExportScope, signal: AbortSignal]

const queryOf = ([scope, signal]: Asked, report: ReportName) => {
  const { account: _, ...query } = questionWords(scope, report)
  return { query, init: { init: { signal } } }
}

const asks = {
  transactions: async (...asked: Asked): Promise<ExportSize> => {
    const { query, init } = queryOf(asked, "transactions")
    const { count, count_is, transactions } = await read(
      v1().accounts[":account"].transactions.$get(
        { param: named(asked[0].account ?? ""), query: { ...query, limit: String(SAMPLE) } },
        init,
      ),
    )
    return { rows: count, isExact: count_is === "exact", sample: transactions }
  },
  usage: async (...asked: Asked): Promise<ExportSize> => {
    const { query, init } = queryOf(asked, "usage")
    const { account } = asked[0]
    const usage =
      account === null
        ? read(v1().usage.$get({ query: query as object }, init))
        : read(
            v1().accounts[":account"].usage.$get(
              { param: named(account), query: query as object },
              init,
            ),
          )
    return exactly((await usage).series.length)
  },
  breakdown: async (...asked: Asked): Promise<ExportSize> => {
    const { query, init } = queryOf(asked, "breakdown")
    const { account } = asked[0]
    const breakdown =
      account === null
        ? read(v1().breakdown.$get({ query: query as object }, init))
        : read(
            v1().accounts[":account"].breakdown.$get(
              { param: named(account), query: query as object },
              init,
            ),
          )
    const { values, other } = await breakdown
    return exactly(values.length + (other === null ? 0 : 1))
  },
  statement: async (...asked: Asked): Promise<ExportSize> => {
    const { query, init } = queryOf(asked, "statement")
    const { account } = asked[0]
    const statement =
      account === null
        ? read(v1().statement.$get({ query: query as object }, init))
        : read(
            v1().accounts[":account"].statement.$get(
              { param: named(account), query: query as object },
              init,
            ),
          )
    return exactly((await statement).statement.length)
  },
}

type Counted = keyof typeof asks
/** FOCUS records are the entries, in other columns. */
const countedAs = (report: ReportName): Counted => (report === "focus" ? "transactions" : report)

export const createExportSizes = (scope: Accessor<ExportScope | undefined>) => {
  const readOf = (counted: Counted): Read<ExportSize> =>
    createRead(() => {
      const known = scope()
      return known === undefined || !reportsOf(known.account).includes(counted) ? undefined : known
    }, asks[counted])
  const reads = {
    transactions: readOf("transactions"),
    usage: readOf("usage"),
    breakdown: readOf("breakdown"),
    statement: readOf("statement"),
  }
  return (report: ReportName): Read<ExportSize> => reads[countedAs(report)]
}
