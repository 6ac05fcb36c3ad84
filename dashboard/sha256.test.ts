import { createHash } from "node:crypto"
import fc from "fast-check"
import { expect, it } from "vitest"
import { createSha256, sha256OfFile } from "./sha256.ts"

const expected = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

it("is SHA-256, in whatever pieces the bytes come", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
      const hash = createSha256()
      for (const piece of pieces) hash.update(piece)
      expect(hash.digest()).toBe(expected(Buffer.concat(pieces)))
    }),
  )
})

it("closes its last block at every length", () => {
  for (let length = 0; length <= 130; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7)
    const hash = createSha256()
    hash.update(bytes)
    expect(hash.digest()).toBe(expected(bytes))
  }
})

it("reads a file to its end and says how far it is", async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251)
  const read: number[] = []
  expect(await sha256OfFile(new Blob([bytes]), (n) => read.push(n))).toBe(expected(bytes))
  expect(read.at(-1)).toBe(300_000)
})
