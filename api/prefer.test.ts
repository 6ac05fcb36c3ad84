import { assert, describe, it } from "@effect/vitest"
import { waitSecondsOf } from "./prefer.ts"

describe("the preference to wait", () => {
  it.each([
    ["wait=5", 5],
    ["wait=0", 0],
    ["Wait = 7", 7],
    ['wait="8"', 8],
    ["respond-async, wait=10", 10],
    ["wait=3; foo=bar, wait=9", 3],
    ["wait=31", 30],
    ["wait=999999999", 30],
    ["wait=9999999999", null],
    ["wait", null],
    ["wait=soon", null],
    ["wait=-1", null],
    ["wait=1.5", null],
    ["await=5", null],
    ["return=minimal", null],
    ["", null],
  ])("%j is %s seconds", (prefer, seconds) => {
    assert.strictEqual(waitSecondsOf(new Headers({ prefer })), seconds)
  })

  it("is none without the header, and the first of several headers", () => {
    assert.isNull(waitSecondsOf(new Headers()))
    const headers = new Headers([
      ["prefer", "handling=lenient"],
      ["prefer", "wait=4"],
    ])
    assert.strictEqual(waitSecondsOf(headers), 4)
  })
})
