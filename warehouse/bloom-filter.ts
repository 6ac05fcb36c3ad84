/**
 * A blocked bloom filter over 64-bit keys: "surely new" or "perhaps known". Eight bits of one 64-byte
 * block per key, so a lookup costs one cache line. Never forgets a key.
 */
const BITS_PER_KEY = 16
const WORDS_PER_BLOCK = 16
const BITS_PER_BLOCK = WORDS_PER_BLOCK * 32
const BITS_SET = 8

export class BloomFilter {
  readonly capacity: number
  readonly #words: Uint32Array
  readonly #blockMask: number
  #added = 0

  /** `capacity`: keys up to which fewer than one new key in a thousand looks known. */
  constructor(capacity: number) {
    const blocks =
      2 ** Math.ceil(Math.log2(Math.max(1, (capacity * BITS_PER_KEY) / BITS_PER_BLOCK)))
    this.capacity = capacity
    this.#words = new Uint32Array(blocks * WORDS_PER_BLOCK)
    this.#blockMask = blocks - 1
  }

  get full(): boolean {
    return this.#added >= this.capacity
  }

  /** The key as two 32-bit words. */
  add(low: number, high: number): void {
    const block = (high & this.#blockMask) * WORDS_PER_BLOCK
    let bits = mix(low, high)
    for (let i = 0; i < BITS_SET; i++) {
      const bit = bits % BITS_PER_BLOCK
      const word = block + (bit >>> 5)
      this.#words[word] = (this.#words[word] as number) | (1 << (bit & 31))
      bits = next(bits)
    }
    this.#added++
  }

  has(low: number, high: number): boolean {
    const block = (high & this.#blockMask) * WORDS_PER_BLOCK
    let bits = mix(low, high)
    for (let i = 0; i < BITS_SET; i++) {
      const bit = bits % BITS_PER_BLOCK
      if (((this.#words[block + (bit >>> 5)] as number) & (1 << (bit & 31))) === 0) return false
      bits = next(bits)
    }
    return true
  }
}

const mix = (low: number, high: number): number => (low ^ Math.imul(high, 0x9e3779b1)) >>> 0
const next = (bits: number): number =>
  (Math.imul(bits ^ (bits >>> 15), 0x85ebca6b) + 0x6d2b79f5) >>> 0
