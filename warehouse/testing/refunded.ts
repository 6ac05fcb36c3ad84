/** The oracle of refunds: what failures come to, decided again the slow and obvious way. */
import type { UsageEvent } from "../domain/usage-event.ts"

/** What has come about one spend. */
interface About {
  spend: UsageEvent | null
  readonly refunds: UsageEvent[]
  readonly failures: UsageEvent[]
}

const REFUND_IDS_MAX = 10

/**
 * The transactions that the warehouse must hold when these events arrived one after another: without
 * failures, repeats, conflicts and refunds of more than was spent, with the refunds that are made for
 * failures. Give it to `wrongGroups`. With one failure a spend and no refunds by hand the order does not
 * matter.
 */
export const transactionsOf = (arrived: ReadonlyArray<UsageEvent>): UsageEvent[] => {
  const taken = new Set<string>()
  const stored: UsageEvent[] = []
  const abouts = new Map<string, About>()
  const aboutOf = (account: string, spend: string): About => {
    const key = `${account}\0${spend}`
    const about = abouts.get(key) ?? { spend: null, refunds: [], failures: [] }
    abouts.set(key, about)
    return about
  }
  for (const event of arrived) {
    const { account, id, type, refersTo = "" } = event
    if (taken.has(`${account}\0${id}`)) continue
    if (type === "refund") {
      const about = aboutOf(account, refersTo)
      if (exceeds(about, event)) continue
      about.refunds.push(event)
    }
    taken.add(`${account}\0${id}`)
    if (type !== "failure") stored.push(event)
    if (type !== "failure" && type !== "spend") continue
    const about = aboutOf(account, type === "failure" ? refersTo : id)
    if (type === "failure") about.failures.push(event)
    else about.spend = event
    const due = dueFor(about)
    if (due === null) continue
    const refund = { ...due, id: freeId(taken, due) }
    taken.add(`${account}\0${refund.id}`)
    about.refunds.push(refund)
    stored.push(refund)
  }
  return stored
}

const freeId = (taken: ReadonlySet<string>, { account, refersTo }: UsageEvent): string => {
  for (let n = 1; n <= REFUND_IDS_MAX; n++) {
    const id = n === 1 ? `${refersTo}~refund` : `${refersTo}~refund-${n}`
    if (!taken.has(`${account}\0${id}`)) return id
  }
  throw new Error("every id of a refund is taken")
}

const exceeds = ({ spend, refunds }: About, refund: UsageEvent): boolean => {
  if (spend === null) return false
  let sum = refund.credits
  for (const { credits } of refunds) sum += credits
  return sum > spend.credits
}

/** The refund that is due, without an id of its own. */
const dueFor = ({ spend, refunds, failures }: About): UsageEvent | null => {
  const [failure] = [...failures].sort(
    (a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1),
  )
  if (spend === null || failure === undefined || refunds.length > 0) return null
  return {
    account: spend.account,
    id: "",
    type: "refund",
    operation: "refund",
    credits: spend.credits,
    occurredAt: Math.max(spend.occurredAt, failure.occurredAt),
    description: `operation failed: ${failure.reason?.replace("_", " ")}`,
    refersTo: spend.id,
    properties: { failure: failure.id },
  }
}
