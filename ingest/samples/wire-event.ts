/** A usage event as a producer sends it: what the generator makes and the intake takes. */
import type { TransactionType } from "#warehouse/domain/transaction-type.ts"

export interface WireEvent {
  readonly id: string
  readonly account: string
  readonly type: TransactionType
  readonly operation: string
  readonly credits: string
  readonly occurred_at: string
  readonly category?: string
  readonly description?: string
  readonly quantity?: string
  readonly unit?: string
  readonly reference?: string
  readonly refers_to?: string
  readonly amount?: string
  readonly currency?: string
  readonly actor?: string
  readonly properties?: Readonly<Record<string, string>>
}
