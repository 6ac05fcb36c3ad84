import { assert, describe, it } from "@effect/vitest"
import { makeHistory } from "./kafka-freshness.ts"

const at = (...positions: ReadonlyArray<readonly [next: bigint, high: bigint]>) =>
  new Map(positions.map(([next, high], partition) => [partition, { next, high }]))

describe("makeHistory", () => {
  it("is complete to now when nothing is left to read", () => {
    const history = makeHistory()
    assert.strictEqual(history.observe(1_000, at([0n, 0n], [5n, 5n])), 1_000)
    assert.strictEqual(history.observe(2_000, at([0n, 0n], [7n, 7n])), 2_000)
  })

  it("does not know before the group has got to where the log first ended", () => {
    const history = makeHistory()
    assert.isUndefined(history.observe(1_000, at([3n, 10n])))
    assert.isUndefined(history.observe(2_000, at([9n, 12n])))
    assert.strictEqual(history.observe(3_000, at([10n, 15n])), 1_000)
    assert.strictEqual(history.observe(4_000, at([14n, 15n])), 2_000)
    assert.strictEqual(history.observe(5_000, at([15n, 15n])), 5_000)
  })

  it("is as far as the partition that is furthest behind", () => {
    const history = makeHistory()
    history.observe(1_000, at([5n, 5n], [5n, 5n]))
    history.observe(2_000, at([5n, 9n], [6n, 6n]))
    assert.strictEqual(history.observe(3_000, at([5n, 9n], [8n, 8n])), 1_000)
    assert.strictEqual(history.observe(4_000, at([9n, 10n], [8n, 8n])), 3_000)
  })

  it("never says more for having forgotten some of a long backlog", () => {
    const history = makeHistory()
    history.observe(0, at([0n, 0n]))
    for (let second = 1; second <= 2_000; second++)
      history.observe(second * 1_000, at([0n, BigInt(second)]))
    const complete = history.observe(2_001_000, at([1_500n, 2_000n])) ?? Number.NaN
    assert.isAtMost(complete, 1_500_000)
    assert.isAtLeast(complete, 1_480_000)
  })
})
