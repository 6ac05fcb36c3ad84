/**
 * Decoded events as the rows that will be stored, one after another in one buffer, with the hashes
 * that tell them apart. A batch has up to a hundred thousand, and an object for each is what would
 * cost most.
 */
import type { UsageEvent } from "./domain/usage-event.ts"
import { hashIdentityInto, hashInto } from "./event-hash.ts"
import { CATEGORY, DESCRIPTION, OPERATION, PlainEvent, REFERS_TO } from "./plain-event.ts"
import { writePlain, writePlainText } from "./plain-rows.ts"
import type { RawSource } from "./raw-source.ts"
import { RowBinaryWriter } from "./row-binary.ts"
import type { TextSettler } from "./settled-texts.ts"
import { identityEnd, readIdentity, readOccurredAt, readSent } from "./transaction-row-reader.ts"
import { BATCH_BYTES, OFFSET_BYTES, writeSent, writeText } from "./transaction-rows.ts"

/** What all rows of one `EventRows` share. */
export interface RowOrigin {
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** Null for events that came over HTTP or from a file. */
  readonly log: { readonly topic: string; readonly partition: number } | null
}

/** Of a row: key hash low and high, content hash low and high. */
export const WORDS_PER_ROW = 4
const ROWS_MIN = 4

// One scanner for all: nothing in it outlives a call.
const plain = new PlainEvent()

export class EventRows {
  readonly origin: RowOrigin
  readonly #settler: TextSettler
  readonly #out: RowBinaryWriter
  readonly #log: Uint8Array
  readonly #raws: RawSource[] = []
  readonly #linked: number[] = []
  #ends = new Int32Array(ROWS_MIN)
  #words = new Uint32Array(ROWS_MIN * WORDS_PER_ROW)
  #count = 0

  /** `capacity`: bytes to begin with. */
  constructor(settler: TextSettler, origin: RowOrigin, capacity = 512) {
    this.origin = origin
    this.#settler = settler
    this.#out = new RowBinaryWriter(capacity)
    this.#log = encodedLog(origin)
  }

  get count(): number {
    return this.#count
  }

  /** The rows that name another event, in their order. */
  get linked(): ReadonlyArray<number> {
    return this.#linked
  }

  /** No rows yet, of the same origin. */
  another(): EventRows {
    return new EventRows(this.#settler, this.origin)
  }

  /** Of the encoded rows. */
  get byteLength(): number {
    return this.#out.length
  }

  /** `WORDS_PER_ROW` words for each row. */
  get words(): Uint32Array {
    return this.#words.subarray(0, this.#count * WORDS_PER_ROW)
  }

  /** `offset`: the event's place in its partition; 0 where there is none. */
  add(event: UsageEvent, raw: RawSource, offset = 0): void {
    const [out, start] = [this.#out, this.#out.length]
    if (event.refersTo !== undefined) this.#linked.push(this.#count)
    writeSent(out, event)
    const texts = out.length
    const { category, description } = event
    writeText(out, category)
    writeText(out, description)
    this.#hash(start)
    if (category === undefined || description === undefined) {
      out.truncate(texts)
      const settled = this.#settler.of(event.operation)
      if (category === undefined) out.encoded(settled.category)
      else writeText(out, category)
      if (description === undefined) out.encoded(settled.description)
      else writeText(out, description)
    }
    this.#close(raw, offset)
  }

  /** Adds the event if it is written plainly; else adds nothing and answers false. */
  addPlain(bytes: Buffer, offset = 0): boolean {
    if (!plain.scan(bytes, this.origin.receivedAt)) return false
    const [out, start] = [this.#out, this.#out.length]
    if (plain.has(REFERS_TO)) this.#linked.push(this.#count)
    writePlain(out, plain)
    const texts = out.length
    writePlainText(out, plain, CATEGORY)
    writePlainText(out, plain, DESCRIPTION)
    this.#hash(start)
    if (!plain.has(CATEGORY) || !plain.has(DESCRIPTION)) {
      out.truncate(texts)
      const settled = this.#settler.of(plain.text(OPERATION))
      if (plain.has(CATEGORY)) writePlainText(out, plain, CATEGORY)
      else out.encoded(settled.category)
      if (plain.has(DESCRIPTION)) writePlainText(out, plain, DESCRIPTION)
      else out.encoded(settled.description)
    }
    this.#close(bytes, offset)
    return true
  }

  /** Forgets the row that was added last. */
  dropLast(): void {
    this.#count--
    if (this.#linked.at(-1) === this.#count) this.#linked.pop()
    this.#raws.pop()
    this.#out.truncate(this.startAt(this.#count))
  }

  /** Puts the batch's number into every row. */
  stamp(batch: bigint): void {
    const bytes = this.#out.bytes()
    for (let row = 0; row < this.#count; row++)
      bytes.writeBigUInt64LE(batch, (this.#ends[row] as number) - BATCH_BYTES)
  }

  startAt(row: number): number {
    return row === 0 ? 0 : (this.#ends[row - 1] as number)
  }

  /** The encoded rows from `first` up to, without, `end`. Valid until the next `add`. */
  bytesOf(first: number, end: number): Buffer {
    return this.#out.bytes().subarray(this.startAt(first), this.startAt(end))
  }

  /** The bytes of account and id: equal for two rows exactly when both are. */
  identityOf(row: number): Buffer {
    const [bytes, start] = [this.#out.bytes(), this.startAt(row)]
    return bytes.subarray(start, identityEnd(bytes, start))
  }

  /** Account and id. */
  idOf(row: number): readonly [account: string, id: string] {
    return readIdentity(this.#out.bytes(), this.startAt(row))
  }

  /** Epoch milliseconds. */
  occurredAtOf(row: number): number {
    return readOccurredAt(this.#out.bytes(), this.startAt(row))
  }

  /** The event as it was sent. */
  eventOf(row: number): UsageEvent {
    return readSent(this.#out.bytes(), this.startAt(row))
  }

  rawOf(row: number): RawSource {
    return this.#raws[row] as RawSource
  }

  /** The event's place in its partition. */
  offsetOf(row: number): bigint {
    const at = (this.#ends[row] as number) - BATCH_BYTES - OFFSET_BYTES
    return this.#out.bytes().readBigUInt64LE(at)
  }

  #hash(start: number): void {
    const at = this.#count * WORDS_PER_ROW
    if (at === this.#words.length) {
      this.#words = grown(new Uint32Array(at * 2), this.#words)
      this.#ends = grown(new Int32Array(this.#count * 2), this.#ends)
    }
    const sent = this.#out.bytesFrom(start)
    hashIdentityInto(this.#words, at, sent)
    hashInto(this.#words, at + 2, sent)
  }

  #close(raw: RawSource, offset: number): void {
    const [out, content] = [this.#out, this.#count * WORDS_PER_ROW + 2]
    out.int64FromNumber(this.origin.receivedAt)
    out.words(this.#words[content] as number, this.#words[content + 1] as number)
    out.encoded(this.#log)
    out.int64FromNumber(offset)
    // The number of the batch, which `stamp` knows.
    out.int64FromNumber(0)
    this.#ends[this.#count++] = out.length
    this.#raws.push(raw)
  }
}

const grown = <A extends Int32Array | Uint32Array>(larger: A, before: A): A => {
  larger.set(before)
  return larger
}

/** Topic and partition. */
const encodedLog = ({ log }: RowOrigin): Uint8Array => {
  const out = new RowBinaryWriter(64)
  out.string(log?.topic ?? "")
  out.uint16(log?.partition ?? 0)
  return Uint8Array.from(out.bytes())
}
