/** The orders of a ledger, and places in them. Pure. */

export const LEDGER_SORTS = ["-occurred_at", "occurred_at", "-credits", "credits"] as const
/**
 * By time, or by signed credits and then time; a minus means descending. Equal instants are in the order
 * of their ids' bytes, so that every order is total, and `-` exactly its reverse.
 */
export type LedgerSort = (typeof LEDGER_SORTS)[number]

export const isDescending = (sort: LedgerSort): boolean => sort.startsWith("-")
export const isByCredits = (sort: LedgerSort): boolean => sort.endsWith("credits")

/** A place in an account's ledger: entries are ordered by (occurred at, id in byte order). */
export interface LedgerKey {
  readonly occurredAt: number
  readonly id: string
}

/** A place in any order: where an entry stands. Credits are signed millionths. */
export interface LedgerPlace extends LedgerKey {
  readonly credits: bigint
}
