/** The oracle of refunds: what failures come to, decided again the slow and obvious way. */
import type { UsageEvent } from "../domain/usage-event.ts"

const identity = (account: string, id = "") => `${account}\0${id}`

/**
 * The transactions that the warehouse must hold when these events arrived one after another: without
 * failures, repeats, conflicts and refunds of more than was spent, with the refunds that are made for
 * failures. Give it to `wrongGroups`.
 */
export const transactionsOf = (arrived: ReadonlyArray<UsageEvent>): UsageEvent[] => {
  const taken = new Set<string>()
  const stored: UsageEvent[] = []
  const failures: UsageEvent[] = []
  for (const event of arrived) {
    const { account, id, type, refersTo } = event
    if (taken.has(identity(account, id))) continue
    if (type === "refund" && exceeds(stored, event)) continue
    taken.add(identity(account, id))
    if (type === "failure") failures.push(event)
    else stored.push(event)
    const spendId = type === "failure" ? refersTo : id
    const refund =
      type === "failure" || type === "spend" ? dueFor(stored, failures, account, spendId) : null
    if (refund === null) continue
    const free = refundIds(refund.id).find((one) => !taken.has(identity(account, one)))
    if (free === undefined) throw new Error("every id of a refund is taken")
    taken.add(identity(account, free))
    stored.push({ ...refund, id: free })
  }
  return stored
}

const refundIds = (spendId: string) => [
  `${spendId}~refund`,
  ...Array.from({ length: 9 }, (_, i) => `${spendId}~refund-${i + 2}`),
]

const spendOf = (stored: ReadonlyArray<UsageEvent>, account: string, id = "") =>
  stored.find((one) => one.account === account && one.id === id && one.type === "spend")

export const refundsOf = (stored: ReadonlyArray<UsageEvent>, account: string, id = "") =>
  stored.filter((one) => one.account === account && one.refersTo === id && one.type === "refund")

const exceeds = (stored: ReadonlyArray<UsageEvent>, refund: UsageEvent): boolean => {
  const spend = spendOf(stored, refund.account, refund.refersTo)
  if (spend === undefined) return false
  let sum = refund.credits
  for (const other of refundsOf(stored, refund.account, refund.refersTo)) sum += other.credits
  return sum > spend.credits
}

/** The refund that is due, with the spend's id in place of its own. */
const dueFor = (
  stored: ReadonlyArray<UsageEvent>,
  failures: ReadonlyArray<UsageEvent>,
  account: string,
  id = "",
): UsageEvent | null => {
  const spend = spendOf(stored, account, id)
  const [failure] = failures
    .filter((one) => one.account === account && one.refersTo === id)
    .sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1))
  if (spend === undefined || failure === undefined) return null
  if (refundsOf(stored, account, id).length > 0) return null
  return {
    account,
    id,
    type: "refund",
    operation: "refund",
    credits: spend.credits,
    occurredAt: Math.max(spend.occurredAt, failure.occurredAt),
    description: `operation failed: ${failure.reason?.replace("_", " ")}`,
    refersTo: id,
    properties: { failure: failure.id },
  }
}
