import { assert, describe, it } from "@effect/vitest"
import type { Overview, Transaction } from "./contract.ts"
import type { LiveDay, LiveEntry } from "./live-contract.ts"
import { type FeedUpdate, makeFeed } from "./live-feed.ts"
import { eventsIn } from "./testing/live-events.ts"

const transaction = (id: string) => ({ id }) as Transaction
const WATERMARK = {
  complete_to: "2026-03-06T12:00:00.000Z",
  lag: { messages: 0, seconds: 0 },
  generated_at: "2026-03-06T12:00:00.000Z",
}

/** Of a ledger with so many entries; the newest two are looked at. */
const update = (count: number, more: Partial<FeedUpdate> = {}): FeedUpdate => ({
  mark: `${count}`,
  sums: `${count},0,0,0`,
  count,
  balance: { balance: `-${count}` } as Overview,
  day: { count } as LiveDay,
  newest: [transaction(`e${count}`), transaction(`e${count - 1}`)],
  ...more,
})

const feedAt = (...counts: ReadonlyArray<number>) => {
  const feed = makeFeed("account mana", "mana")
  const ids = counts.map((count) => {
    feed.advance(update(count))
    feed.observe(WATERMARK)
    return eventsIn(feed.progress())[0]?.id ?? ""
  })
  return { feed, ids }
}

const entryOf = (bytes: Uint8Array) =>
  eventsIn(bytes).find(({ event }) => event === "entry")?.data as LiveEntry | undefined

describe("a feed", () => {
  it("begins with whole figures, and an id on the last event alone", () => {
    const { feed } = feedAt(7)
    const events = eventsIn(feed.message({ kind: "new" }))
    assert.deepStrictEqual(
      events.map(({ event, id }) => [event, id !== undefined]),
      [
        ["balance", false],
        ["day", false],
        ["watermark", true],
      ],
    )
    assert.deepStrictEqual(events[0]?.data, { balance: "-7" })
  })

  it("counts what was added since a place, and lists what is known to be new", () => {
    const { feed } = feedAt(7, 8, 9)
    const transactions = [transaction("e9"), transaction("e8")]
    const whole = { account: "mana", count: 9, gap: null }
    assert.deepStrictEqual(entryOf(feed.message({ kind: "at", count: 7 })), {
      ...{ ...whole, added: 2, transactions },
    })
    assert.deepStrictEqual(entryOf(feed.message({ kind: "at", count: 8 })), {
      ...{ ...whole, added: 1, transactions: transactions.slice(0, 1) },
    })
    assert.isUndefined(entryOf(feed.message({ kind: "at", count: 9 })))
  })

  it("lists nothing after a burst that it did not look through, and goes on behind it", () => {
    const { feed } = feedAt(7)
    feed.advance(update(907, { newest: null }))
    feed.advance(update(908))
    assert.deepStrictEqual(entryOf(feed.message({ kind: "at", count: 907 }))?.transactions, [])
    assert.strictEqual(entryOf(feed.message({ kind: "at", count: 7 }))?.added, 901)
    feed.advance(update(909))
    assert.deepStrictEqual(entryOf(feed.message({ kind: "at", count: 908 }))?.transactions, [
      transaction("e909"),
    ])
  })

  it("lists twenty entries at most", () => {
    const feed = makeFeed("account mana", "mana")
    for (let count = 1; count <= 60; count++) feed.advance(update(count))
    const entry = entryOf(feed.message({ kind: "at", count: 10 }))
    assert.strictEqual(entry?.added, 50)
    assert.deepStrictEqual(
      entry?.transactions.map(({ id }) => id),
      Array.from({ length: 20 }, (_, i) => `e${60 - i}`),
    )
  })

  it("goes on from an id that it gave, without a gap", () => {
    const { feed, ids } = feedAt(7, 8, 9)
    for (const [i, count] of [7, 8, 9].entries())
      assert.deepStrictEqual(feed.resume(ids[i] ?? ""), { kind: "at", count })
  })

  it("keeps an id while only settings or the day change", () => {
    const { feed, ids } = feedAt(7)
    feed.advance(update(7, { mark: "another day" }))
    assert.strictEqual(eventsIn(feed.progress())[0]?.id, ids[0])
    assert.strictEqual(feed.version(), 2)
  })

  it("says that it does not keep a state of before, and how many entries came since", () => {
    const { ids } = feedAt(5)
    const since = ids[0] ?? ""
    const { feed } = feedAt(9)
    const place = feed.resume(since)
    assert.deepStrictEqual(place, { kind: "gap", reason: "not_kept", since, added: 4 })
    const events = eventsIn(feed.message(place))
    assert.deepStrictEqual(
      events.map(({ event }) => event),
      ["entry", "balance", "day", "watermark"],
    )
    assert.deepStrictEqual(events[0]?.data, {
      ...{ account: "mana", count: 9, added: 4, transactions: [] },
      gap: { reason: "not_kept", since },
    })
  })

  it("forgets the oldest of many states, and says so", () => {
    const { feed, ids } = feedAt(...Array.from({ length: 400 }, (_, i) => i + 1))
    assert.strictEqual(feed.resume(ids[0] ?? "").kind, "gap")
    assert.strictEqual(feed.resume(ids[100] ?? "").kind, "at")
  })

  it("does not know ids of another stream, another history or nobody", () => {
    const { feed } = feedAt(7)
    const other = makeFeed("account other", "other")
    other.advance(update(5))
    other.observe(WATERMARK)
    const ahead = feedAt(8).ids[0] ?? ""
    const restored = makeFeed("account mana", "mana")
    restored.advance(update(7, { sums: "8,0,0,0" }))
    restored.observe(WATERMARK)
    const ids = [other, restored].map((one) => eventsIn(one.progress())[0]?.id ?? "")
    for (const since of [...ids, ahead, "", "7", "undefined", "x".repeat(64)])
      assert.deepStrictEqual(feed.resume(since), {
        ...{ kind: "gap", reason: "unknown_id", since, added: null },
      })
  })

  it("makes the bytes of a message once for all who are told the same", () => {
    const { feed } = feedAt(7, 8)
    const from = { kind: "at", count: 7 } as const
    assert.strictEqual(feed.message(from), feed.message({ ...from }))
    assert.notStrictEqual(feed.message(from), feed.message({ kind: "new" }))
    const before = feed.message(from)
    feed.advance(update(9))
    assert.notStrictEqual(feed.message(from), before)
  })
})
