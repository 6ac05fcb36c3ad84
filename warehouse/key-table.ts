/**
 * A set of 64-bit keys that may only be asked: "surely new" or "known". One half of a key says where
 * to look, the other is kept there, so that a new key is taken for a known one about once in four
 * thousand million: each mistake costs a lookup in the tables, which takes longer than all else that
 * is done to a batch. Five bytes a key at its capacity. Never forgets a key: overflowing, it takes every
 * key for a known one.
 */
const LOAD_MAX = 0.8
/** Room for what is added while a larger one is filled. */
const FULL_AT = 0.75
const WORD = 2 ** 32
/** A slot that nothing was put into; the one key half that would look like it stands as another. */
const EMPTY = 0
const INSTEAD_OF_EMPTY = 1

export class KeyTable {
  readonly #capacity: number
  readonly #slots: Uint32Array
  #count = 0
  #overflown = false

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#slots = new Uint32Array(Math.ceil(capacity / LOAD_MAX) + 1)
  }

  /** Time to make a larger one. */
  get full(): boolean {
    return this.#count >= this.#capacity * FULL_AT
  }

  /** The key as two 32-bit words. */
  add(low: number, high: number): void {
    const slot = this.#find(low, high)
    if (this.#slots[slot] !== EMPTY) return
    // One slot stays empty, where a search ends.
    this.#overflown ||= this.#count + 2 > this.#slots.length
    if (this.#overflown) return
    this.#slots[slot] = high === EMPTY ? INSTEAD_OF_EMPTY : high
    this.#count++
  }

  has(low: number, high: number): boolean {
    return this.#overflown || this.#slots[this.#find(low, high)] !== EMPTY
  }

  /** The slot that holds the key, or the empty one where it belongs. */
  #find(low: number, high: number): number {
    const slots = this.#slots
    const kept = high === EMPTY ? INSTEAD_OF_EMPTY : high
    let slot = Math.floor((low / WORD) * slots.length)
    while (slots[slot] !== EMPTY && slots[slot] !== kept)
      slot = slot + 1 < slots.length ? slot + 1 : 0
    return slot
  }
}
