import { assert, describe, it } from "@effect/vitest"
import { chunksOf } from "./producer.ts"

const message = (bytes: number) => ({ key: null, value: new Uint8Array(bytes) })
const sizes = (bytes: ReadonlyArray<number>) =>
  chunksOf(bytes.map(message)).map((chunk) => chunk.map(({ value }) => value?.length))

describe("chunksOf", () => {
  it("keeps what a broker takes at once together, in order", () => {
    assert.deepStrictEqual(sizes([]), [])
    assert.deepStrictEqual(sizes([1, 2, 3]), [[1, 2, 3]])
    assert.deepStrictEqual(sizes([300_000, 200_000, 100_000, 1]), [
      [300_000, 200_000],
      [100_000, 1],
    ])
  })

  it("gives a message that is too large a chunk of its own", () => {
    assert.deepStrictEqual(sizes([1, 900_000, 2]), [[1], [900_000], [2]])
  })
})
