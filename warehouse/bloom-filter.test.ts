import { assert, describe, it } from "@effect/vitest"
import { BloomFilter } from "./bloom-filter.ts"
import { hashInto } from "./event-hash.ts"

const keysOf = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const words = new Uint32Array(2)
    hashInto(words, 0, Buffer.from(`mana\0${prefix}${i}`))
    const [low = 0, high = 0] = words
    return { low, high }
  })

const filled = (capacity: number, keys: ReturnType<typeof keysOf>) => {
  const filter = new BloomFilter(capacity)
  for (const { low, high } of keys) filter.add(low, high)
  return filter
}

describe("the filter of known ids", () => {
  it("never takes a known key for a new one, even when overfull", () => {
    const keys = keysOf("e", 20_000)
    const filter = filled(5_000, keys)
    assert.isTrue(keys.every(({ low, high }) => filter.has(low, high)))
  })

  it("takes fewer than one new key in a thousand for a known one when it is full", () => {
    const capacity = 50_000
    const filter = filled(capacity, keysOf("e", capacity))
    const mistaken = keysOf("new", 200_000).filter(({ low, high }) => filter.has(low, high))
    assert.isBelow(mistaken.length, 200)
  })

  it("knows nothing at first", () => {
    const filter = new BloomFilter(1_000)
    assert.isFalse(keysOf("e", 1_000).some(({ low, high }) => filter.has(low, high)))
  })

  it("says when it is full", () => {
    assert.isFalse(filled(100, keysOf("e", 99)).full)
    assert.isTrue(filled(100, keysOf("e", 100)).full)
  })

  it.each([1, 2, 31, 33, 1_000])("can be as small as %d", (capacity) => {
    const keys = keysOf("e", capacity)
    const filter = filled(capacity, keys)
    assert.isTrue(keys.every(({ low, high }) => filter.has(low, high)))
  })

  it("knows keys whose halves have any bit set", () => {
    const words = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]
    const keys = words.flatMap((low) => words.map((high) => ({ low, high })))
    const filter = filled(1_000, keys)
    assert.isTrue(keys.every(({ low, high }) => filter.has(low, high)))
  })
})
