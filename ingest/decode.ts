/** Bytes, text or a parsed value to a usage event, or everything that is wrong with it. */
import { Result } from "effect"
import { isObject } from "#warehouse/domain/schema-errors.ts"
import { decodeUsageEvent } from "#warehouse/domain/usage-event-decoder.ts"
import { refuse } from "#warehouse/domain/usage-event-refusals.ts"
import { printable } from "#warehouse/domain/usage-event-rules.ts"
import { decodeCloudEvent, isCloudEvent } from "./cloud-events.ts"
import { type Decoded, unreadable } from "./undecodable.ts"

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false })
const identifier = printable(128)

/** `now` is epoch milliseconds: the time of receipt, which an event may lie one hour ahead of. */
export const decodeBytes = (bytes: Uint8Array, now: number): Decoded =>
  Result.flatMap(parseBytes(bytes), (value) => decodeValue(value, now))

export const decodeText = (text: string, now: number): Decoded =>
  Result.flatMap(parseText(text), (value) => decodeValue(value, now))

/** A usage event, or a CloudEvent in the JSON format around one. */
export const decodeValue = (value: unknown, now: number): Decoded => {
  if (isCloudEvent(value)) return decodeCloudEvent(value, now)
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

export const parseBytes = (bytes: Uint8Array) => {
  try {
    return parseText(utf8.decode(bytes))
  } catch {
    return unreadable(refuse("invalid_utf8"))
  }
}

const parseText = (text: string) => {
  try {
    return Result.succeed<unknown>(JSON.parse(text))
  } catch {
    return unreadable(refuse("malformed_json"))
  }
}

const identifierIn = (value: unknown): string | null =>
  typeof value === "string" && identifier(value) === undefined ? value : null
