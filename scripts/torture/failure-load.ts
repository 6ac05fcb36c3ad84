/**
 * The failures of the load. Most name a spend that comes earlier or later, some of them one that others
 * name as well; the rest name what is no spend, what never comes, or an id that only another account has.
 */
import type { Random } from "#ingest/samples/random.ts"
import { DAY_MS } from "#warehouse/domain/calendar.ts"
import {
  FAILURE_REASONS,
  type FailureReason,
  type UsageEvent,
} from "#warehouse/domain/usage-event.ts"
import { OPERATIONS } from "#warehouse/testing/recount.ts"

/** The rest of the load, of which a failure is about something. */
export interface Surroundings {
  /** The event of its own that message `index` is; null when it is a failure or none. */
  readonly transactionAt: (index: number) => UsageEvent | null
  readonly idOf: (index: number) => string
  readonly accountAt: (index: number) => string
}

const REASONS = Object.keys(FAILURE_REASONS) as ReadonlyArray<FailureReason>
/** Failures of one such stretch may name the same spend, its first. */
const SHARED_STRETCH = 1_000
const NEAR = 400

export const failureFrom = (base: number, random: Random, load: Surroundings): UsageEvent => {
  const [about, refersTo] = namedBy(base, random, load)
  const operation = OPERATIONS[random.below(2 * OPERATIONS.length)] ?? ""
  return {
    id: load.idOf(base),
    account: about.account,
    type: "failure",
    operation,
    credits: 0n,
    // Before the spend, or after it: the later one is when the refund counts.
    occurredAt: about.occurredAt - DAY_MS / 2 + random.below(DAY_MS),
    refersTo,
    reason: REASONS[random.below(REASONS.length)] as FailureReason,
    ...(random.below(5) === 0 && { description: `gave up “${base}”` }),
    ...(random.below(7) === 0 && { properties: { model: `m${base % 7}`, région: "ouest" } }),
  }
}

/** What else can come under the id of a failure: `another` is one that names something else. */
export const otherFailure = (
  failure: UsageEvent,
  variant: number,
  another: UsageEvent,
): UsageEvent => {
  const { reason = "timeout", refersTo, ...same } = failure
  const { id, account, occurredAt } = same
  switch (variant) {
    case 1:
      return {
        ...failure,
        occurredAt: occurredAt + 1,
        reason: REASONS[(REASONS.indexOf(reason) + 1) % REASONS.length] as FailureReason,
      }
    case 2:
      return another.account === account && another.refersTo !== undefined
        ? { ...failure, refersTo: another.refersTo, operation: "other" }
        : { ...failure, refersTo: `gone-${id}` }
    default:
      // Ids are unique over failures and transactions.
      return { ...same, type: "bonus", operation: "other", credits: 1_000_003n }
  }
}

type Named = readonly [about: Pick<UsageEvent, "account" | "occurredAt">, refersTo: string]

const namedBy = (base: number, random: Random, load: Surroundings): Named => {
  const anchor = anchorOf(base, random)
  const spend = firstFrom(anchor, load, ({ type }) => type === "spend")
  const own = { account: load.accountAt(base), occurredAt: spend.occurredAt }
  switch (random.below(12)) {
    case 0: {
      const other = firstFrom(anchor, load, ({ type }) => type !== "spend")
      return [other, other.id]
    }
    case 1:
      return [own, `gone-${base}`]
    case 2:
      // Every id is one of two accounts: of this one, when it has it at all, another event.
      return [own, spend.id]
    case 3:
      return [own, load.idOf(base)]
    default:
      return [spend, spend.id]
  }
}

/** On the same side as the failure: accounts of one side share the numbers that ids are made of. */
const anchorOf = (base: number, random: Random): number => {
  const side = base % 2
  switch (random.below(6)) {
    case 0:
    case 1:
      return base - (base % SHARED_STRETCH) + side
    case 2:
      return 2 * random.below((base >> 1) + 1) + side
    default:
      return Math.max(side, base + 2 * (random.below(NEAR) - NEAR / 2))
  }
}

const firstFrom = (
  anchor: number,
  load: Surroundings,
  isWanted: (event: UsageEvent) => boolean,
): UsageEvent => {
  for (let index = anchor; ; index += 2) {
    const event = load.transactionAt(index)
    if (event !== null && isWanted(event)) return event
  }
}
