/** A usage event after decoding and admission: every field is within its limits. */
import type { TransactionType } from "./transaction-type.ts"

export interface UsageEvent {
  readonly id: string
  readonly account: string
  readonly type: TransactionType
  readonly operation: string
  /** Millionths, greater than zero. */
  readonly credits: bigint
  /** Epoch milliseconds. */
  readonly occurredAt: number
  readonly category?: string
  readonly description?: string
  /** Millionths of a unit. */
  readonly quantity?: bigint
  readonly unit?: string
  readonly reference?: string
  /** The id of the spend that a refund is about. */
  readonly refersTo?: string
  /** Millionths of the currency's main unit. Present exactly when `currency` is. */
  readonly amount?: bigint
  readonly currency?: string
  readonly actor?: string
  readonly properties?: Readonly<Record<string, string>>
}

/** Where an event arrived when it came through the log. */
export interface LogPosition {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

export interface FieldDifference {
  /** The wire name of the field. */
  readonly field: string
  /** Wire text; `null` where the field is absent. */
  readonly stored: string | null
  readonly sent: string | null
}

/** What became of an admitted event. */
export type Fate =
  | { readonly fate: "accepted" }
  | { readonly fate: "duplicate" }
  | { readonly fate: "conflict"; readonly differs: ReadonlyArray<FieldDifference> }

/** Why one field of an event, or of a query, cannot be used. `pointer` is a JSON pointer, `""` for the whole. */
export interface FieldError {
  readonly pointer: string
  readonly code: string
  readonly message: string
}
