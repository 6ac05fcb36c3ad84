/** The order is the engine's: `Enum8('spend' = 1, 'purchase' = 2, 'refund' = 3, 'bonus' = 4)`. */
export const TRANSACTION_TYPES = ["spend", "purchase", "refund", "bonus"] as const
export type TransactionType = (typeof TRANSACTION_TYPES)[number]

/** A failure moves no credits itself: it names a spend that is to be refunded. */
export const EVENT_TYPES = [...TRANSACTION_TYPES, "failure"] as const
export type EventType = (typeof EVENT_TYPES)[number]
