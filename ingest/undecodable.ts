import { Result } from "effect"
import type { FieldError, UsageEvent } from "#warehouse/domain/usage-event.ts"
import type { Refusal } from "#warehouse/domain/usage-event-refusals.ts"

/**
 * Why something is not a usage event. `unreadable` means that it is not even a JSON object; `account`
 * and `id` are given where they could be read and are within their limits.
 */
export interface Undecodable {
  readonly reason: "rejected" | "unreadable"
  readonly account: string | null
  readonly id: string | null
  readonly errors: ReadonlyArray<FieldError>
}

export type Decoded = Result.Result<UsageEvent, Undecodable>

export const undecodable = ({ code, message }: Refusal): Undecodable => ({
  reason: "unreadable",
  account: null,
  id: null,
  errors: [{ pointer: "", code, message }],
})

export const unreadable = (refusal: Refusal): Result.Result<never, Undecodable> =>
  Result.fail(undecodable(refusal))
