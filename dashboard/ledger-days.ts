/** A page of the ledger as days with their sums: what table and list both draw. */
import type { Transaction, Transactions } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import type { Day } from "./days.ts"
import { longDate } from "./format-date.ts"
import { credits, signedCredits } from "./format-number.ts"
import { m } from "./messages.ts"

/** Without a title where rows are not in the order of time, so that days would not stand together. */
export interface LedgerDay<Row> {
  readonly day: Day
  readonly title: string
  /** `−612 spent · +5,148 added`, of the whole day, also where the page shows a part of it. */
  readonly sums: string
  readonly rows: ReadonlyArray<Row>
}

export interface LedgerOrder {
  readonly today: Day
  /** Whether rows are in the order of time. */
  readonly byDay: boolean
  readonly filtered: boolean
}

export const ledgerDays = <Row>(
  page: Transactions,
  rows: ReadonlyArray<{ readonly row: Row; readonly transaction: Transaction }>,
  { today, byDay, filtered }: LedgerOrder,
): ReadonlyArray<LedgerDay<Row>> => {
  if (!byDay) return [{ day: today, title: "", sums: "", rows: rows.map(({ row }) => row) }]
  const days = new Map<Day, Row[]>()
  for (const { row, transaction } of rows) {
    const known = days.get(transaction.day)
    if (known === undefined) days.set(transaction.day, [row])
    else known.push(row)
  }
  const sumsOf = (day: Day) => {
    const sums = page.days.find((known) => known.day === day)
    const text = sums === undefined ? "" : sumsText(sums)
    // Fewer entries are shown than these sums are about.
    return filtered && text !== "" ? m().ledger.wholeDay(text) : text
  }
  return [...days].map(([day, dayRows]) => ({
    day,
    title: day === today ? m().ledger.today(longDate(day, today)) : longDate(day, today),
    sums: sumsOf(day),
    rows: dayRows,
  }))
}

/** `−612 spent · +5,148 added`. */
export const sumsText = (sums: Transactions["sum"]): string => {
  const added = (["purchase", "refund", "bonus"] as const).reduce(
    (sum, type) => sum + (parseDecimal(sums[type]) ?? 0n),
    0n,
  )
  const parts: string[] = []
  if (sums.spend !== "0") parts.push(m().ledger.spentOf(credits(sums.spend)))
  if (added !== 0n) parts.push(m().ledger.addedOf(signedCredits(formatDecimal(added))))
  return parts.join(" · ")
}
