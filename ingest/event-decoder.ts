/** Events into rows: the plain ones byte by byte, all others through the schema, which alone refuses. */
import { Result } from "effect"
import type { EventRows } from "#warehouse/event-rows.ts"
import type { RawSource } from "#warehouse/raw-source.ts"
import { bytesOf, decodeRaw, type RawEvent } from "./raw-event.ts"
import type { Undecodable } from "./undecodable.ts"

/**
 * Adds the event to the rows; gives what is wrong with it, and adds nothing, if it is none. `offset`:
 * its place in its partition.
 */
export const addRaw = (rows: EventRows, raw: RawEvent, offset = 0): Undecodable | undefined => {
  if (raw.kind !== "bytes") return addBySchema(rows, raw, { raw: () => bytesOf(raw), offset })
  const bytes = Buffer.from(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength)
  return rows.addPlain(bytes, offset) ? undefined : addBySchema(rows, raw, { raw: bytes, offset })
}

/** The same without the faster way. */
export const addBySchema = (
  rows: EventRows,
  event: RawEvent,
  { raw, offset }: { readonly raw: RawSource; readonly offset: number },
): Undecodable | undefined => {
  const decoded = decodeRaw(event, rows.origin.receivedAt)
  if (Result.isFailure(decoded)) return decoded.failure
  rows.add(decoded.success, raw, offset)
  return undefined
}
