/**
 * A second, faster reader of usage events, for those that are written plainly: every key known and
 * once, no blank space but one after `,` and `:`, text of printable ASCII without escapes. Whatever it
 * is not sure about it leaves to the schema, which alone decides what is refused and why; a fuzz test
 * holds both to the same answers. Reads bytes where they stand and makes no object per event.
 */
import { EARLIEST_INSTANT, HOUR_MS } from "./domain/calendar.ts"
import { TRANSACTION_TYPES } from "./domain/transaction-type.ts"
import { readPlainDecimal, readPlainInstant, UNSURE } from "./plain-values.ts"

/** Fields in the order of their numbers, which index the spans. */
const FIELDS = [
  ["id", 128],
  ["account", 128],
  ["type", 8],
  ["operation", 128],
  ["credits", 20],
  ["occurred_at", 29],
  ["category", 128],
  ["description", 1000],
  ["quantity", 20],
  ["unit", 64],
  ["reference", 2048],
  ["refers_to", 128],
  ["actor", 128],
  ["properties", 0],
] as const
export const [ID, ACCOUNT, TYPE, OPERATION, CREDITS, OCCURRED_AT, CATEGORY, DESCRIPTION] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const
export const [QUANTITY, UNIT, REFERENCE, REFERS_TO, ACTOR, PROPERTIES] = [
  8, 9, 10, 11, 12, 13,
] as const
const REQUIRED_MAX = OCCURRED_AT

const PROPERTIES_MAX = 16
const PROPERTY_NAME_MAX = 64
const PROPERTY_TEXT_MAX = 256

const [QUOTE, BACKSLASH, COLON, COMMA, SPACE] = [0x22, 0x5c, 0x3a, 0x2c, 0x20]
const [OPEN, CLOSE, DIGIT_0, DIGIT_9, LAST_PRINTABLE] = [0x7b, 0x7d, 0x30, 0x39, 0x7e]

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const NAMES = FIELDS.map(([name]) => ascii(name))
const LENGTHS_MAX = FIELDS.map(([, max]) => max)
const TYPES = TRANSACTION_TYPES.map(ascii)
const REFUND = TRANSACTION_TYPES.indexOf("refund")
const PROTO = ascii("__proto__")

/** The field for a key's length, third and last byte: unique among the names. */
const slotOf = (length: number, third: number, last: number) =>
  ((length & 15) << 8) | ((third ^ (last << 3)) & 0xff)
const SLOTS = new Int8Array(4096).fill(-1)
for (const [field, name] of NAMES.entries())
  SLOTS[slotOf(name.length, name[2] ?? 0, name.at(-1) ?? 0)] = field

const equals = (bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean => {
  if (to - from !== text.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false
  return true
}

/** The event that was scanned last; valid until the next scan. */
export class PlainEvent {
  bytes: Buffer = Buffer.alloc(0)
  /** Where each field's text begins and ends; begins at -1 when it is absent. */
  readonly starts = new Int32Array(FIELDS.length)
  readonly ends = new Int32Array(FIELDS.length)
  /** Begin and end of each property's name and text, in turn. */
  readonly properties = new Int32Array(PROPERTIES_MAX * 4)
  propertyCount = 0
  /** Place in `TRANSACTION_TYPES`. */
  type = 0
  /** Millionths, exact below 2^53. */
  credits = 0
  quantity = 0
  /** Epoch milliseconds. */
  occurredAt = 0

  has(field: number): boolean {
    return (this.starts[field] as number) >= 0
  }

  text(field: number): string {
    return this.bytes.toString("latin1", this.starts[field], this.ends[field])
  }

  /** False when it is not sure, whatever the reason. `now` in epoch milliseconds. */
  scan(bytes: Buffer, now: number): boolean {
    this.bytes = bytes
    this.starts.fill(-1)
    this.propertyCount = 0
    return this.#fields() && this.#values(now)
  }

  #fields(): boolean {
    const bytes = this.bytes
    if (bytes[0] !== OPEN) return false
    let at = 1
    while (true) {
      if (bytes[at] !== QUOTE) return false
      const keyEnd = this.#textEnd(at + 1)
      if (keyEnd < 0) return false
      const field = this.#fieldOf(at + 1, keyEnd)
      if (field < 0 || this.has(field) || bytes[keyEnd + 1] !== COLON) return false
      at = this.#value(field, bytes[keyEnd + 2] === SPACE ? keyEnd + 3 : keyEnd + 2)
      if (at < 0) return false
      if (bytes[at] === CLOSE) return at + 1 === bytes.length
      if (bytes[at] !== COMMA) return false
      at += bytes[at + 1] === SPACE ? 2 : 1
    }
  }

  /** Where the text that begins here ends: the place of its closing quote, or -1. */
  #textEnd(from: number): number {
    const bytes = this.bytes
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte === QUOTE) return at
      if (byte < SPACE || byte > LAST_PRINTABLE || byte === BACKSLASH) return -1
    }
    return -1
  }

  #fieldOf(from: number, to: number): number {
    const bytes = this.bytes
    const third = to - from > 2 ? (bytes[from + 2] as number) : 0
    const field = SLOTS[slotOf(to - from, third, bytes[to - 1] as number)] as number
    return field >= 0 && equals(bytes, from, to, NAMES[field] as Uint8Array) ? field : -1
  }

  /** Reads a field's value; gives the place behind it, or -1. */
  #value(field: number, at: number): number {
    const first = this.bytes[at] as number
    if (field === PROPERTIES) return first === OPEN ? this.#propertiesFrom(at) : -1
    if (first !== QUOTE) return field === QUANTITY ? this.#wholeNumber(at) : -1
    const end = this.#textEnd(at + 1)
    const length = end - at - 1
    if (length < 1 || length > (LENGTHS_MAX[field] as number)) return -1
    this.starts[field] = at + 1
    this.ends[field] = end
    return end + 1
  }

  #wholeNumber(from: number): number {
    const bytes = this.bytes
    let at = from
    while ((bytes[at] as number) >= DIGIT_0 && (bytes[at] as number) <= DIGIT_9) at++
    if (at === from || (bytes[from] === DIGIT_0 && at > from + 1)) return -1
    this.starts[QUANTITY] = from
    this.ends[QUANTITY] = at
    return at
  }

  #propertiesFrom(open: number): number {
    const bytes = this.bytes
    this.starts[PROPERTIES] = open
    let at = open + 1
    if (bytes[at] === CLOSE) return at + 1
    for (let i = 0; i < PROPERTIES_MAX; i++) {
      if (bytes[at] !== QUOTE) return -1
      const nameEnd = this.#textEnd(at + 1)
      const nameLength = nameEnd - at - 1
      if (nameLength < 1 || nameLength > PROPERTY_NAME_MAX || bytes[nameEnd + 1] !== COLON)
        return -1
      const quote = bytes[nameEnd + 2] === SPACE ? nameEnd + 3 : nameEnd + 2
      if (bytes[quote] !== QUOTE) return -1
      const textEnd = this.#textEnd(quote + 1)
      if (textEnd < 0 || textEnd - quote - 1 > PROPERTY_TEXT_MAX) return -1
      this.properties[i * 4] = at + 1
      this.properties[i * 4 + 1] = nameEnd
      this.properties[i * 4 + 2] = quote + 1
      this.properties[i * 4 + 3] = textEnd
      this.propertyCount = i + 1
      if (!this.#namesAscend(i)) return -1
      at = textEnd + 1
      if (bytes[at] === CLOSE) return at + 1
      if (bytes[at] !== COMMA) return -1
      at += bytes[at + 1] === SPACE ? 2 : 1
    }
    return -1
  }

  /** Stored properties are in the order of their names: sorting is left to the schema's way. */
  #namesAscend(last: number): boolean {
    const { bytes, properties } = this
    const [from, to] = [properties[last * 4] as number, properties[last * 4 + 1] as number]
    if (equals(bytes, from, to, PROTO)) return false
    if (last === 0) return true
    const [before, beforeEnd] = [
      properties[last * 4 - 4] as number,
      properties[last * 4 - 3] as number,
    ]
    for (let i = 0; ; i++) {
      if (from + i >= to) return false
      if (before + i >= beforeEnd) return true
      const [a, b] = [bytes[before + i] as number, bytes[from + i] as number]
      if (a !== b) return a < b
    }
  }

  #values(now: number): boolean {
    const { bytes, starts, ends } = this
    for (let field = 0; field <= REQUIRED_MAX; field++) if (!this.has(field)) return false
    this.type = TYPES.findIndex((type) =>
      equals(bytes, starts[TYPE] as number, ends[TYPE] as number, type),
    )
    if (this.type < 0 || (this.has(REFERS_TO) && this.type !== REFUND)) return false
    this.credits = readPlainDecimal(bytes, starts[CREDITS] as number, ends[CREDITS] as number)
    if (this.credits <= 0) return false
    if (this.has(QUANTITY)) {
      this.quantity = readPlainDecimal(bytes, starts[QUANTITY] as number, ends[QUANTITY] as number)
      if (this.quantity === UNSURE) return false
    }
    const [from, to] = [starts[OCCURRED_AT] as number, ends[OCCURRED_AT] as number]
    this.occurredAt = readPlainInstant(bytes, from, to)
    return this.occurredAt >= EARLIEST_INSTANT && this.occurredAt <= now + HOUR_MS
  }
}
