/** A page of the ledger as days with their sums: what table and list both draw. */
import type { Transaction, Transactions } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import type { Day } from "./days.ts"
import { longDate } from "./format-date.ts"
import { credits, signedCredits } from "./format-number.ts"
import { m } from "./messages.ts"

export interface LedgerDay<Row> {
  readonly day: Day
  readonly title: string
  /** `−612 spent · +5,148 added`, of the whole day, also where the page shows a part of it. */
  readonly sums: string
  readonly rows: ReadonlyArray<Row>
}

export const ledgerDays = <Row>(
  page: Transactions,
  rows: ReadonlyArray<{ readonly row: Row; readonly transaction: Transaction }>,
  today: Day,
): ReadonlyArray<LedgerDay<Row>> => {
  const days = new Map<Day, Row[]>()
  for (const { row, transaction } of rows) {
    const known = days.get(transaction.day)
    if (known === undefined) days.set(transaction.day, [row])
    else known.push(row)
  }
  return [...days].map(([day, dayRows]) => ({
    day,
    title: day === today ? m().ledger.today(longDate(day, today)) : longDate(day, today),
    sums: sumsOf(page.days.find((sums) => sums.day === day)),
    rows: dayRows,
  }))
}

const sumsOf = (sums: Transactions["days"][number] | undefined): string => {
  if (sums === undefined) return ""
  const added = (["purchase", "refund", "bonus"] as const).reduce(
    (sum, type) => sum + (parseDecimal(sums[type]) ?? 0n),
    0n,
  )
  const parts: string[] = []
  if (sums.spend !== "0") parts.push(m().ledger.spentOf(credits(sums.spend)))
  if (added !== 0n) parts.push(m().ledger.addedOf(signedCredits(formatDecimal(added))))
  return parts.join(" · ")
}
