import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { RowBinaryWriter } from "./row-binary.ts"

const written = (write: (out: RowBinaryWriter) => void, capacity = 8): number[] => {
  const out = new RowBinaryWriter(capacity)
  write(out)
  return [...out.bytes()]
}

/** LEB128, the long way: seven bits a byte, the lowest first. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
const text = (value: string): number[] => {
  const bytes = [...Buffer.from(value)]
  return [...varint(bytes.length), ...bytes]
}

describe("RowBinary", () => {
  it("holds numbers with the lowest byte first", () => {
    assert.deepStrictEqual(
      written((out) => out.uint8(255)),
      [255],
    )
    assert.deepStrictEqual(
      written((out) => out.uint16(0x0102)),
      [2, 1],
    )
    assert.deepStrictEqual(
      written((out) => out.uint64(0x0102030405060708n)),
      [8, 7, 6, 5, 4, 3, 2, 1],
    )
    assert.deepStrictEqual(
      written((out) => out.uint64(2n ** 64n - 1n)),
      new Array(8).fill(255),
    )
    assert.deepStrictEqual(
      written((out) => out.int64(-2n)),
      [254, 255, 255, 255, 255, 255, 255, 255],
    )
  })

  it("refuses numbers that a column cannot hold", () => {
    const out = new RowBinaryWriter()
    assert.throws(() => out.uint16(65_536), RangeError)
    assert.throws(() => out.uint64(-1n), RangeError)
    assert.throws(() => out.uint64(2n ** 64n), RangeError)
    assert.throws(() => out.int64(2n ** 63n), RangeError)
  })

  it("marks what is absent with a one, and what is there with a zero", () => {
    assert.deepStrictEqual(
      written((out) => out.nullableInt64(undefined)),
      [1],
    )
    assert.deepStrictEqual(
      written((out) => out.nullableInt64(0n)),
      new Array(9).fill(0),
    )
    assert.deepStrictEqual(
      written((out) => out.nullableString(null)),
      [1],
    )
    assert.deepStrictEqual(
      written((out) => out.nullableString("")),
      [0, 0],
    )
  })

  it("holds a text as its length in bytes and its UTF-8", () => {
    const tide = [4, 0xf0, 0x9f, 0x8c, 0x8a]
    assert.deepStrictEqual(
      written((out) => out.string("🌊")),
      tide,
    )
  })

  it.each([0, 1, 41, 42, 43, 44, 126, 127, 128, 129, 16_383, 16_384])(
    "holds a text of %d letters of one, two and three bytes",
    (length) => {
      for (const letter of ["a", "é", "日"])
        assert.deepStrictEqual(
          written((out) => out.string(letter.repeat(length))),
          text(letter.repeat(length)),
        )
    },
  )

  it("holds any texts, one after another, however small it begins", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 200 })), (texts) => {
        const bytes = written((out) => {
          for (const value of texts) out.string(value)
        }, 1)
        assert.deepStrictEqual(bytes, texts.flatMap(text))
      }),
    )
  })

  it("holds bytes as they are", () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 256)
    assert.deepStrictEqual(
      written((out) => out.blob(bytes)),
      [...varint(300), ...bytes],
    )
  })

  it("holds a map as the number of its entries and the entries", () => {
    const map = [
      ["model", "a"],
      ["size", ""],
    ] as const
    assert.deepStrictEqual(
      written((out) => out.map(map)),
      [2, ...map.flat().flatMap(text)],
    )
    assert.deepStrictEqual(
      written((out) => out.map([])),
      [0],
    )
  })

  it("forgets what was written behind a length", () => {
    const out = new RowBinaryWriter()
    out.uint8(1)
    const { length } = out
    out.string("before")
    out.truncate(length)
    out.uint8(7)
    assert.deepStrictEqual([...out.bytes()], [1, 7])
  })
})
