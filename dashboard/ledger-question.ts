/** What the ledger asks for, as the address says it. */
import type { Transactions } from "#api/contract.ts"
import type { RangeScope } from "./client.ts"
import { count, roughCount } from "./format-number.ts"
import { m } from "./messages.ts"
import type { LedgerPage, Sort, UrlState } from "./url-state.ts"

export interface LedgerQuestion extends RangeScope {
  readonly sort: Sort
  readonly limit: number
  readonly page?: LedgerPage
}

export const ledgerQuestion = (scope: RangeScope, state: UrlState): LedgerQuestion => {
  const { day, page, size, sort } = state
  const range = day === undefined ? scope.range : { first: day, last: day }
  return { ...scope, range, sort, limit: size, ...(page === undefined ? {} : { page }) }
}

/** `26–50 of 1,284`. */
export const pageSpan = ({ offset, transactions, count: all }: Transactions): string =>
  m().ledger.span(
    count(offset + 1),
    count(offset + transactions.length),
    roughCount(all, m().common.about),
  )
