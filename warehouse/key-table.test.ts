import { assert, describe, it } from "@effect/vitest"
import { hashInto } from "./event-hash.ts"
import { KeyTable } from "./key-table.ts"

const keysOf = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const words = new Uint32Array(2)
    hashInto(words, 0, Buffer.from(`mana\0${prefix}${i}`))
    const [low = 0, high = 0] = words
    return { low, high }
  })

const filled = (capacity: number, keys: ReturnType<typeof keysOf>) => {
  const table = new KeyTable(capacity)
  for (const { low, high } of keys) table.add(low, high)
  return table
}

describe("the table of known keys", () => {
  it("never takes a known key for a new one, even when overfull", () => {
    const keys = keysOf("e", 20_000)
    const table = filled(5_000, keys)
    assert.isTrue(keys.every(({ low, high }) => table.has(low, high)))
  })

  it("takes no new key for a known one, up to its capacity", () => {
    const capacity = 50_000
    const table = filled(capacity, keysOf("e", capacity))
    assert.isFalse(keysOf("new", 200_000).some(({ low, high }) => table.has(low, high)))
  })

  it("takes every key for a known one once it overflows", () => {
    const table = filled(1_000, keysOf("e", 1_252))
    assert.isTrue(keysOf("new", 1_000).every(({ low, high }) => table.has(low, high)))
  })

  it("counts a key once", () => {
    const [key] = keysOf("e", 1)
    const table = filled(
      100,
      Array.from({ length: 1_000 }, () => key as { low: number; high: number }),
    )
    assert.isFalse(table.full)
  })

  it("knows nothing at first", () => {
    const table = new KeyTable(1_000)
    assert.isFalse(keysOf("e", 1_000).some(({ low, high }) => table.has(low, high)))
  })

  it("says when it is time for a larger one", () => {
    assert.isFalse(filled(100, keysOf("e", 74)).full)
    assert.isTrue(filled(100, keysOf("e", 75)).full)
  })

  it.each([1, 2, 31, 33, 1_000])("can be as small as %d", (capacity) => {
    const keys = keysOf("e", capacity)
    const table = filled(capacity, keys)
    assert.isTrue(keys.every(({ low, high }) => table.has(low, high)))
  })

  it("knows keys whose halves have any bit set", () => {
    const words = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]
    const keys = words.flatMap((low) => words.map((high) => ({ low, high })))
    const table = filled(1_000, keys)
    assert.isTrue(keys.every(({ low, high }) => table.has(low, high)))
  })
})
