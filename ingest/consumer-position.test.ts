import { assert, describe, it } from "@effect/vitest"
import { makeGate } from "./consumer-position.ts"

describe("the gate", () => {
  it("lets nothing through before it is known where the group stands", () => {
    const gate = makeGate()
    assert.strictEqual(gate.judge(0, 0n), "drop")
    gate.allow(0, 5n)
    gate.close()
    assert.strictEqual(gate.judge(0, 5n), "drop")
  })

  it("lets a batch through that begins where the group stands", () => {
    const gate = makeGate()
    gate.allow(0, 5n)
    assert.strictEqual(gate.judge(0, 5n), "handle")
    assert.strictEqual(gate.judge(1, 5n), "drop")
  })

  it("goes back once before it takes a gap for a hole in the log", () => {
    const gate = makeGate()
    gate.allow(0, 5n)
    assert.strictEqual(gate.judge(0, 8n), "return")
    assert.strictEqual(gate.judge(0, 8n), "handle")
    gate.allow(0, 9n)
    assert.strictEqual(gate.judge(0, 12n), "return")
  })

  it("never takes what lies before the place for something new", () => {
    const gate = makeGate()
    gate.allow(0, 5n)
    assert.strictEqual(gate.judge(0, 2n), "return")
    assert.strictEqual(gate.judge(0, 2n), "return")
    assert.strictEqual(gate.judge(0, 5n), "handle")
  })
})
