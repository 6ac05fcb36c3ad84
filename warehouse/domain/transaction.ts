/** One movement of credits on one account: the only kind of fact there is. */
import type { TransactionType } from "./transaction-type.ts"

/** Where a transaction's category or description came from. */
export const TEXT_SOURCES = ["event", "catalog", "default"] as const
export type TextSource = (typeof TEXT_SOURCES)[number]

/** `credits` as stored are positive; the sign follows from the type. */
export const signed = (type: TransactionType, credits: bigint): bigint =>
  type === "spend" ? -credits : credits

/** Sums of positive millionths per type, and how many transactions they are made of. */
export interface Totals {
  readonly spend: bigint
  readonly purchase: bigint
  readonly refund: bigint
  readonly bonus: bigint
  readonly count: number
}

export const NO_TOTALS: Totals = { spend: 0n, purchase: 0n, refund: 0n, bonus: 0n, count: 0 }

export const addTotals = (a: Totals, b: Totals): Totals => ({
  spend: a.spend + b.spend,
  purchase: a.purchase + b.purchase,
  refund: a.refund + b.refund,
  bonus: a.bonus + b.bonus,
  count: a.count + b.count,
})

/** What the balance gains from these totals. */
export const netOf = (totals: Totals): bigint =>
  totals.purchase + totals.refund + totals.bonus - totals.spend

export interface CatalogEntry {
  readonly operation: string
  readonly category: string
  readonly description: string
}
export type OperationCatalog = ReadonlyMap<string, CatalogEntry>

/**
 * What an operation's category and description are, and where they come from, when an event does not
 * say: the catalog's, else "Other" and the operation itself.
 */
export const settleTexts = (operation: string, catalog: OperationCatalog) => {
  const entry = catalog.get(operation)
  return {
    category: settle(entry?.category, "Other"),
    description: settle(entry?.description, operation),
  }
}

const settle = (cataloged: string | undefined, otherwise: string): readonly [string, TextSource] =>
  cataloged === undefined || cataloged === "" ? [otherwise, "default"] : [cataloged, "catalog"]

/** A stored transaction. Credits are signed. */
export interface LedgerFacts {
  readonly id: string
  readonly type: TransactionType
  readonly operation: string
  readonly description: string
  readonly category: string
  readonly credits: bigint
  readonly occurredAt: number
  readonly quantity: bigint | null
  readonly unit: string | null
  readonly reference: string | null
  readonly refersTo: string | null
  readonly amount: bigint | null
  readonly currency: string | null
  readonly actor: string | null
  readonly properties: Readonly<Record<string, string>>
}

/** As a page of its account's ledger shows it. */
export interface LedgerEntry extends LedgerFacts {
  readonly balanceAfter: bigint
}
