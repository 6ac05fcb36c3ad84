/** The 64-bit hashes: of an event's identity, of its meaning, of a thing that was refused. */
import xxhash from "xxhash-wasm"

const { h64, h64Raw } = await xxhash()

const cell = new BigUint64Array(1)
const halves = new Uint32Array(cell.buffer)

/** Puts the two halves of the bytes' hash at `words[at]`, low word first. */
export const hashInto = (words: Uint32Array, at: number, bytes: Uint8Array): void => {
  cell[0] = h64Raw(bytes)
  words[at] = halves[0] as number
  words[at + 1] = halves[1] as number
}

/** Room for two texts of 128 characters, four bytes each at most, and a zero between them. */
const identity = new Uint8Array(2 * 128 * 4 + 1)

/**
 * The hash of `account \0 id`, the two texts that a row of RowBinary begins with: the same as the
 * column `key`, `xxHash64(concat(account, '\0', id))`.
 */
export const hashIdentityInto = (words: Uint32Array, at: number, row: Uint8Array): void => {
  let length = 0
  let next = 0
  for (let text = 0; text < 2; text++) {
    if (text === 1) identity[length++] = 0
    let count = row[next++] as number
    if (count >= 0x80) count = (count & 0x7f) | ((row[next++] as number) << 7)
    for (let i = 0; i < count; i++) identity[length++] = row[next++] as number
  }
  hashInto(words, at, identity.subarray(0, length))
}

/** Names a rejection by what it is. */
export const hashOf = (text: string): bigint => h64(text)
