import { expect, it } from "vitest"
import { isAmiss, refundSentence } from "./refund-words.ts"
import { refundCheck as check } from "./testing/answers.ts"

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

it("tells refunds without a report of the failure from no refunds at all", () => {
  expect(refundSentence(check())).toBe("No failure and no refund in these days.")
  const some = check({}, { count: 2, credits: "12" })
  const spends = { ...some.spends, count: 2, refunded: 1, partly: 1 }
  expect(refundSentence({ ...some, spends })).toBe(
    "⟦2 spends refunded, 1 in full, 1 in part⟧. 12 credits came back, half of them within 22 minutes.",
  )
  const unlinked = { ...some.refunds, unlinked: { count: 2, credits: "12" } }
  expect(refundSentence({ ...some, refunds: unlinked, time_to_refund: null })).toBe(
    "12 credits came back, 2 refunds name no spend.",
  )
})
