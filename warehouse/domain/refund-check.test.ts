import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import {
  type CheckedFailure,
  type CheckedRefund,
  type CheckedSpend,
  REFUND_STATES,
  refundCheck,
} from "./refund-check.ts"

const spend = (id: string, credits = 2n): CheckedSpend => ({
  id,
  type: "spend",
  operation: "variation",
  credits,
  occurredAt: 1_000,
})
const failure = (id: string, refersTo: string, occurredAt = 2_000): CheckedFailure => ({
  id,
  refersTo,
  reason: "timeout",
  occurredAt,
})
const refund = (
  id: string,
  refersTo: string | null,
  credits = 2n,
  occurredAt = 31_000,
): CheckedRefund => ({
  id,
  refersTo,
  credits,
  occurredAt,
  within: true,
})

describe("a refund check", () => {
  it("says that three failures were refunded three times, and how soon", () => {
    const check = refundCheck({
      failures: ["1", "2", "3"].map((n) => failure(`f${n}`, `s${n}`)),
      refunds: [
        refund("r1", "s1", 2n, 5_000),
        refund("r2", "s2", 2n, 31_000),
        refund("r3", "s3", 2n, 11_000),
      ],
      spends: ["s1", "s2", "s3"].map((id) => spend(id)),
    })
    assert.strictEqual(check.failures.refunded, 3)
    assert.deepStrictEqual(check.refunds, { count: 3, credits: 6n })
    assert.deepStrictEqual(check.time, { medianMs: 10_000, longestMs: 30_000 })
    assert.deepStrictEqual(
      check.cases.map(({ spendId }) => spendId),
      ["s2", "s3", "s1"],
    )
  })

  it("tells apart what came back of a spend", () => {
    const { cases, failures, unlinked } = refundCheck({
      failures: ["none", "part", "gone", "odd"].map((id) => failure(`f-${id}`, id)),
      refunds: [
        refund("r1", "part", 1n),
        refund("r2", "twice", 2n),
        refund("r3", "twice", 2n),
        refund("r4", null),
        refund("r5", "unknown"),
      ],
      spends: [spend("none"), spend("part"), spend("twice"), { ...spend("odd"), type: "purchase" }],
    })
    assert.deepStrictEqual(Object.fromEntries(cases.map((one) => [one.spendId, one.state])), {
      none: "missing",
      part: "partly",
      gone: "waiting",
      odd: "not_a_spend",
      twice: "over",
      unknown: "waiting",
    })
    assert.deepStrictEqual(failures, {
      refunded: 0,
      partly: 1,
      over: 0,
      missing: 1,
      waiting: 1,
      not_a_spend: 1,
    })
    assert.deepStrictEqual(
      unlinked.map(({ id }) => id),
      ["r4"],
    )
  })

  it("counts refunds outside of its days towards the spend, and not as its own", () => {
    const check = refundCheck({
      failures: [],
      refunds: [refund("r1", "s", 1n), { ...refund("r2", "s", 1n, 90_000), within: false }],
      spends: [spend("s")],
    })
    assert.strictEqual(check.cases[0]?.state, "refunded")
    assert.deepStrictEqual(check.refunds, { count: 1, credits: 1n })
  })

  const ids = fc.constantFrom("a", "b", "c", "d")

  it("loses no failure, no refund and no credit, whatever names what", () => {
    fc.assert(
      fc.property(
        fc.array(ids),
        fc.array(fc.tuple(fc.option(ids), fc.bigInt({ min: 1n, max: 9n }))),
        fc.uniqueArray(ids),
        (failed, refunded, spent) => {
          const { cases, failures, unlinked, refunds } = refundCheck({
            failures: failed.map((id, i) => failure(`f${i}`, id, i)),
            refunds: refunded.map(([id, credits], i) => refund(`r${i}`, id, credits, i)),
            spends: spent.map((id) => spend(id, 9n)),
          })
          const counted = REFUND_STATES.reduce((sum, state) => sum + failures[state], 0)
          assert.strictEqual(counted, failed.length)
          const credits = [...cases.map((one) => one.refunded), ...unlinked.map((r) => r.credits)]
          assert.strictEqual(
            credits.reduce((a, b) => a + b, 0n),
            refunds.credits,
          )
          assert.strictEqual(refunds.count, refunded.length)
          for (const one of cases)
            if (one.state === "refunded") assert.strictEqual(one.refunded, one.spend?.credits)
        },
      ),
    )
  })
})
