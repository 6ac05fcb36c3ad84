/** A usage event after decoding and admission: every field is within its limits. */
import type { EventType } from "./transaction-type.ts"

/** Why an operation failed, and in words. */
export const FAILURE_REASONS = {
  generation_failure: "generation failure",
  server_error: "server error",
  timeout: "timeout",
} as const
export type FailureReason = keyof typeof FAILURE_REASONS

export interface UsageEvent {
  readonly id: string
  readonly account: string
  readonly type: EventType
  /** Empty only for a failure that names none. */
  readonly operation: string
  /** Millionths, greater than zero; zero for a failure. */
  readonly credits: bigint
  /** Epoch milliseconds. */
  readonly occurredAt: number
  readonly category?: string
  readonly description?: string
  /** Millionths of a unit. */
  readonly quantity?: bigint
  readonly unit?: string
  readonly reference?: string
  /** The id of the spend that a refund or a failure is about; a failure has it always. */
  readonly refersTo?: string
  /** Millionths of the currency's main unit. Present exactly when `currency` is. */
  readonly amount?: bigint
  readonly currency?: string
  readonly actor?: string
  readonly properties?: Readonly<Record<string, string>>
  /** Of a failure, always; of nothing else. */
  readonly reason?: FailureReason
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
  | {
      readonly fate: "accepted"
      /** The refund that it completed: of a failure, or of a spend that a failure had come for. */
      readonly refund?: { readonly id: string; readonly credits: string }
      /** Why it completed none. */
      readonly note?: string
    }
  | { readonly fate: "duplicate" }
  | { readonly fate: "conflict"; readonly differs: ReadonlyArray<FieldDifference> }
  | { readonly fate: "rejected"; readonly errors: ReadonlyArray<FieldError> }

/** Why one field of an event, or of a query, cannot be used. `pointer` is a JSON pointer, `""` for the whole. */
export interface FieldError {
  readonly pointer: string
  readonly code: string
  readonly message: string
}
