/** One movement of credits on one account: the only kind of fact there is. */
import type { TransactionType } from "./transaction-type.ts"
import type { UsageEvent } from "./usage-event.ts"

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

/** A usage event with its category and description settled, ready to be stored. */
export interface Transaction {
  readonly event: UsageEvent
  readonly category: string
  readonly categorySource: TextSource
  readonly description: string
  readonly descriptionSource: TextSource
}

/** Category: the event's, else the catalog's, else "Other". Description: the event's, else the catalog's, else the operation. */
export const toTransaction = (event: UsageEvent, catalog: OperationCatalog): Transaction => {
  const entry = catalog.get(event.operation)
  const [category, categorySource] = settle(event.category, entry?.category, "Other")
  const [description, descriptionSource] = settle(
    event.description,
    entry?.description,
    event.operation,
  )
  return { event, category, categorySource, description, descriptionSource }
}

const settle = (
  sent: string | undefined,
  cataloged: string | undefined,
  otherwise: string,
): readonly [string, TextSource] => {
  if (sent !== undefined) return [sent, "event"]
  if (cataloged !== undefined && cataloged !== "") return [cataloged, "catalog"]
  return [otherwise, "default"]
}

/** A stored transaction as a ledger page shows it. Credits are signed. */
export interface LedgerEntry {
  readonly id: string
  readonly type: TransactionType
  readonly operation: string
  readonly description: string
  readonly category: string
  readonly credits: bigint
  readonly balanceAfter: bigint
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
