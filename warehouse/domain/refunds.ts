/**
 * Which refunds failures call for: exactly one of exactly what was spent, unless something was refunded
 * before. Pure: what was known of one spend, and what arrives about it, in order.
 */
import { formatDecimal } from "./decimal.ts"
import type { EventType } from "./transaction-type.ts"
import {
  FAILURE_REASONS,
  type FailureReason,
  type FieldError,
  type UsageEvent,
} from "./usage-event.ts"
import { refuse } from "./usage-event-refusals.ts"

type Named = Pick<UsageEvent, "credits" | "occurredAt"> & { readonly type: EventType }
export type Refund = Pick<UsageEvent, "id" | "credits" | "properties">
export interface Failure {
  readonly id: string
  readonly reason: FailureReason
  readonly occurredAt: number
}

/** What was stored about an id before; refunds in order of arrival. */
export interface KnownOfSpend {
  /** What came under the id itself; null when nothing did. */
  readonly named: Named | null
  readonly refunds: ReadonlyArray<Refund>
  readonly failures: ReadonlyArray<Failure>
}

/** An accepted event: the one with that id itself, or a refund or a failure that names it. */
export interface Arrival {
  readonly place: number
  readonly event: UsageEvent
}

export type Outcome =
  /** The refund to be made of it; its id is for the caller to find. */
  | { readonly kind: "refund"; readonly refund: UsageEvent }
  | { readonly kind: "note"; readonly note: string }
  | { readonly kind: "rejected"; readonly errors: ReadonlyArray<FieldError> }

/** By place; none for what is accepted without further ado. `arrivals` are in order. */
export const settleRefunds = (
  spend: { readonly account: string; readonly id: string },
  known: KnownOfSpend,
  arrivals: ReadonlyArray<Arrival>,
): ReadonlyMap<number, Outcome> => {
  let { named } = known
  const refunds = [...known.refunds]
  const failures = [...known.failures]
  const outcomes = new Map<number, Outcome>()

  const onCompleted = (): Outcome => {
    const refund = dueRefund(spend, { named, refunds, failures })
    if (refund === null) return { kind: "note", note: whyNone(spend.id, named, refunds) ?? WAITING }
    refunds.push(refund)
    return { kind: "refund", refund }
  }

  for (const { place, event } of arrivals) {
    const names = event.refersTo === spend.id
    if (event.id === spend.id) named = event
    if (names && event.type === "refund") {
      const errors = excessOf(named, refunds, event)
      if (errors.length === 0) refunds.push(event)
      else outcomes.set(place, { kind: "rejected", errors })
    } else if (names && isFailure(event)) {
      failures.push(event)
      outcomes.set(place, onCompleted())
    } else if (event.type === "spend" && failures.length > 0) outcomes.set(place, onCompleted())
  }
  return outcomes
}

/** The refund that is called for and was not made; null when there is none to be made. */
export const dueRefund = (
  spend: { readonly account: string; readonly id: string },
  { named, refunds, failures }: KnownOfSpend,
): UsageEvent | null => {
  // Of several that waited, the same one in whatever order they came.
  const [failure] = failures.toSorted(inTime)
  if (named === null || failure === undefined) return null
  return whyNone(spend.id, named, refunds) === null ? refundOf(spend, named, failure) : null
}

const inTime = (a: Failure, b: Failure): number =>
  a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1)

const WAITING = "waits for the spend that it names: the refund is made when it arrives"

/** Null when a refund is due. */
const whyNone = (
  id: string,
  named: Named | null,
  refunds: ReadonlyArray<Refund>,
): string | null => {
  if (named === null) return WAITING
  if (named.type !== "spend") return `no refund: ${id} is a ${named.type}, no spend`
  return refunds.length > 0 ? alreadyRefunded(named, refunds) : null
}

export type FailureState =
  /** By the refund that was made for it. */
  | { readonly state: "refunded"; readonly refund: Refund }
  /** `note`: why there is no refund of its own. */
  | { readonly state: "waiting" | "none"; readonly note: string }

/** What has become of a failure that was accepted. */
export const stateOfFailure = (
  failureId: string,
  spendId: string,
  { named, refunds }: KnownOfSpend,
): FailureState => {
  const refund = refunds.find(({ properties }) => properties?.failure === failureId)
  if (refund !== undefined) return { state: "refunded", refund }
  const note = whyNone(spendId, named, refunds) ?? "the refund is on its way"
  return { state: named === null ? "waiting" : "none", note }
}

export const isFailure = (event: UsageEvent): event is UsageEvent & Failure =>
  event.type === "failure" && event.reason !== undefined

const sumOf = (refunds: ReadonlyArray<Refund>): bigint =>
  refunds.reduce((sum, { credits }) => sum + credits, 0n)

const alreadyRefunded = ({ credits }: Named, refunds: ReadonlyArray<Refund>): string => {
  const [sum, spent] = [formatDecimal(sumOf(refunds)), formatDecimal(credits)]
  const [first] = refunds
  const by = refunds.length === 1 ? first?.id : `${first?.id} and ${refunds.length - 1} more`
  return `no refund: ${sum} of the ${spent} spent were refunded before, by ${by}`
}

/** Of a spend that is not known nothing can be checked. */
const excessOf = (
  named: Named | null,
  refunds: ReadonlyArray<Refund>,
  refund: Refund,
): ReadonlyArray<FieldError> => {
  if (named?.type !== "spend") return []
  const before = sumOf(refunds)
  if (before + refund.credits <= named.credits) return []
  const refusal = refuse(
    "refund_exceeds_spend",
    formatDecimal(named.credits),
    formatDecimal(before),
  )
  return [{ pointer: "/credits", ...refusal }]
}

/** The same whichever of the two came first. Its id is that of the spend until it gets its own. */
const refundOf = (
  { account, id }: { readonly account: string; readonly id: string },
  spend: Named,
  failure: Failure,
): UsageEvent => ({
  account,
  id,
  type: "refund",
  operation: "refund",
  credits: spend.credits,
  occurredAt: Math.max(spend.occurredAt, failure.occurredAt),
  description: `operation failed: ${FAILURE_REASONS[failure.reason]}`,
  refersTo: id,
  properties: { failure: failure.id },
})

const ID_CHARACTERS_MAX = 128

/**
 * The ids that a refund may get, best first: the same at every repeat. `hash` names a spend whose id
 * leaves no room. Another event may hold one of them, whoever sent it: then the next is tried.
 */
export const refundIdOf = (spendId: string, attempt: number, hash: string): string => {
  const ending = attempt === 0 ? "~refund" : `~refund-${attempt + 1}`
  const whole = `${spendId}${ending}`
  return [...whole].length <= ID_CHARACTERS_MAX ? whole : `${hash}${ending}`
}
