/**
 * Writes ClickHouse's RowBinary: values one after another in the order of a table's columns. Both
 * engines take it as it is, and the journal keeps it, so a batch is encoded once.
 */
const GROWTH = 2
const VARINT_BYTES_MAX = 5
const COPIED_BY_HAND_MAX = 48

export class RowBinaryWriter {
  #buffer: Buffer
  #length = 0

  constructor(capacity = 64 * 1024) {
    this.#buffer = Buffer.allocUnsafe(capacity)
  }

  /** The bytes so far; valid until the next write. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  /** The bytes from a length that was read before; valid until the next write. */
  bytesFrom(from: number): Buffer {
    return this.#buffer.subarray(from, this.#length)
  }

  get length(): number {
    return this.#length
  }

  /** Forgets what was written behind a length that was read before. */
  truncate(length: number): void {
    this.#length = length
  }

  uint8(value: number): void {
    this.#reserve(1)
    this.#buffer[this.#length++] = value
  }

  uint16(value: number): void {
    this.#reserve(2)
    this.#length = this.#buffer.writeUInt16LE(value, this.#length)
  }

  uint64(value: bigint): void {
    this.#reserve(8)
    this.#length = this.#buffer.writeBigUInt64LE(value, this.#length)
  }

  /** Int64, Decimal(18, s) and DateTime64(3) alike. */
  int64(value: bigint): void {
    this.#reserve(8)
    this.#length = this.#buffer.writeBigInt64LE(value, this.#length)
  }

  /** A UInt64 as its two halves, as hashes come. */
  words(low: number, high: number): void {
    this.#reserve(8)
    this.#length = this.#buffer.writeUInt32LE(low, this.#length)
    this.#length = this.#buffer.writeUInt32LE(high, this.#length)
  }

  /** A whole number up to 2^53, such as an instant, without the detour over a bigint. */
  int64FromNumber(value: number): void {
    const high = Math.floor(value / 2 ** 32)
    this.#reserve(8)
    this.#length = this.#buffer.writeUInt32LE(value - high * 2 ** 32, this.#length)
    this.#length = this.#buffer.writeInt32LE(high, this.#length)
  }

  nullableInt64(value: bigint | undefined): void {
    this.uint8(value === undefined ? 1 : 0)
    if (value !== undefined) this.int64(value)
  }

  string(text: string): void {
    // A UTF-16 unit takes at most three bytes: room for the worst case saves counting twice.
    this.#reserve(text.length * 3 + VARINT_BYTES_MAX)
    if (text.length < 43) {
      // At most 126 bytes: the length is one byte, known after the text is written.
      const written = this.#buffer.write(text, this.#length + 1)
      this.#buffer[this.#length] = written
      this.#length += written + 1
      return
    }
    this.#varint(Buffer.byteLength(text))
    this.#length += this.#buffer.write(text, this.#length)
  }

  nullableString(text: string | null): void {
    this.uint8(text === null ? 1 : 0)
    if (text !== null) this.string(text)
  }

  blob(bytes: Uint8Array): void {
    this.#reserve(bytes.length + VARINT_BYTES_MAX)
    this.#varint(bytes.length)
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Bytes `from` to `to` of a source, as a string. */
  slice(source: Uint8Array, from: number, to: number): void {
    const count = to - from
    this.#reserve(count + VARINT_BYTES_MAX)
    this.#varint(count)
    const [buffer, at] = [this.#buffer, this.#length]
    // Most are short: a call into the runtime would take longer than the loop.
    if (count > COPIED_BY_HAND_MAX) buffer.set(source.subarray(from, to), at)
    else for (let i = 0; i < count; i++) buffer[at + i] = source[from + i] as number
    this.#length = at + count
  }

  /** Bytes that are encoded already. */
  encoded(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** How many entries of a map or array follow. */
  count(entries: number): void {
    this.#reserve(VARINT_BYTES_MAX)
    this.#varint(entries)
  }

  map(entries: ReadonlyArray<readonly [string, string]>): void {
    this.count(entries.length)
    for (const [key, value] of entries) {
      this.string(key)
      this.string(value)
    }
  }

  #varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#buffer[this.#length++] = rest
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * GROWTH, this.#length + count))
    this.#buffer.copy(grown, 0, 0, this.#length)
    this.#buffer = grown
  }
}
