import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { apportion, causesOf, type ValueUse } from "./day-causes.ts"

const millionths = fc.bigInt({ min: 0n, max: 10n ** 24n })
const sum = (values: ReadonlyArray<bigint>) => values.reduce((a, b) => a + b, 0n)

describe("a whole split by weights", () => {
  it("adds up to itself, each part less than a millionth from its share", () => {
    fc.assert(
      fc.property(millionths, fc.array(millionths, { maxLength: 30 }), (whole, weights) => {
        const [parts, total] = [apportion(whole, weights), sum(weights)]
        assert.strictEqual(sum(parts), total === 0n ? 0n : whole)
        parts.forEach((part, i) => {
          const off = part * total - whole * (weights[i] ?? 0n)
          assert.isTrue(total === 0n || (off < total && -off < total))
        })
      }),
    )
  })

  it("gives what is left to the largest remainders", () => {
    assert.deepStrictEqual(apportion(10n, [1n, 1n, 1n]), [4n, 3n, 3n])
    assert.deepStrictEqual(apportion(5n, [1n, 8n, 1n]), [1n, 4n, 0n])
    assert.deepStrictEqual(apportion(0n, [1n, 8n]), [0n, 0n])
  })
})

const use = (value: string, used: bigint, history: bigint): ValueUse => ({
  value,
  used,
  entries: 1,
  history,
})
const dayOf = (uses: ReadonlyArray<ValueUse>, expected: bigint) => ({
  used: sum(uses.map(({ used }) => used)),
  history: sum(uses.map(({ history }) => history)),
  entries: uses.length,
  expected,
})

describe("the causes of a day", () => {
  it("split what was expected the way the days before were split", () => {
    const uses = [use("render", 900n, 100n), use("script", 100n, 300n)]
    assert.deepStrictEqual(causesOf(dayOf(uses, 200n), uses, { top: 5, complete: true }), {
      values: [
        { value: "render", used: 900n, expected: 50n, excess: 850n, share: 1.0625, entries: 1 },
        { value: "script", used: 100n, expected: 150n, excess: -50n, share: -0.0625, entries: 1 },
      ],
      others: null,
    })
  })

  it("are all of the day where nothing was expected", () => {
    const uses = [use("a", 1n, 0n), use("b", 2n, 0n)]
    const { values } = causesOf(dayOf(uses, 0n), uses, { top: 5, complete: true })
    assert.deepStrictEqual(
      values.map(({ value, excess }) => [value, excess]),
      [
        ["b", 2n],
        ["a", 1n],
      ],
    )
  })

  const parts = fc.array(fc.tuple(millionths, millionths), {
    minLength: 1,
    maxLength: 12,
  })

  it("add up to the day with the others, and are ranked, whatever is left out", () => {
    fc.assert(
      fc.property(parts, millionths, fc.nat(12), (parts, usual, top) => {
        const uses = parts.map(([used, history], i) => use(`v${i}`, used, history))
        const whole = dayOf(uses, 0n)
        // As with a median: nothing is expected where nothing was used before.
        const day = { ...whole, expected: whole.history === 0n ? 0n : usual }
        const { values, others } = causesOf(day, uses, { top, complete: true })
        const all = [...values, ...(others === null ? [] : [others])]
        assert.strictEqual(sum(all.map(({ used }) => used)), day.used)
        assert.strictEqual(sum(all.map(({ expected }) => expected)), day.expected)
        assert.strictEqual(sum(all.map(({ excess }) => excess)), day.used - day.expected)
        assert.strictEqual(others === null, uses.length <= top)
        values.forEach(({ excess }, i) => {
          // Rounding may turn two that are as good as equal.
          assert.isTrue(excess + 1n >= (values[i + 1]?.excess ?? excess))
        })
      }),
    )
  })
})
