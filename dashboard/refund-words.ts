/** What the refund check says: `3 failures, 3 refunded`. */
import type { RefundCheck } from "#api/contract.ts"
import { duration } from "./format-date.ts"
import { credits } from "./format-number.ts"
import { m } from "./messages.ts"

/** True when something that failed has not been made good. */
export const isAmiss = ({ failures }: RefundCheck): boolean =>
  failures.missing > 0 || failures.waiting > 0 || failures.not_a_spend > 0

export const refundSentence = ({ failures, refunds, time_to_refund }: RefundCheck): string => {
  const said = m().ahead.refunds
  if (failures.count === 0)
    return refunds.count === 0
      ? said.none
      : `${said.none} ${said.other(said.refundCount(refunds.count), creditsOf(refunds.credits))}.`
  const parts = [
    said.failures(failures.count),
    said.refunded(failures.refunded + failures.over),
    ...(["partly", "missing", "waiting"] as const)
      .filter((state) => failures[state] > 0)
      .map((state) => said[state](failures[state])),
    ...(failures.not_a_spend > 0 ? [said.notASpend(failures.not_a_spend)] : []),
  ]
  const back = refunds.count === 0 ? [] : [said.came(creditsOf(refunds.credits))]
  const soon =
    time_to_refund === null
      ? []
      : [said.after(duration(Math.max(0, time_to_refund.median_seconds) * 1000))]
  const more = [...back, ...soon]
  return `⟦${parts.join(", ")}⟧.${more.length === 0 ? "" : ` ${more.join(", ")}.`}`
}

const creditsOf = (decimal: string) => m().common.credits(credits(decimal), decimal)
