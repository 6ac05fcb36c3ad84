/** What becomes of each event of a batch: pure, given what is stored under the same ids. */
import type { Fate, FieldDifference, UsageEvent } from "./domain/usage-event.ts"
import { differencesOf } from "./event-differences.ts"
import { contentOf, keyOf } from "./event-hash.ts"

export interface KeyedEvent<A> {
  readonly incoming: A
  readonly key: bigint
  readonly content: bigint
}

/** Events of a batch with the same account and id, in the order they came. Never empty. */
export interface SameId<A> {
  readonly key: bigint
  readonly members: Array<KeyedEvent<A> & { readonly index: number }>
}

export const identityOf = (event: UsageEvent): string => `${event.account}\0${event.id}`

type HasEvent = { readonly event: UsageEvent }

export class BatchDraft<A extends HasEvent> {
  readonly groups = new Map<string, SameId<A>>()
  #count = 0

  get count(): number {
    return this.#count
  }

  add(incoming: A): void {
    const { event } = incoming
    const identity = identityOf(event)
    const group = this.groups.get(identity)
    const key = group?.key ?? keyOf(event.account, event.id)
    const member = { incoming, key, content: contentOf(event), index: this.#count++ }
    if (group === undefined) this.groups.set(identity, { key, members: [member] })
    else group.members.push(member)
  }
}

/** What the warehouse holds under the ids of a batch. */
export interface Stored {
  /** Content hashes by key hash. */
  readonly contents: ReadonlyMap<bigint, ReadonlyArray<bigint>>
  /** Events as they were sent, by identity, for those whose content differs. */
  readonly events: ReadonlyMap<string, UsageEvent>
}

export interface Conflict<A> {
  readonly incoming: A
  readonly differs: ReadonlyArray<FieldDifference>
}

export interface Resolution<A> {
  readonly fates: ReadonlyArray<Fate>
  readonly accepted: ReadonlyArray<KeyedEvent<A>>
  readonly conflicts: ReadonlyArray<Conflict<A>>
}

/** The identities whose stored event must be read before `resolve`: their key is known, their content is not. */
export const contested = <A extends HasEvent>(
  draft: BatchDraft<A>,
  contents: Stored["contents"],
): ReadonlyArray<UsageEvent> =>
  [...draft.groups.values()].flatMap(({ key, members }) => {
    const known = contents.get(key)
    const other = members.find((member) => known !== undefined && !known.includes(member.content))
    return other === undefined ? [] : [other.incoming.event]
  })

export const resolve = <A extends HasEvent>(
  draft: BatchDraft<A>,
  stored: Stored,
): Resolution<A> => {
  const fates: Fate[] = new Array(draft.count)
  const accepted: KeyedEvent<A>[] = []
  const conflicts: Conflict<A>[] = []
  for (const [identity, { key, members }] of draft.groups) {
    const known = stored.contents.get(key) ?? []
    const holder = stored.events.get(identity)
    const isStored = holder !== undefined || members.some(({ content }) => known.includes(content))
    const first = members[0] as (typeof members)[number]
    for (const member of members) {
      const { index, content, incoming } = member
      if (!isStored && member === first) {
        accepted.push(member)
        fates[index] = { fate: "accepted" }
      } else if (isStored ? known.includes(content) : content === first.content) {
        fates[index] = { fate: "duplicate" }
      } else {
        const differs = differencesOf(holder ?? first.incoming.event, incoming.event)
        conflicts.push({ incoming, differs })
        fates[index] = { fate: "conflict", differs }
      }
    }
  }
  return { fates, accepted, conflicts }
}
