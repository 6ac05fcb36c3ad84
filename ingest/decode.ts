/** Bytes, text or a parsed value to a usage event, or everything that is wrong with it. */
import { Result } from "effect"
import type { FieldError, UsageEvent } from "#warehouse/domain/usage-event.ts"
import { decodeUsageEvent, isObject } from "#warehouse/domain/usage-event-decoder.ts"
import { refuse } from "#warehouse/domain/usage-event-refusals.ts"
import { printable } from "#warehouse/domain/usage-event-rules.ts"

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

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false })
const identifier = printable(128)

/** `now` is epoch milliseconds: the time of receipt, which an event may lie one hour ahead of. */
export const decodeBytes = (bytes: Uint8Array, now: number): Decoded => {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return unreadable(refuse("invalid_utf8"))
  }
  return decodeText(text, now)
}

export const decodeText = (text: string, now: number): Decoded => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return unreadable(refuse("malformed_json"))
  }
  return decodeValue(value, now)
}

export const decodeValue = (value: unknown, now: number): Decoded => {
  const decoded = decodeUsageEvent(value, now)
  if (Result.isSuccess(decoded)) return Result.succeed(decoded.success)
  if (!isObject(value))
    return Result.fail({ reason: "unreadable", account: null, id: null, errors: decoded.failure })
  return Result.fail({
    reason: "rejected",
    account: identifierIn(value.account),
    id: identifierIn(value.id),
    errors: decoded.failure,
  })
}

const identifierIn = (value: unknown): string | null =>
  typeof value === "string" && identifier(value) === undefined ? value : null

const unreadable = (refusal: { readonly code: string; readonly message: string }): Decoded =>
  Result.fail({
    reason: "unreadable",
    account: null,
    id: null,
    errors: [{ pointer: "", code: refusal.code, message: refusal.message }],
  })
