import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { jsonPosition } from "./json-position.ts"

const parses = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
/** Text that is JSON, then damaged a little. */
const damaged = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.nat(),
    fc.constantFrom("", "x", '"', "]", "\\", "\u0001", "-"),
  )
  .map(([json, at, put]) => {
    const cut = at % (json.length + 1)
    return json.slice(0, cut) + put + json.slice(cut + 1)
  })

describe("jsonPosition", () => {
  it("finds the end of every text that is JSON", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        assert.strictEqual(jsonPosition(text).offset, text.length)
      }),
    )
  })

  it("finds a place before which nothing is wrong yet", () => {
    fc.assert(
      fc.property(damaged, (text) => {
        fc.pre(!parses(text))
        const { offset, atEnd } = jsonPosition(text)
        assert.isAtMost(offset, text.length)
        assert.strictEqual(atEnd, offset === text.length)
        // What stands before it can be completed: the same place is found without the rest.
        assert.isAtLeast(jsonPosition(text.slice(0, offset)).offset, Math.min(offset, text.length))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['{"a":1,}', 7],
    ["[1 2]", 3],
    ["tru", 0],
    ['{"a" 1}', 5],
    ["{1:2}", 1],
    ["[1]]", 3],
    ['"\\x"', 1],
    ['["a\nb"]', 3],
    ['{"a":"b', 7],
    ["[1,]", 3],
    ["{,}", 1],
    ["[}", 1],
    ["\u00a0{}", 0],
    ["01", 1],
  ])("points into %j at %i", (text, offset) => {
    assert.isFalse(parses(text))
    assert.strictEqual(jsonPosition(text).offset, offset)
  })

  it("bears a long string and a deep nesting", () => {
    const long = `"${"\\u00e9x".repeat(1_000_000)}`
    assert.strictEqual(jsonPosition(long).offset, long.length)
    assert.strictEqual(jsonPosition("[".repeat(1_000_000)).offset, 1_000_000)
  })
})
