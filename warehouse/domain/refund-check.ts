/** Whether what failed was refunded, spend by spend. */
import type { TransactionType } from "./transaction-type.ts"
import type { FailureReason } from "./usage-event.ts"

export interface CheckedFailure {
  readonly id: string
  /** Id of the spend that it names. */
  readonly refersTo: string
  readonly reason: FailureReason
  readonly occurredAt: number
}

export interface CheckedRefund {
  readonly id: string
  /** Id of the spend; null for a refund that names none. */
  readonly refersTo: string | null
  readonly credits: bigint
  readonly occurredAt: number
  /** Within the stretch of time that is checked; another refund of the same spend may lie outside. */
  readonly within: boolean
}

export interface CheckedSpend {
  readonly id: string
  readonly type: TransactionType
  readonly operation: string
  readonly credits: bigint
  readonly occurredAt: number
}

/**
 * `refunded`, `partly`, `over`: of the whole spend, of less, of more. `missing`: a failure, and nothing came
 * back. `waiting`: the spend is not here yet. `not_a_spend`: what was named is something else.
 */
export const REFUND_STATES = [
  "refunded",
  "partly",
  "over",
  "missing",
  "waiting",
  "not_a_spend",
] as const
export type RefundState = (typeof REFUND_STATES)[number]

export interface RefundCase {
  readonly spendId: string
  /** Null when nothing is stored under that id. */
  readonly spend: CheckedSpend | null
  readonly state: RefundState
  readonly failures: ReadonlyArray<CheckedFailure>
  /** Oldest first. */
  readonly refunds: ReadonlyArray<CheckedRefund>
  readonly refunded: bigint
  /** From the spend to its first refund, in milliseconds; null without one of them. */
  readonly tookMs: number | null
  /** When the last of it happened. */
  readonly at: number
}

export interface RefundCheck {
  /** Newest first. */
  readonly cases: ReadonlyArray<RefundCase>
  readonly failures: Readonly<Record<RefundState, number>>
  /** Refunds of the stretch that name no spend. */
  readonly unlinked: ReadonlyArray<CheckedRefund>
  /** Every refund of the stretch. */
  readonly refunds: { readonly count: number; readonly credits: bigint }
  readonly time: { readonly medianMs: number; readonly longestMs: number } | null
}

export interface RefundFacts {
  readonly failures: ReadonlyArray<CheckedFailure>
  readonly refunds: ReadonlyArray<CheckedRefund>
  readonly spends: ReadonlyArray<CheckedSpend>
}

export const refundCheck = ({ failures, refunds, spends }: RefundFacts): RefundCheck => {
  const spendById = new Map(spends.map((spend) => [spend.id, spend]))
  const failuresOf = Map.groupBy(failures, ({ refersTo }) => refersTo)
  const refundsOf = Map.groupBy(refunds, ({ refersTo }) => refersTo)
  const ids = new Set([...failuresOf.keys(), ...refundsOf.keys()])
  const cases = [...ids]
    .filter((id) => id !== null)
    .map((id) =>
      caseOf(id, {
        spend: spendById.get(id) ?? null,
        failures: (failuresOf.get(id) ?? []).toSorted(inTime),
        refunds: (refundsOf.get(id) ?? []).toSorted(inTime),
      }),
    )
    .sort((a, b) => b.at - a.at || (a.spendId < b.spendId ? -1 : 1))
  const within = refunds.filter((refund) => refund.within)
  return {
    cases,
    failures: countFailures(cases),
    unlinked: within.filter(({ refersTo }) => refersTo === null),
    refunds: { count: within.length, credits: sumOf(within) },
    time: timeOf(cases.flatMap(({ tookMs }) => tookMs ?? [])),
  }
}

const caseOf = (
  spendId: string,
  known: Pick<RefundCase, "spend" | "failures" | "refunds">,
): RefundCase => {
  const { spend, failures, refunds } = known
  const [first] = refunds
  const isSpend = spend?.type === "spend"
  return {
    spendId,
    ...known,
    state: stateOf(spend, refunds),
    refunded: sumOf(refunds),
    tookMs: isSpend && first !== undefined ? first.occurredAt - spend.occurredAt : null,
    at: Math.max(...[...failures, ...refunds].map(({ occurredAt }) => occurredAt)),
  }
}

const stateOf = (
  spend: CheckedSpend | null,
  refunds: ReadonlyArray<CheckedRefund>,
): RefundState => {
  if (spend === null) return "waiting"
  if (spend.type !== "spend") return "not_a_spend"
  const refunded = sumOf(refunds)
  if (refunds.length === 0) return "missing"
  if (refunded === spend.credits) return "refunded"
  return refunded < spend.credits ? "partly" : "over"
}

const countFailures = (cases: ReadonlyArray<RefundCase>) => {
  const counts = { refunded: 0, partly: 0, over: 0, missing: 0, waiting: 0, not_a_spend: 0 }
  for (const { state, failures } of cases) counts[state] += failures.length
  return counts
}

const timeOf = (took: ReadonlyArray<number>): RefundCheck["time"] => {
  if (took.length === 0) return null
  const sorted = took.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? 0
  return {
    medianMs: sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2,
    longestMs: sorted.at(-1) ?? 0,
  }
}

interface InTime {
  readonly id: string
  readonly occurredAt: number
}
const inTime = (a: InTime, b: InTime): number =>
  a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1)

const sumOf = (refunds: ReadonlyArray<CheckedRefund>): bigint =>
  refunds.reduce((sum, { credits }) => sum + credits, 0n)
