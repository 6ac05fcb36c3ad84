/** What the refund check says: `3 failures, 3 refunded`. */
import type { RefundCheck } from "#api/contract.ts"
import { duration } from "./format-date.ts"
import { credits } from "./format-number.ts"
import { aheadWords } from "./messages/ahead.ts"
import { m } from "./messages.ts"

/** True when something that failed has not been made good. */
export const isAmiss = ({ failures }: RefundCheck): boolean =>
  failures.missing > 0 || failures.waiting > 0 || failures.not_a_spend > 0

export const refundSentence = (check: RefundCheck): string => {
  const { failures, refunds, spends, time_to_refund: time } = check
  if (failures.count === 0 && refunds.count === 0) return aheadWords().refunds.none
  const said = aheadWords().refunds
  const parts = failures.count > 0 ? failureParts(check) : spendParts(check)
  const more = [
    ...(refunds.count === 0 ? [] : [said.came(creditsOf(refunds.credits))]),
    ...(time === null ? [] : [said.after(duration(Math.max(0, time.median_seconds) * 1000))]),
    ...(refunds.unlinked.count === 0 ? [] : [said.unlinked(refunds.unlinked.count)]),
  ]
  const first = failures.count > 0 || spends.count > 0 ? [`⟦${parts.join(", ")}⟧`] : []
  return [...first, ...(more.length === 0 ? [] : [more.join(", ")])]
    .map((sentence) => `${sentence}.`)
    .join(" ")
}

const failureParts = ({ failures }: RefundCheck): ReadonlyArray<string> => {
  const said = aheadWords().refunds
  return [
    said.failures(failures.count),
    said.refunded(failures.refunded + failures.over),
    ...(["partly", "missing", "waiting"] as const)
      .filter((state) => failures[state] > 0)
      .map((state) => said[state](failures[state])),
    ...(failures.not_a_spend > 0 ? [said.notASpend(failures.not_a_spend)] : []),
  ]
}

/** Refunds that came without a failure's report. */
const spendParts = ({ spends }: RefundCheck): ReadonlyArray<string> => {
  const said = aheadWords().refunds
  return [
    said.spends(spends.count),
    said.inFull(spends.refunded + spends.over),
    ...(spends.partly > 0 ? [said.inPart(spends.partly)] : []),
  ]
}

const creditsOf = (decimal: string) => m().common.credits(credits(decimal), decimal)
