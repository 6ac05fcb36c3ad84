import { Context, type Effect } from "effect"
import type { FieldDifference, FieldError, LogPosition } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"

export const REJECTION_REASONS = ["conflict", "rejected", "unreadable"] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

/** Something that arrived and was not counted. `account` and `eventId` as far as they could be read. */
export interface Rejection {
  readonly account: string | null
  readonly eventId: string | null
  readonly reason: RejectionReason
  readonly errors: ReadonlyArray<FieldError>
  readonly differs: ReadonlyArray<FieldDifference>
  readonly raw: Uint8Array
  readonly position: LogPosition | null
  readonly receivedAt: number
}

export class RejectionStore extends Context.Service<
  RejectionStore,
  {
    /** Keeps them for review. The same thing sent again is kept once. */
    readonly record: (rejections: ReadonlyArray<Rejection>) => Effect.Effect<void, WarehouseError>
  }
>()("warehouse/RejectionStore") {}
