import { assert, describe, it } from "@effect/vitest"
import { beginningsOf, makeGate } from "./consumer-position.ts"

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

describe("beginningsOf", () => {
  const positions = new Map([
    [0, { next: 7n, low: 2n, high: 9n }],
    [1, { next: 0n, low: 0n, high: 0n }],
  ])

  it("is where the group stands for a warehouse that holds something of the topic", () => {
    assert.deepStrictEqual(
      [...beginningsOf(positions, new Map([[5, 1n]]))],
      [
        [0, { next: 7n, rewound: false }],
        [1, { next: 0n, rewound: false }],
      ],
    )
  })

  it("is the log's beginning for a new warehouse", () => {
    assert.deepStrictEqual(
      [...beginningsOf(positions, new Map())],
      [
        [0, { next: 2n, rewound: true }],
        [1, { next: 0n, rewound: false }],
      ],
    )
  })
})
