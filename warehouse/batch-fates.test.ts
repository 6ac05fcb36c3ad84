import { assert, describe, it } from "@effect/vitest"
import { BatchDraft } from "./batch-draft.ts"
import { contested, identityOf, NOTHING_STORED, resolve, type Stored } from "./batch-fates.ts"
import type { Fate, UsageEvent } from "./domain/usage-event.ts"
import { rowsOf } from "./testing/event-rows.ts"

const eventOf = (id: string, change: Partial<UsageEvent> = {}): UsageEvent => ({
  id,
  account: "mana",
  type: "spend",
  operation: "combination",
  credits: 1_500_000n,
  occurredAt: Date.UTC(2026, 2, 5, 10, 30),
  ...change,
})

/** In two parts, as two callers would bring them. */
const draftOf = (...events: ReadonlyArray<UsageEvent>) => {
  const half = events.length >> 1
  const draft = new BatchDraft([rowsOf(events.slice(0, half)), rowsOf(events.slice(half))])
  draft.compare(0, draft.count)
  return draft
}
type Draft = ReturnType<typeof draftOf>

const contentsOf = (...events: ReadonlyArray<UsageEvent>) => {
  const stored = draftOf(...events)
  return new Map(events.map((_, place) => [stored.keyAt(place), [stored.contentAt(place)]]))
}

/** What looking up a draft finds when these are stored. */
const storedFor = (draft: Draft, ...events: UsageEvent[]): Stored => {
  const contents = contentsOf(...events)
  const asked = contested(draft, contents).map((place) => identityOf(draft.eventAt(place)))
  const found = events.filter((event) => asked.includes(identityOf(event)))
  return {
    ...NOTHING_STORED,
    contents,
    events: new Map(found.map((event) => [identityOf(event), event])),
  }
}

const placesOf = (draft: Draft) => Array.from({ length: draft.count }, (_, place) => place)
const resolved = (draft: Draft, stored: Stored = NOTHING_STORED) => {
  const fates = resolve(draft, stored)
  const accepted = placesOf(draft).filter((place) => fates.isAccepted(place))
  assert.strictEqual(fates.accepted, accepted.length)
  return { fates: placesOf(draft).map((place) => fates.at(place)), accepted, all: fates }
}
const fatesOf = (draft: Draft, stored?: Stored) =>
  resolved(draft, stored).fates.map(({ fate }) => fate)

const [one, two] = [eventOf("1"), eventOf("2")]
const dearer = eventOf("1", { credits: 2_000_000n })

describe("a batch of which nothing is stored", () => {
  it("is accepted, event by event", () => {
    const { fates, accepted, all } = resolved(draftOf(one, two))
    assert.deepStrictEqual(fates, [{ fate: "accepted" }, { fate: "accepted" }])
    assert.deepStrictEqual(accepted, [0, 1])
    assert.strictEqual(all.conflicts.size, 0)
  })

  it("takes an event once, however often it comes", () => {
    const draft = draftOf(one, two, one, one)
    assert.deepStrictEqual(fatesOf(draft), ["accepted", "accepted", "duplicate", "duplicate"])
    assert.deepStrictEqual(resolved(draft).accepted, [0, 1])
  })

  it("takes the first of two that differ, and keeps the other with what differs", () => {
    const { fates, accepted, all } = resolved(draftOf(one, dearer, one))
    const differs = [{ field: "credits", stored: "1.5", sent: "2" }]
    assert.deepStrictEqual(fates, [
      { fate: "accepted" },
      { fate: "conflict", differs },
      { fate: "duplicate" },
    ])
    assert.deepStrictEqual(accepted, [0])
    assert.deepStrictEqual([...all.conflicts], [[1, differs]])
  })

  it("may hold the same id of several accounts", () => {
    const other = eventOf("1", { account: "studio" })
    assert.deepStrictEqual(fatesOf(draftOf(one, other)), ["accepted", "accepted"])
  })

  it("does not mix up account and id", () => {
    const events = [eventOf("bc", { account: "a" }), eventOf("c", { account: "ab" })]
    assert.deepStrictEqual(fatesOf(draftOf(...events)), ["accepted", "accepted"])
  })

  it("may hold a hundred thousand", () => {
    const events = Array.from({ length: 100_000 }, (_, i) => eventOf(`e${i % 60_000}`))
    const draft = draftOf(...events)
    const fates = fatesOf(draft)
    assert.strictEqual(fates.filter((fate) => fate === "accepted").length, 60_000)
    assert.isTrue(fates.slice(60_000).every((fate) => fate === "duplicate"))
  })
})

describe("a batch of which some is stored", () => {
  it("takes only what is new", () => {
    const draft = draftOf(one, two, one)
    const stored = storedFor(draft, one)
    assert.deepStrictEqual(fatesOf(draft, stored), ["duplicate", "accepted", "duplicate"])
    assert.deepStrictEqual(resolved(draft, stored).accepted, [1])
  })

  it("compares what differs with the stored event, not with its neighbours", () => {
    const cheaper = eventOf("1", { credits: 1_000_000n })
    const draft = draftOf(dearer, cheaper, one, dearer)
    const { fates, accepted } = resolved(draft, storedFor(draft, one))
    assert.deepStrictEqual(fates, [
      { fate: "conflict", differs: [{ field: "credits", stored: "1.5", sent: "2" }] },
      { fate: "conflict", differs: [{ field: "credits", stored: "1.5", sent: "1" }] },
      { fate: "duplicate" },
      { fate: "conflict", differs: [{ field: "credits", stored: "1.5", sent: "2" }] },
    ])
    assert.deepStrictEqual(accepted, [])
  })

  it("takes nothing in place of a stored event that it does not hold itself", () => {
    const draft = draftOf(dearer, dearer)
    const { fates, accepted, all } = resolved(draft, storedFor(draft, one))
    const conflict: Fate = {
      fate: "conflict",
      differs: [{ field: "credits", stored: "1.5", sent: "2" }],
    }
    assert.deepStrictEqual(fates, [conflict, conflict])
    assert.deepStrictEqual(accepted, [])
    assert.strictEqual(all.conflicts.size, 2)
  })

  it("has only those read again whose content differs", () => {
    const draft = draftOf(one, dearer, two)
    assert.deepStrictEqual(contested(draft, contentsOf(one, two)), [1])
    assert.deepStrictEqual(contested(draft, new Map()), [])
  })

  it("takes an event whose id only shares a hash with a stored one", () => {
    // The content under its key is another event's, and no event of its own account and id is found.
    const draft = draftOf(one, one, dearer)
    const contents = new Map([[draft.keyAt(0), [42n]]])
    const fates = fatesOf(draft, { ...NOTHING_STORED, contents })
    assert.deepStrictEqual(fates, ["accepted", "duplicate", "conflict"])
  })
})
