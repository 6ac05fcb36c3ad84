import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { readWhileWritten } from "./growing-file.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-growing-"))
afterAll(() => rmSync(folder, { recursive: true }))

const textOf = async (pieces: AsyncIterable<Uint8Array>, onPiece = (_: string) => {}) => {
  let text = ""
  for await (const piece of pieces) {
    text += Buffer.from(piece).toString()
    onPiece(text)
  }
  return text
}

describe("a file that is read while it is written", () => {
  it("is read from its first byte to its last, also when it is not there yet", async () => {
    const path = join(folder, "later")
    const { promise, resolve } = Promise.withResolvers<void>()
    const text = textOf(readWhileWritten(path, promise), (soFar) => {
      if (soFar === "one ") appendFileSync(path, "two ")
      if (soFar !== "one two ") return
      appendFileSync(path, "three")
      resolve()
    })
    writeFileSync(path, "one ")
    assert.strictEqual(await text, "one two three")
  })

  it("is longer than one piece", async () => {
    const path = join(folder, "long")
    const long = "0123456789".repeat(100_000)
    writeFileSync(path, long)
    assert.strictEqual(await textOf(readWhileWritten(path, Promise.resolve())), long)
  })

  it("fails as its writer does", async () => {
    const path = join(folder, "broken")
    writeFileSync(path, "half of it")
    const broken = await textOf(readWhileWritten(path, Promise.reject(new Error("gone")))).then(
      () => null,
      (error: Error) => error.message,
    )
    assert.strictEqual(broken, "gone")
  })
})
