import { assert, describe, it } from "@effect/vitest"
import { makeHistory, type PartitionPosition } from "./log-history.ts"

const at = (...positions: ReadonlyArray<readonly [next: bigint, high: bigint]>) =>
  new Map(positions.map(([next, high], partition) => [partition, { next, high }]))

/** Up to when all of them are stored. */
const complete = (
  history: ReturnType<typeof makeHistory>,
  time: number,
  positions: ReadonlyMap<number, PartitionPosition>,
) => {
  const reached = history.observe(time, positions)
  const times = [...positions.keys()].map((partition) => reached.get(partition))
  return times.every((one) => one !== undefined) ? Math.min(...times) : undefined
}

describe("makeHistory", () => {
  it("is complete to now when nothing is left to read", () => {
    const history = makeHistory()
    assert.strictEqual(complete(history, 1_000, at([0n, 0n], [5n, 5n])), 1_000)
    assert.strictEqual(complete(history, 2_000, at([0n, 0n], [7n, 7n])), 2_000)
  })

  it("does not know before the group has got to where the log first ended", () => {
    const history = makeHistory()
    assert.isUndefined(complete(history, 1_000, at([3n, 10n])))
    assert.isUndefined(complete(history, 2_000, at([9n, 12n])))
    assert.strictEqual(complete(history, 3_000, at([10n, 15n])), 1_000)
    assert.strictEqual(complete(history, 4_000, at([14n, 15n])), 2_000)
    assert.strictEqual(complete(history, 5_000, at([15n, 15n])), 5_000)
  })

  it("is as far as the partition that is furthest behind", () => {
    const history = makeHistory()
    complete(history, 1_000, at([5n, 5n], [5n, 5n]))
    complete(history, 2_000, at([5n, 9n], [6n, 6n]))
    assert.strictEqual(complete(history, 3_000, at([5n, 9n], [8n, 8n])), 1_000)
    assert.strictEqual(complete(history, 4_000, at([9n, 10n], [8n, 8n])), 3_000)
  })

  it("never says more for having forgotten some of a long backlog", () => {
    const history = makeHistory()
    complete(history, 0, at([0n, 0n]))
    for (let second = 1; second <= 2_000; second++)
      complete(history, second * 1_000, at([0n, BigInt(second)]))
    const reached = complete(history, 2_001_000, at([1_500n, 2_000n])) ?? Number.NaN
    assert.isAtMost(reached, 1_500_000)
    assert.isAtLeast(reached, 1_480_000)
  })
})
