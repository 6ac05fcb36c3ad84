/** From fates to refunds: what the failures of a batch, and those that waited for it, call for. */
import { Effect } from "effect"
import { BatchDraft } from "./batch-draft.ts"
import { type BatchFates, identityOf, resolve } from "./batch-fates.ts"
import { formatDecimal } from "./domain/decimal.ts"
import {
  type Arrival,
  isFailure,
  type KnownOfSpend,
  type Outcome,
  refundIdOf,
  settleRefunds,
} from "./domain/refunds.ts"
import type { Fate, UsageEvent } from "./domain/usage-event.ts"
import { hashOf } from "./event-hash.ts"
import type { EventRows } from "./event-rows.ts"
import type { KnownIds } from "./known-ids.ts"
import type { OpenBatch } from "./open-batches.ts"
import type { OwnStretch } from "./own-stretch.ts"
import { NO_PLACE } from "./place-table.ts"
import { RowBinaryWriter } from "./row-binary.ts"
import { knownOf, lookUpLinks, type SpendName } from "./stored-links.ts"

/** A batch with the refunds that it makes. */
export interface SettledBatch extends OpenBatch {
  /** The places of its accepted failures, which are no transactions. */
  readonly failures: ReadonlyArray<number>
  /** Null when it makes none. */
  readonly refunds: OpenBatch | null
  /** The same as events, by the place that completed each. */
  readonly made: ReadonlyMap<number, UsageEvent>
}

interface Group {
  readonly spend: SpendName
  readonly arrivals: Array<Arrival>
}

/**
 * Settles refunds and failures of the draft, and tells the fates of what comes of it. `named`: key
 * hashes that stored failures name. Without any it asks nothing.
 */
export const settleBatch = Effect.fnUntraced(function* (
  known: KnownIds,
  { draft, fates, named }: Pick<OpenBatch, "draft" | "fates"> & { named: ReadonlySet<bigint> },
  own: OwnStretch | null,
) {
  const groups = groupsOf(draft, fates, named)
  if (groups.size === 0) return nothingOf(draft, fates)
  // Before the tables are asked: what is stored meanwhile is in neither of them afterwards.
  const onTheirWay = new Map(
    Array.from(groups, ([identity, { spend }]) => [identity, onItsWay(known, spend)]),
  )
  const stored = yield* lookUpLinks(
    Array.from(groups.values(), ({ spend }) => spend),
    own,
  )
  const toMake: Array<{ readonly place: number; readonly refund: UsageEvent }> = []
  for (const [identity, { spend, arrivals }] of groups) {
    const before = together(knownOf(stored.get(identity)), onTheirWay.get(identity))
    const outcomes = settleRefunds(spend, before, inOrder(arrivals))
    for (const [place, outcome] of outcomes)
      if (outcome.kind === "refund") toMake.push({ place, refund: outcome.refund })
      else tell(draft, fates, place, outcome)
  }
  toMake.sort((a, b) => a.place - b.place)
  const refunds = toMake.length === 0 ? null : yield* makeRefunds(known, draft, toMake, own)
  refunds?.ids.forEach((id, i) => {
    const { place, refund } = toMake[i] as (typeof toMake)[number]
    fates.tell(place, {
      fate: "accepted",
      refund: { id, credits: formatDecimal(refund.credits) },
    })
  })
  const linked = [...groups.values()].flatMap(({ arrivals }) => arrivals)
  const accepted = linked.filter(({ place, event }) => isLink(event) && fates.isAccepted(place))
  const failures = accepted.filter(({ event }) => isFailure(event)).map(({ place }) => place)
  return {
    draft,
    fates,
    failures: failures.sort((a, b) => a - b),
    refunds: refunds?.batch ?? null,
    made: new Map(
      toMake.map(({ place, refund }, i) => [place, { ...refund, id: refunds?.ids[i] ?? "" }]),
    ),
    ...linksOf(accepted.map(({ event }) => event)),
  } satisfies SettledBatch
})

const nothingOf = (draft: BatchDraft, fates: BatchFates): SettledBatch => ({
  draft,
  fates,
  links: new Map(),
  awaited: new Set(),
  failures: [],
  refunds: null,
  made: new Map(),
})

const isLink = ({ type, refersTo }: UsageEvent) =>
  refersTo !== undefined && (type === "refund" || type === "failure")

const linksOf = (events: ReadonlyArray<UsageEvent>): Pick<OpenBatch, "links" | "awaited"> => {
  const identity = ({ account, refersTo = "" }: UsageEvent) => identityOf({ account, id: refersTo })
  return {
    links: Map.groupBy(events, identity),
    awaited: new Set(events.filter(isFailure).map((event) => hashOf(identity(event)))),
  }
}

/** By the identity of a spend: what is accepted of what arrives about it. */
const groupsOf = (draft: BatchDraft, fates: BatchFates, named: ReadonlySet<bigint>) => {
  const groups = new Map<string, Group>()
  const groupOf = (spend: SpendName): Group => {
    const identity = identityOf(spend)
    const known = groups.get(identity)
    if (known !== undefined) return known
    const place = draft.findIdentity(identityBytes(spend))
    const group: Group = { spend, arrivals: [] }
    if (place !== NO_PLACE && fates.isAccepted(place))
      group.arrivals.push({ place, event: draft.eventAt(place) })
    groups.set(identity, group)
    return group
  }
  for (const place of draft.linked()) {
    if (!fates.isAccepted(place)) continue
    const event = draft.eventAt(place)
    const { arrivals } = groupOf({ account: event.account, id: event.refersTo ?? "" })
    // It may name itself.
    if (!arrivals.some((arrival) => arrival.place === place)) arrivals.push({ place, event })
  }
  if (named.size === 0) return groups
  for (let place = 0; place < draft.count; place++) {
    if (!fates.isAccepted(place) || !named.has(draft.keyAt(place))) continue
    const [account, id] = draft.idAt(place)
    groupOf({ account, id })
  }
  return groups
}

const inOrder = (arrivals: ReadonlyArray<Arrival>) => arrivals.toSorted((a, b) => a.place - b.place)

const identityBytes = ({ account, id }: SpendName): Buffer => {
  const out = new RowBinaryWriter(64)
  out.string(account)
  out.string(id)
  return out.bytes()
}

interface OnItsWay {
  /** What was accepted under the spend's id. */
  readonly named: UsageEvent | null
  /** Refunds and failures that name it. */
  readonly naming: ReadonlyArray<UsageEvent>
}

const onItsWay = ({ open }: KnownIds, spend: SpendName): OnItsWay => ({
  named: open.accepted(identityBytes(spend)),
  naming: open.naming(identityOf(spend)),
})

/** With what was on its way into the tables, some of which may be there already. */
const together = (stored: KnownOfSpend, open: OnItsWay | undefined): KnownOfSpend => {
  const { named = null, naming = [] } = open ?? {}
  const newOf = <A extends { readonly id: string }>(
    kept: ReadonlyArray<{ id: string }>,
    all: A[],
  ) => all.filter(({ id }) => !kept.some((one) => one.id === id))
  const refunds = naming.filter(({ type }) => type === "refund")
  return {
    named: stored.named ?? named,
    refunds: [...stored.refunds, ...newOf(stored.refunds, refunds)],
    failures: [...stored.failures, ...newOf(stored.failures, naming.filter(isFailure))],
  }
}

/** The same event again in one batch shares the fate of the first. */
const tell = (
  draft: BatchDraft,
  fates: BatchFates,
  place: number,
  outcome: Exclude<Outcome, { kind: "refund" }>,
): void => {
  if (outcome.kind === "note") {
    fates.tell(place, { fate: "accepted", note: outcome.note })
    return
  }
  const fate: Fate = { fate: "rejected", errors: outcome.errors }
  fates.tell(place, fate)
  for (let other = place + 1; other < draft.count; other++)
    if (draft.firsts[other] === place && draft.sameContent(other, place)) fates.tell(other, fate)
}

interface Making {
  readonly place: number
  readonly refund: UsageEvent
}

const NO_BYTES = new Uint8Array()

/**
 * Encodes the refunds beside the events that completed them, and finds an id for each that nobody
 * holds. A refund comes from the same place in the log, so that a repeat knows it for its own.
 */
const makeRefunds = Effect.fnUntraced(function* (
  known: KnownIds,
  draft: BatchDraft,
  toMake: ReadonlyArray<Making>,
  own: OwnStretch | null,
) {
  const attempts = toMake.map(() => 0)
  while (true) {
    const ids = toMake.map(({ refund }, i) => idOfRefund(refund, attempts[i] as number))
    const refunds = new BatchDraft(encode(draft, toMake, ids))
    refunds.compare(0, refunds.count)
    const fates = resolve(refunds, yield* known.lookUp(refunds, own))
    const taken = toMake.flatMap((_, i) =>
      fates.isAccepted(i) && draft.find(refunds, i) === NO_PLACE ? [] : [i],
    )
    if (taken.length === 0) {
      const events = toMake.map((_, i) => refunds.eventAt(i))
      return { ids, batch: { draft: refunds, fates, ...linksOf(events) } satisfies OpenBatch }
    }
    for (const i of taken) attempts[i] = (attempts[i] as number) + 1
  }
})

/** `spend`: names it. */
export const idOfRefund = ({ account, id }: SpendName, attempt: number): string =>
  refundIdOf(id, attempt, hashOf(identityOf({ account, id })).toString(16).padStart(16, "0"))

/** One part for each part of the draft, in their order, so that places stay in order. */
const encode = (
  draft: BatchDraft,
  toMake: ReadonlyArray<Making>,
  ids: ReadonlyArray<string>,
): ReadonlyArray<EventRows> => {
  const parts = new Map<EventRows, EventRows>()
  toMake.forEach(({ place, refund }, i) => {
    const from = draft.partOf(place)
    const rows = parts.get(from) ?? from.another()
    parts.set(from, rows)
    const offset = Number(draft.arrivalAt(place).position?.offset ?? 0n)
    rows.add({ ...refund, id: ids[i] as string }, NO_BYTES, offset)
  })
  return [...parts.values()]
}
