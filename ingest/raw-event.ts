/** One event as it arrived, in any of the forms that it may come in. */
import { Result } from "effect"
import { refuse } from "#warehouse/domain/usage-event-refusals.ts"
import { type CloudEventMessage, decodeMessage, messageBytes } from "./cloud-event-message.ts"
import { decodeCloudEvent } from "./cloud-events.ts"
import { decodeBytes, decodeText, decodeValue, parseBytes } from "./decode.ts"
import { type Decoded, unreadable } from "./undecodable.ts"

/**
 * Several times what the largest event comes to, however it is written. An event is read in one go: a
 * larger one, of a million members for instance, would keep all others waiting for seconds.
 */
export const EVENT_SIZE_MAX = 256 * 1024

/**
 * A value out of a parsed document, the text of a line, or its bytes, which need not be UTF-8 (then
 * they are rejected like any other bad event, and kept as they came). The forms of a CloudEvent are
 * taken for one whatever they hold.
 */
export type RawEvent =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "cloudEvent"; readonly bytes: Uint8Array }
  | CloudEventMessage

/** `now` is epoch milliseconds: the time of receipt. */
export const decodeRaw = (raw: RawEvent, now: number): Decoded => {
  const size = sizeOf(raw)
  if (size > EVENT_SIZE_MAX) return unreadable(refuse("too_many_bytes", EVENT_SIZE_MAX, size))
  switch (raw.kind) {
    case "value":
      return decodeValue(raw.value, now)
    case "text":
      return decodeText(raw.text, now)
    case "bytes":
      return decodeBytes(raw.bytes, now)
    case "cloudEvent":
      return Result.flatMap(parseBytes(raw.bytes), (value) => decodeCloudEvent(value, now))
    case "cloudEventMessage":
      return decodeMessage(raw, now)
  }
}

/** In bytes; 0 for a value, which has been read as a whole before. */
const sizeOf = (raw: RawEvent): number => {
  switch (raw.kind) {
    case "value":
      return 0
    case "text":
      return Buffer.byteLength(raw.text)
    case "bytes":
    case "cloudEvent":
      return raw.bytes.length
    case "cloudEventMessage":
      return raw.body.length
  }
}

const encoder = new TextEncoder()

/** What is kept of it. `decodeBytes` reads the same in it as `decodeRaw` does in the event. */
export const bytesOf = (raw: RawEvent): Uint8Array => {
  switch (raw.kind) {
    case "value":
      return encoder.encode(jsonOf(raw.value))
    case "text":
      return encoder.encode(raw.text)
    case "bytes":
    case "cloudEvent":
      return raw.bytes
    case "cloudEventMessage":
      return messageBytes(raw)
  }
}

/** Reading takes any depth of nesting, writing does not; such a value must not sink its neighbours. */
const jsonOf = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? ""
  } catch {
    return "(nested too deeply to be kept)"
  }
}
