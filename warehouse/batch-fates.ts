/** What becomes of each event of a batch: pure, given what is stored under the same ids. */
import type { Fate, FieldDifference, UsageEvent } from "./domain/usage-event.ts"
import { differencesOf } from "./event-differences.ts"
import { contentOf, keyOf, wordsOf } from "./event-hash.ts"
import { PlaceTable } from "./place-table.ts"

export const identityOf = (event: UsageEvent): string => `${event.account}\0${event.id}`

type HasEvent = { readonly event: UsageEvent }

/**
 * The events of a batch with their hashes, as columns: a batch has up to a hundred thousand, and an
 * object for each is what would cost most.
 */
export class BatchDraft<A extends HasEvent> {
  readonly incoming: A[] = []
  readonly contents: bigint[] = []
  /** Key hashes as words. */
  readonly lows: number[] = []
  readonly highs: number[] = []
  /** The place of the first event with the same account and id: its own place for most. */
  readonly firsts: number[] = []
  readonly #places = new PlaceTable()

  add(incoming: A): void {
    const { event } = incoming
    const place = this.incoming.length
    const key = wordsOf(keyOf(identityOf(event)))
    const first = this.#places.findOrKeep(key, place, (other) => {
      const { account, id } = this.at(other).event
      return account === event.account && id === event.id
    })
    this.incoming.push(incoming)
    this.contents.push(contentOf(event))
    this.lows.push(key.low)
    this.highs.push(key.high)
    this.firsts.push(first)
  }

  at(place: number): A {
    return this.incoming[place] as A
  }

  keyAt(place: number): bigint {
    return (BigInt(this.highs[place] as number) << 32n) | BigInt(this.lows[place] as number)
  }
}

/** What the warehouse holds under the ids of a batch. */
export interface Stored {
  /** Content hashes by key hash. */
  readonly contents: ReadonlyMap<bigint, ReadonlyArray<bigint>>
  /** Events as they were sent, by identity, for those whose content differs. */
  readonly events: ReadonlyMap<string, UsageEvent>
}

export const NOTHING_STORED: Stored = { contents: new Map(), events: new Map() }

export interface Conflict<A> {
  readonly incoming: A
  readonly differs: ReadonlyArray<FieldDifference>
}

export interface Resolution<A> {
  readonly fates: ReadonlyArray<Fate>
  /** Places of the events to be stored. */
  readonly accepted: ReadonlyArray<number>
  readonly conflicts: ReadonlyArray<Conflict<A>>
}

/** The events whose stored namesake must be read before `resolve`: their key is known, their content is not. */
export const contested = <A extends HasEvent>(
  draft: BatchDraft<A>,
  contents: Stored["contents"],
): ReadonlyArray<UsageEvent> => {
  if (contents.size === 0) return []
  return draft.contents.flatMap((content, place) => {
    const known = contents.get(draft.keyAt(place))
    return known === undefined || known.includes(content) ? [] : [draft.at(place).event]
  })
}

const ACCEPTED: Fate = { fate: "accepted" }
const DUPLICATE: Fate = { fate: "duplicate" }

export const resolve = <A extends HasEvent>(
  draft: BatchDraft<A>,
  stored: Stored,
): Resolution<A> => {
  const accepted: number[] = []
  const conflicts: Conflict<A>[] = []
  const taken = takenIn(draft, stored)
  const fates = draft.contents.map((content, place): Fate => {
    const first = draft.firsts[place] as number
    const known = taken.has(first) ? (stored.contents.get(draft.keyAt(place)) ?? []) : undefined
    if (known === undefined && place === first) {
      accepted.push(place)
      return ACCEPTED
    }
    const same = known === undefined ? content === draft.contents[first] : known.includes(content)
    if (same) return DUPLICATE
    const incoming = draft.at(place)
    const holder = stored.events.get(identityOf(incoming.event)) ?? draft.at(first).event
    const differs = differencesOf(holder, incoming.event)
    conflicts.push({ incoming, differs })
    return { fate: "conflict", differs }
  })
  return { fates, accepted, conflicts }
}

/** First places whose account and id are stored: confirmed by equal content, or by the stored event itself. */
const takenIn = <A extends HasEvent>(draft: BatchDraft<A>, stored: Stored): ReadonlySet<number> => {
  const taken = new Set<number>()
  if (stored.contents.size === 0) return taken
  draft.contents.forEach((content, place) => {
    const known = stored.contents.get(draft.keyAt(place))
    if (known === undefined) return
    if (known.includes(content) || stored.events.has(identityOf(draft.at(place).event)))
      taken.add(draft.firsts[place] as number)
  })
  return taken
}
