/** The statement's rows: months, with years before this one folded, and whether each adds up. */
import type { Proof, Statement } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"

export type StatementRow = Statement["statement"][number]

export const sums = ["purchased", "bonus", "refunded", "spent"] as const

export type Sums = Pick<
  StatementRow,
  "opening" | "purchased" | "bonus" | "refunded" | "spent" | "closing" | "count"
>

const value = (decimal: string): bigint => parseDecimal(decimal) ?? 0n

/** Opening + additions − spent is closing, to the last decimal. */
export const addsUp = (row: Sums): boolean =>
  value(row.opening) +
    value(row.purchased) +
    value(row.bonus) +
    value(row.refunded) -
    value(row.spent) ===
  value(row.closing)

export const addedIn = (row: Sums): string =>
  formatDecimal(value(row.purchased) + value(row.bonus) + value(row.refunded))

/** Each row opens with what the one before closed with. */
export const joinsUp = (rows: ReadonlyArray<Sums>): boolean =>
  rows.every((row, i) => i === 0 || rows[i - 1]?.closing === row.opening)

export interface StatementYear extends Sums {
  readonly year: string
  readonly months: ReadonlyArray<StatementRow>
}

/** Newest first: this year's months, then each year before as one row of its months. */
export const foldYears = (
  statement: Statement,
): {
  readonly months: ReadonlyArray<StatementRow>
  readonly years: ReadonlyArray<StatementYear>
} => {
  const newest = statement.statement.at(-1)?.bucket.slice(0, 4)
  const byYear = Map.groupBy(statement.statement, ({ bucket }) => bucket.slice(0, 4))
  const years = [...byYear]
    .filter(([year]) => year !== newest)
    .map(([year, months]) => ({ year, ...summed(months), months: months.toReversed() }))
  return { months: (byYear.get(newest ?? "") ?? []).toReversed(), years: years.reverse() }
}

const summed = (months: ReadonlyArray<StatementRow>): Sums => {
  const sum = (name: (typeof sums)[number]) =>
    formatDecimal(months.reduce((total, month) => total + value(month[name]), 0n))
  return {
    opening: months[0]?.opening ?? "0",
    purchased: sum("purchased"),
    bonus: sum("bonus"),
    refunded: sum("refunded"),
    spent: sum("spent"),
    closing: months.at(-1)?.closing ?? "0",
    count: months.reduce((total, { count }) => total + count, 0),
  }
}

export const proofSums = ["lifetime", "daily", "quarter_hours", "ledger"] as const

/** Every sum is the balance that is shown, and no stored sum differs from its recount. */
export const proofHolds = (proof: Proof): boolean =>
  proofSums.every((name) => proof[name].balance === proof.balance) &&
  proof.differing.length + proof.more === 0
