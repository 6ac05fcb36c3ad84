import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import type { CheckedRefund, RefundCase, RefundCheck } from "#warehouse/domain/refund-check.ts"
import type * as Contract from "./refund-contract.ts"

const wireCase = (one: RefundCase): Contract.RefundCheck["open"]["cases"][number] => ({
  id: one.spendId,
  spend: one.spend && {
    type: one.spend.type,
    operation: one.spend.operation,
    credits: formatDecimal(one.spend.credits),
    occurred_at: formatInstant(one.spend.occurredAt),
  },
  state: one.state,
  refunded: formatDecimal(one.refunded),
  failures: one.failures.map(({ id, reason, occurredAt }) => ({
    id,
    reason,
    occurred_at: formatInstant(occurredAt),
  })),
  refunds: one.refunds.map(({ id, credits, occurredAt }) => ({
    id,
    credits: formatDecimal(credits),
    occurred_at: formatInstant(occurredAt),
  })),
  seconds: one.tookMs === null ? null : one.tookMs / 1000,
})

const SETTLED: ReadonlySet<RefundCase["state"]> = new Set(["refunded", "partly", "over"])

const sum = (values: ReadonlyArray<bigint>): string =>
  formatDecimal(values.reduce((a, b) => a + b, 0n))
const credits = (refunds: ReadonlyArray<CheckedRefund>) =>
  sum(refunds.map(({ credits }) => credits))

export const wireRefundCheck = (
  { cases, failures, refunds, unlinked, time }: RefundCheck,
  limit: number,
): Omit<Contract.RefundCheck, "meta"> => {
  const settled = cases.filter(({ state }) => SETTLED.has(state))
  const open = cases.filter(({ state }) => !SETTLED.has(state))
  const counted = (state: RefundCase["state"]) =>
    settled.filter((one) => one.state === state).length
  return {
    failures: { count: Object.values(failures).reduce((a, b) => a + b, 0), ...failures },
    refunds: {
      count: refunds.count,
      credits: formatDecimal(refunds.credits),
      unlinked: { count: unlinked.length, credits: credits(unlinked) },
    },
    spends: {
      count: settled.length,
      refunded: counted("refunded"),
      partly: counted("partly"),
      over: counted("over"),
      spent: sum(settled.map(({ spend }) => spend?.credits ?? 0n)),
      credits: sum(settled.map(({ refunded }) => refunded)),
    },
    time_to_refund: time && {
      median_seconds: time.medianMs / 1000,
      longest_seconds: time.longestMs / 1000,
    },
    open: { count: open.length, cases: open.slice(0, limit).map(wireCase) },
    settled: { count: settled.length, cases: settled.slice(0, limit).map(wireCase) },
  }
}
