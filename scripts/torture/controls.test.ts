import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CONTROLS, rewritten } from "./controls.ts"

const ROOT = join(import.meta.dirname, "..", "..")

test.each(Object.entries(CONTROLS))("finds what %s is made of in the source", (_, rewrites) => {
  for (const rewrite of rewrites) {
    const source = readFileSync(join(ROOT, rewrite.file), "utf8")
    expect(rewritten(source, rewrite)).toContain(rewrite.instead)
  }
})

test("refuses a source that does not hold the text exactly once", () => {
  const control = { file: "a.ts", text: "token", instead: "" }
  expect(() => rewritten("const x = 1", control)).toThrow('a.ts holds "token" 0 times, not once')
  expect(() => rewritten("token + token", control)).toThrow("2 times")
})
