/** Rejections as they travel: ids in hex, bytes as text where they are text. */
import { formatInstant } from "#warehouse/domain/calendar.ts"
import type { LogPosition } from "#warehouse/domain/usage-event.ts"
import { isCut, type KeptRejection } from "#warehouse/rejection-rows.ts"
import type { Rejection } from "./rejection-contract.ts"

const ID = /^[0-9a-f]{16}$/

export const wireId = (id: bigint): string => id.toString(16).padStart(16, "0")

/** Null for a text that is no rejection's id. */
export const parseId = (text: string): bigint | null => (ID.test(text) ? BigInt(`0x${text}`) : null)

export const wirePlace = (position: LogPosition | null) =>
  position === null
    ? null
    : {
        topic: position.topic,
        partition: position.partition,
        offset: String(position.offset),
      }

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** A beginning may end within a character: what is left of that one is not shown. */
const textOf = (bytes: Uint8Array, cut: boolean): string | null => {
  try {
    return utf8.decode(bytes)
  } catch {
    return cut ? beginningOf(bytes) : null
  }
}

const beginningOf = (bytes: Uint8Array): string | null => {
  for (let missing = 1; missing <= 3; missing++)
    try {
      return utf8.decode(bytes.subarray(0, -missing))
    } catch {}
  return null
}

const wireRaw = (rejection: KeptRejection): Rejection["raw"] => {
  const { raw, keptBytes } = rejection
  const whole = raw.length === keptBytes && !isCut(rejection)
  const text = textOf(raw, !whole)
  return text === null
    ? { encoding: "base64", data: Buffer.from(raw).toString("base64"), kept: keptBytes, whole }
    : { encoding: "utf-8", data: text, kept: keptBytes, whole }
}

export const wireRejection = (rejection: KeptRejection): Rejection => {
  const { resolution } = rejection
  return {
    id: wireId(rejection.id),
    reason: rejection.reason,
    account: rejection.account,
    event_id: rejection.eventId,
    received_at: formatInstant(rejection.receivedAt),
    place: wirePlace(rejection.position),
    errors: rejection.errors,
    differs: rejection.differs,
    raw: wireRaw(rejection),
    state: resolution?.state ?? "open",
    resolution:
      resolution === null
        ? null
        : {
            action: resolution.action,
            at: formatInstant(resolution.at),
            fate: resolution.fate,
            event: resolution.event,
            note: resolution.note,
          },
  }
}
