import { expect, it } from "vitest"
import type { RefundCheck } from "#api/contract.ts"
import { isAmiss, refundSentence } from "./refund-words.ts"
import { meta } from "./testing/answers.ts"

const none = {
  count: 0,
  refunded: 0,
  partly: 0,
  over: 0,
  missing: 0,
  waiting: 0,
  not_a_spend: 0,
}
const check = (
  failures: Partial<RefundCheck["failures"]>,
  refunds: { count: number; credits: string } = { count: 0, credits: "0" },
): RefundCheck => ({
  failures: { ...none, ...failures },
  refunds: { ...refunds, unlinked: { count: 0, credits: "0" } },
  spends: { count: 0, refunded: 0, partly: 0, over: 0, spent: "0", credits: "0" },
  time_to_refund: refunds.count === 0 ? null : { median_seconds: 1320, longest_seconds: 4000 },
  open: { count: 0, cases: [] },
  settled: { count: 0, cases: [] },
  meta,
})

it("says that every failure was refunded", () => {
  const all = check({ count: 3, refunded: 3 }, { count: 3, credits: "24.5" })
  expect(refundSentence(all)).toBe(
    "⟦3 failures, 3 refunded⟧. 24.5 credits came back, half of them within 22 minutes.",
  )
  expect(isAmiss(all)).toBe(false)
})

it("names what was not made good", () => {
  const some = check({ count: 4, refunded: 1, partly: 1, missing: 2 })
  expect(refundSentence(some)).toBe(
    "⟦4 failures, 1 refunded, 1 refunded in part, 2 without a refund⟧.",
  )
  expect(isAmiss(some)).toBe(true)
})

it("tells refunds without a failure from no refunds at all", () => {
  expect(refundSentence(check({}))).toBe("No failure was reported in these days.")
  expect(refundSentence(check({}, { count: 2, credits: "12" }))).toBe(
    "No failure was reported in these days. 2 refunds returned 12 credits.",
  )
})
