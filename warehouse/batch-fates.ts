/** What becomes of each event of a batch: pure, given what is stored under the same ids. */
import type { BatchDraft } from "./batch-draft.ts"
import type { Fate, FieldDifference, FieldError, UsageEvent } from "./domain/usage-event.ts"
import { differencesOf } from "./event-differences.ts"

export const identityOf = (event: { readonly account: string; readonly id: string }): string =>
  `${event.account}\0${event.id}`

/** What is held already under the ids of a batch. */
export interface Stored {
  /** Content hashes by key hash. */
  readonly contents: ReadonlyMap<bigint, ReadonlyArray<bigint>>
  /** Events as they were sent, by identity, for those whose content differs. */
  readonly events: ReadonlyMap<string, UsageEvent>
  /** Key hashes that failures name. */
  readonly named: ReadonlySet<bigint>
}

export const NOTHING_STORED: Stored = { contents: new Map(), events: new Map(), named: new Set() }

export class BatchFates {
  readonly #accepted: Uint8Array
  /** What there is to say besides, by place. */
  readonly #told = new Map<number, Fate>()
  /** By place. */
  readonly conflicts: ReadonlyMap<number, ReadonlyArray<FieldDifference>>

  constructor(accepted: Uint8Array, conflicts: BatchFates["conflicts"]) {
    this.#accepted = accepted
    this.conflicts = conflicts
  }

  get accepted(): number {
    return this.#accepted.reduce((sum, one) => sum + one, 0)
  }

  isAccepted(place: number): boolean {
    return this.#accepted[place] === 1
  }

  /** Says more of an accepted event, or that it is rejected after all. */
  tell(place: number, fate: Fate): void {
    this.#told.set(place, fate)
    if (fate.fate === "rejected") this.#accepted[place] = 0
  }

  /** By place. */
  get rejected(): ReadonlyMap<number, ReadonlyArray<FieldError>> {
    const rejected = new Map<number, ReadonlyArray<FieldError>>()
    for (const [place, fate] of this.#told)
      if (fate.fate === "rejected") rejected.set(place, fate.errors)
    return rejected
  }

  at(place: number): Fate {
    const told = this.#told.get(place)
    if (told !== undefined) return told
    if (this.isAccepted(place)) return ACCEPTED
    const differs = this.conflicts.get(place)
    return differs === undefined ? DUPLICATE : { fate: "conflict", differs }
  }
}

const ACCEPTED: Fate = { fate: "accepted" }
const DUPLICATE: Fate = { fate: "duplicate" }

/** The places whose stored namesake must be read before `resolve`: its content is another one. */
export const contested = (
  draft: BatchDraft,
  contents: Stored["contents"],
): ReadonlyArray<number> => {
  if (contents.size === 0) return []
  const places: number[] = []
  for (let place = 0; place < draft.count; place++) {
    const known = contents.get(draft.keyAt(place))
    if (known !== undefined && !known.includes(draft.contentAt(place))) places.push(place)
  }
  return places
}

export const resolve = (draft: BatchDraft, stored: Stored): BatchFates => {
  const accepted = new Uint8Array(draft.count)
  const conflicts = new Map<number, ReadonlyArray<FieldDifference>>()
  const taken = takenIn(draft, stored)
  for (let place = 0; place < draft.count; place++) {
    const first = draft.firsts[place] as number
    const isTaken = taken.has(first)
    if (!isTaken && place === first) {
      accepted[place] = 1
      continue
    }
    const same = isTaken
      ? stored.contents.get(draft.keyAt(place))?.includes(draft.contentAt(place))
      : draft.sameContent(place, first)
    if (same) continue
    const event = draft.eventAt(place)
    const holder = stored.events.get(identityOf(event)) ?? draft.eventAt(first)
    const differs = differencesOf(holder, event)
    // Other bytes are hashed for what was stored by an earlier release: the fields decide.
    if (differs.length > 0) conflicts.set(place, differs)
  }
  return new BatchFates(accepted, conflicts)
}

/** First places whose account and id are held: confirmed by equal content, or by the held event itself. */
const takenIn = (draft: BatchDraft, stored: Stored): ReadonlySet<number> => {
  const taken = new Set<number>()
  if (stored.contents.size === 0) return taken
  for (let place = 0; place < draft.count; place++) {
    const known = stored.contents.get(draft.keyAt(place))
    if (known === undefined) continue
    if (
      known.includes(draft.contentAt(place)) ||
      stored.events.has(identityOf(draft.eventAt(place)))
    )
      taken.add(draft.firsts[place] as number)
  }
  return taken
}
