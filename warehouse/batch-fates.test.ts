import { assert, describe, it } from "@effect/vitest"
import { BatchDraft, contested, NOTHING_STORED, resolve, type Stored } from "./batch-fates.ts"
import type { Fate, UsageEvent } from "./domain/usage-event.ts"
import { contentOf, keyOf } from "./event-hash.ts"

const eventOf = (id: string, change: Partial<UsageEvent> = {}): UsageEvent => ({
  id,
  account: "mana",
  type: "spend",
  operation: "combination",
  credits: 1_500_000n,
  occurredAt: Date.UTC(2026, 2, 5, 10, 30),
  ...change,
})
const draftOf = (...events: ReadonlyArray<UsageEvent>) => {
  const draft = new BatchDraft<{ readonly event: UsageEvent }>()
  for (const event of events) draft.add({ event })
  return draft
}
const identityOf = ({ account, id }: UsageEvent) => `${account}\0${id}`

/** What looking up a draft finds when these are stored. */
const storedFor = (draft: ReturnType<typeof draftOf>, ...events: UsageEvent[]): Stored => {
  const contents = new Map(events.map((event) => [keyOf(identityOf(event)), [contentOf(event)]]))
  const asked = contested(draft, contents).map(identityOf)
  const found = events.filter((event) => asked.includes(identityOf(event)))
  return { contents, events: new Map(found.map((event) => [identityOf(event), event])) }
}
const fatesOf = (draft: ReturnType<typeof draftOf>, stored: Stored = NOTHING_STORED) =>
  resolve(draft, stored).fates.map(({ fate }) => fate)

const [one, two] = [eventOf("1"), eventOf("2")]
const dearer = eventOf("1", { credits: 2_000_000n })

describe("a batch of which nothing is stored", () => {
  it("is accepted, event by event", () => {
    const { fates, accepted, conflicts } = resolve(draftOf(one, two), NOTHING_STORED)
    assert.deepStrictEqual(fates, [{ fate: "accepted" }, { fate: "accepted" }])
    assert.deepStrictEqual(accepted, [0, 1])
    assert.deepStrictEqual(conflicts, [])
  })

  it("takes an event once, however often it comes", () => {
    const draft = draftOf(one, two, one, one)
    assert.deepStrictEqual(fatesOf(draft), ["accepted", "accepted", "duplicate", "duplicate"])
    assert.deepStrictEqual(resolve(draft, NOTHING_STORED).accepted, [0, 1])
  })

  it("takes the first of two that differ, and keeps the other with what differs", () => {
    const { fates, accepted, conflicts } = resolve(draftOf(one, dearer, one), NOTHING_STORED)
    const differs = [{ field: "credits", stored: "1.5", sent: "2" }]
    assert.deepStrictEqual(fates, [
      { fate: "accepted" },
      { fate: "conflict", differs },
      { fate: "duplicate" },
    ])
    assert.deepStrictEqual(accepted, [0])
    assert.deepStrictEqual(conflicts, [{ incoming: { event: dearer }, differs }])
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
    assert.deepStrictEqual(resolve(draft, stored).accepted, [1])
  })

  it("compares what differs with the stored event, not with its neighbours", () => {
    const cheaper = eventOf("1", { credits: 1_000_000n })
    const draft = draftOf(dearer, cheaper, one, dearer)
    const { fates, accepted } = resolve(draft, storedFor(draft, one))
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
    const { fates, accepted, conflicts } = resolve(draft, storedFor(draft, one))
    const conflict: Fate = {
      fate: "conflict",
      differs: [{ field: "credits", stored: "1.5", sent: "2" }],
    }
    assert.deepStrictEqual(fates, [conflict, conflict])
    assert.deepStrictEqual(accepted, [])
    assert.lengthOf(conflicts, 2)
  })

  it("has only those read again whose content differs", () => {
    const draft = draftOf(one, dearer, two)
    const contents = new Map(
      [one, two].map((event) => [keyOf(identityOf(event)), [contentOf(event)]]),
    )
    assert.deepStrictEqual(contested(draft, contents), [dearer])
    assert.deepStrictEqual(contested(draft, new Map()), [])
  })

  it("takes an event whose id only shares a hash with a stored one", () => {
    // The content under its key is another event's, and no event of its own account and id is found.
    const draft = draftOf(one, one, dearer)
    const contents = new Map([[keyOf(identityOf(one)), [42n]]])
    const fates = fatesOf(draft, { contents, events: new Map() })
    assert.deepStrictEqual(fates, ["accepted", "duplicate", "conflict"])
  })
})
