/** The rows of a batch, wherever they came from, and which of them share account and id. */
import type { LogPosition, UsageEvent } from "./domain/usage-event.ts"
import { hashIdentityInto } from "./event-hash.ts"
import { type EventRows, WORDS_PER_ROW } from "./event-rows.ts"
import { PlaceTable } from "./place-table.ts"
import type { RawSource } from "./raw-source.ts"

const hash = new Uint32Array(2)

/** A row is named by its place: rows of the first part come first, each part in its own order. */
export class BatchDraft {
  readonly parts: ReadonlyArray<EventRows>
  readonly count: number
  /** `WORDS_PER_ROW` words for each place. */
  readonly #words: Uint32Array
  /** The place of the first row with the same account and id: its own place for most. */
  readonly firsts: Int32Array
  readonly #bases: ReadonlyArray<number>
  readonly #table = new PlaceTable()

  /** Call `compare` for all of its places before anything else is asked. */
  constructor(parts: ReadonlyArray<EventRows>) {
    this.parts = parts
    const bases: number[] = []
    let count = 0
    for (const part of parts) {
      bases.push(count)
      count += part.count
    }
    this.count = count
    this.#bases = bases
    this.#words = new Uint32Array(count * WORDS_PER_ROW)
    parts.forEach((part, i) => {
      this.#words.set(part.words, (bases[i] as number) * WORDS_PER_ROW)
    })
    this.firsts = new Int32Array(count)
  }

  /** Finds the first place of each identity, for the places from `from` up to, without, `end`. */
  compare(from: number, end: number): void {
    for (let place = from; place < end; place++)
      this.firsts[place] = this.#table.findOrKeep(
        { low: this.keyLow(place), high: this.keyHigh(place) },
        place,
        (other) => this.identityAt(other).equals(this.identityAt(place)),
      )
  }

  /** The first place here with the account and id that another batch has at `place`, or `NO_PLACE`. */
  find(other: BatchDraft, place: number): number {
    const key = { low: other.keyLow(place), high: other.keyHigh(place) }
    return this.#table.find(key, (mine) => this.identityAt(mine).equals(other.identityAt(place)))
  }

  /** The first place here with this account and id, as a row begins with them, or `NO_PLACE`. */
  findIdentity(identity: Buffer): number {
    hashIdentityInto(hash, 0, identity)
    const key = { low: hash[0] as number, high: hash[1] as number }
    return this.#table.find(key, (mine) => this.identityAt(mine).equals(identity))
  }

  /** The places of events that name another one. */
  linked(): ReadonlyArray<number> {
    return this.parts.flatMap((part, i) => {
      const base = this.#bases[i] as number
      return part.linked.map((row) => base + row)
    })
  }

  /** The part that the row at this place is in. */
  partOf(place: number): EventRows {
    return this.#locate(place)[0]
  }

  keyLow(place: number): number {
    return this.#words[place * WORDS_PER_ROW] as number
  }

  keyHigh(place: number): number {
    return this.#words[place * WORDS_PER_ROW + 1] as number
  }

  keyAt(place: number): bigint {
    return joined(this.keyLow(place), this.keyHigh(place))
  }

  contentAt(place: number): bigint {
    const at = place * WORDS_PER_ROW + 2
    return joined(this.#words[at] as number, this.#words[at + 1] as number)
  }

  sameContent(a: number, b: number): boolean {
    const [left, right] = [a * WORDS_PER_ROW + 2, b * WORDS_PER_ROW + 2]
    return (
      this.#words[left] === this.#words[right] && this.#words[left + 1] === this.#words[right + 1]
    )
  }

  eventAt(place: number): UsageEvent {
    const [part, row] = this.#locate(place)
    return part.eventOf(row)
  }

  /** Account and id. */
  idAt(place: number): readonly [account: string, id: string] {
    const [part, row] = this.#locate(place)
    return part.idOf(row)
  }

  /** What the event arrived as, and where. */
  arrivalAt(place: number): Arrival {
    const [part, row] = this.#locate(place)
    const { receivedAt, log } = part.origin
    const position = log === null ? null : { ...log, offset: part.offsetOf(row) }
    return { raw: part.rawOf(row), receivedAt, position }
  }

  identityAt(place: number): Buffer {
    const [part, row] = this.#locate(place)
    return part.identityOf(row)
  }

  /** The encoded rows of these places, which ascend, in as few pieces as they stand in. */
  pieces(isKept: (place: number) => boolean): ReadonlyArray<Buffer> {
    const pieces: Buffer[] = []
    this.parts.forEach((part, i) => {
      const base = this.#bases[i] as number
      for (let row = 0; row < part.count; ) {
        const first = row
        while (row < part.count && isKept(base + row)) row++
        if (row > first) pieces.push(part.bytesOf(first, row))
        else row++
      }
    })
    return pieces
  }

  #locate(place: number): readonly [EventRows, number] {
    let [low, high] = [0, this.#bases.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#bases[middle] as number) <= place) low = middle
      else high = middle - 1
    }
    return [this.parts[low] as EventRows, place - (this.#bases[low] as number)]
  }
}

export interface Arrival {
  readonly raw: RawSource
  /** Epoch milliseconds. */
  readonly receivedAt: number
  readonly position: LogPosition | null
}

const joined = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low)
