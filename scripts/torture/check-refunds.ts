/**
 * The refunds that are stored, against those that the stored failures call for: of each stored spend
 * that a stored failure names exactly one, of exactly what was spent, linked to both.
 */
import type { LogPosition, UsageEvent } from "#warehouse/domain/usage-event.ts"
import { transactionsOf } from "#warehouse/testing/refunded.ts"
import type { Findings } from "./findings.ts"
import { meaningOf } from "./meaning.ts"

/** An event that is stored, and where it came from. */
export interface Arrived {
  readonly event: UsageEvent
  /** Null: it did not come through a log. */
  readonly position: LogPosition | null
}

/** Made by the product: nobody sends a refund that names a spend. */
export const isMadeRefund = ({ event: { type, refersTo } }: Arrived): boolean =>
  type === "refund" && refersTo !== undefined

/** The refunds that there have to be. */
export const checkRefunds = (
  arrived: ReadonlyArray<Arrived>,
  stored: ReadonlyArray<Arrived>,
  findings: Findings,
): ReadonlyArray<UsageEvent> => {
  const expected = expectedRefunds(arrived, stored)
  const left = new Map(expected.map((refund) => [nameOf(refund.event), refund]))
  for (const { event, position } of stored) {
    const wanted = left.get(nameOf(event))
    const name = `the refund ${nameOf(event)}`
    if (wanted === undefined) {
      findings.add(`${name} is one too many, or of nothing: ${meaningOf(event)}`)
      continue
    }
    left.delete(nameOf(event))
    if (meaningOf(event) !== meaningOf(wanted.event))
      findings.add(`${name} is ${meaningOf(event)} instead of ${meaningOf(wanted.event)}`)
    if (placeOf(position) !== placeOf(wanted.position))
      findings.add(
        `${name} is stored as from ${placeOf(position)} instead of ${placeOf(wanted.position)}`,
      )
  }
  for (const name of left.keys()) findings.add(`the refund ${name} was never made`)
  return expected.map(({ event }) => event)
}

const nameOf = ({ account, id }: UsageEvent): string => `(${account}, ${id})`
const spendOf = ({ account, id, type, refersTo }: UsageEvent): string =>
  `(${account}, ${type === "failure" ? refersTo : id})`
const placeOf = (position: LogPosition | null): string =>
  position === null ? "nowhere" : `${position.partition}/${position.offset}`

const expectedRefunds = (
  arrived: ReadonlyArray<Arrived>,
  stored: ReadonlyArray<Arrived>,
): ReadonlyArray<Arrived> => {
  const failures = arrived.filter(({ event }) => event.type === "failure")
  const named = new Set(failures.map(({ event }) => spendOf(event)))
  // Which of several failures a refund is for depends on the order. A log has it; over HTTP nobody knows
  // it, and the refund may be for any.
  const chosen = new Set(
    stored.map(({ event: { account, properties } }) => `${account} ${properties?.failure}`),
  )
  const isChosen = ({ account, id }: UsageEvent) => chosen.has(`${account} ${id}`)
  const about = [
    ...arrived.filter(({ event }) => event.type !== "failure" && named.has(spendOf(event))),
    ...failures.toSorted((a, b) => Number(isChosen(b.event)) - Number(isChosen(a.event))),
  ].sort(byPlace)
  const places = new Map<string, LogPosition | null>()
  const groups = Map.groupBy(about, ({ event }) => spendOf(event))
  for (const [spend, group] of groups) {
    const failed = group.find(({ event }) => event.type === "failure")
    const spent = group.find(({ event }) => event.type !== "failure")
    // The later one completes the pair.
    if (failed !== undefined && spent !== undefined)
      places.set(spend, byPlace(failed, spent) > 0 ? failed.position : spent.position)
  }
  return transactionsOf(about.map(({ event }) => event))
    .filter(({ type, refersTo }) => type === "refund" && refersTo !== undefined)
    .map((event) => ({
      event,
      position: places.get(`(${event.account}, ${event.refersTo})`) ?? null,
    }))
}

const byPlace = ({ position: a }: Arrived, { position: b }: Arrived): number =>
  a === null || b === null ? 0 : a.partition - b.partition || Number(a.offset - b.offset)
