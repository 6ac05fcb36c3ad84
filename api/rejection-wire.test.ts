import { assert, describe, it } from "@effect/vitest"
import type { KeptRejection } from "#warehouse/rejection-rows.ts"
import { parseId, wireId, wireRejection } from "./rejection-wire.ts"

const kept = (raw: Uint8Array, keptBytes = raw.length): KeptRejection => ({
  id: 1n,
  account: null,
  eventId: null,
  reason: "unreadable",
  errors: [],
  differs: [],
  raw,
  keptBytes,
  position: null,
  receivedAt: 0,
  resolution: null,
})
const rawOf = (...of: Parameters<typeof kept>) => wireRejection(kept(...of)).raw

describe("a rejection's id", () => {
  it.each([0n, 1n, 0xabcn, 2n ** 64n - 1n])("%s survives its way over the wire", (id) => {
    assert.match(wireId(id), /^[0-9a-f]{16}$/)
    assert.strictEqual(parseId(wireId(id)), id)
  })
})

describe("raw bytes", () => {
  it("are text when they are UTF-8, a byte order mark and NUL included", () => {
    const text = "\ufeff{\u0000}ö😀"
    assert.deepStrictEqual(rawOf(Buffer.from(text)), {
      encoding: "utf-8",
      data: text,
      kept: Buffer.byteLength(text),
      whole: true,
    })
    assert.strictEqual(rawOf(new Uint8Array()).data, "")
  })

  it("stay text when only the last character of a beginning is cut", () => {
    const bytes = Buffer.from("ab😀")
    for (const length of [3, 4, 5]) {
      const shown = rawOf(bytes.subarray(0, length), bytes.length)
      assert.deepStrictEqual(shown, { encoding: "utf-8", data: "ab", kept: 6, whole: false })
    }
  })

  it("are base64 otherwise", () => {
    assert.strictEqual(rawOf(Buffer.from("ab😀").subarray(0, 5)).encoding, "base64")
    const wrong = Buffer.from([0xff, 0x61, 0x61, 0x61, 0x61])
    assert.deepStrictEqual(rawOf(wrong, 9).data, wrong.toString("base64"))
  })
})
