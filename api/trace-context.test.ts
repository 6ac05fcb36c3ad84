import { assert, describe, it } from "vitest"
import { traceIn } from "./trace-context.ts"

const ID = "4bf92f3577b34da6a3ce929d0e0e4736"
const PARENT = `00-${ID}-00f067aa0ba902b7-01`

describe("W3C trace context", () => {
  it("is read with its state", () => {
    const headers = new Headers({ traceparent: PARENT, tracestate: "vendor=1,other=x" })
    assert.deepStrictEqual(traceIn(headers), {
      traceparent: PARENT,
      tracestate: "vendor=1,other=x",
    })
  })

  it("of a later version is read as far as it is known", () => {
    const later = `01-${ID}-00f067aa0ba902b7-01-more`
    assert.strictEqual(traceIn(new Headers({ traceparent: later }))?.traceparent, later)
  })

  it.each([
    ["no header", {}],
    ["zeros", { traceparent: `00-${"0".repeat(32)}-00f067aa0ba902b7-01` }],
    ["no parent", { traceparent: `00-${ID}-${"0".repeat(16)}-01` }],
    ["upper case", { traceparent: PARENT.toUpperCase() }],
    ["version ff", { traceparent: `ff-${ID}-00f067aa0ba902b7-01` }],
    ["a state alone", { tracestate: "vendor=1" }],
  ])("is none with %s", (_, headers) => {
    assert.isNull(traceIn(new Headers(headers as Record<string, string>)))
  })

  it("goes on without a state that is too long", () => {
    const headers = new Headers({ traceparent: PARENT, tracestate: `v=${"x".repeat(511)}` })
    assert.deepStrictEqual(traceIn(headers), { traceparent: PARENT, tracestate: null })
  })
})
