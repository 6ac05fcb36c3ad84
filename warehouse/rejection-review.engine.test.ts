import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { type RejectionPage, type RejectionPageQuery, RejectionReview } from "./rejection-review.ts"
import { type Rejection, RejectionStore } from "./rejection-store.ts"
import { warehouseForTests } from "./testing/warehouse.ts"

const HOUR = Date.UTC(2026, 2, 5, 10)
const rejection = (raw: string, minute: number, more: Partial<Rejection> = {}): Rejection => ({
  account: "mana",
  eventId: "e",
  reason: "rejected",
  errors: [{ pointer: "/credits", code: "required", message: 'is "required"' }],
  differs: [],
  raw: Buffer.from(raw),
  position: null,
  receivedAt: HOUR + minute * 60_000,
  ...more,
})

const record = (...all: ReadonlyArray<Rejection>) =>
  RejectionStore.use((store) => store.record(all))
const page = (query: Partial<RejectionPageQuery> = {}) =>
  RejectionReview.use((review) =>
    review.page({ accounts: null, reason: null, state: null, after: null, limit: 50, ...query }),
  )
const shown = (query: Partial<RejectionPageQuery> = {}) =>
  Effect.map(page(query), ({ rejections }) => rejections.map(({ raw }) => String(raw)))

layer(warehouseForTests)("RejectionReview", (it) => {
  it.effect("gives back what was kept, to the byte", () =>
    Effect.gen(function* () {
      const kept: Rejection = {
        account: null,
        eventId: null,
        reason: "unreadable",
        errors: [{ pointer: "", code: "invalid_utf8", message: 'ä\n\u0000"' }],
        differs: [{ field: "credits", stored: "1.5", sent: null }],
        raw: Uint8Array.from({ length: 256 }, (_, byte) => byte),
        position: { topic: "usage.events", partition: 65_535, offset: 2n ** 63n },
        receivedAt: HOUR,
      }
      yield* record(kept)
      const [found] = (yield* page({ reason: "unreadable" })).rejections
      const { id, keptBytes, resolution, ...rest } = found ?? assert.fail("nothing was found")
      assert.deepStrictEqual({ ...rest, raw: new Uint8Array(rest.raw) }, kept)
      assert.deepStrictEqual([keptBytes, resolution], [256, null])
      const one = yield* RejectionReview.use((review) => review.get(id))
      assert.deepStrictEqual(one, found)
      assert.isNull(yield* RejectionReview.use((review) => review.get(id + 1n)))
    }),
  )

  it.effect("pages from the newest on, each once, whatever stands twice", () =>
    Effect.gen(function* () {
      const same = Array.from({ length: 5 }, (_, i) => rejection(`t${i}`, 3, { account: "pages" }))
      const first = rejection("moved", 1, { account: "pages" })
      yield* record(first, ...same, rejection("old", 0, { account: "pages" }))
      yield* record({ ...first, receivedAt: HOUR + 9 * 60_000 })
      const seen: string[] = []
      let after: RejectionPageQuery["after"] = null
      for (let more = true; more; ) {
        const found: RejectionPage = yield* page({ accounts: ["pages"], limit: 2, after })
        const { rejections, hasMore } = found
        seen.push(...rejections.map(({ raw }) => String(raw)))
        after = rejections.at(-1) ?? null
        more = hasMore
      }
      assert.deepStrictEqual([seen[0], seen.at(-1), seen.length], ["moved", "old", 7])
      assert.strictEqual(new Set(seen).size, 7)
    }),
  )

  it.effect("lists one reason, one state, or some accounts", () =>
    Effect.gen(function* () {
      const conflict = rejection("c", 2, { account: "filter", reason: "conflict" })
      yield* record(conflict, rejection("r", 1, { account: "filter" }))
      yield* record(rejection("o", 1, { account: "filter-2" }))
      const accounts = ["filter"]
      assert.deepStrictEqual(yield* shown({ accounts }), ["c", "r"])
      assert.deepStrictEqual(yield* shown({ accounts: ["filter", "filter-2"], limit: 1 }), ["c"])
      assert.deepStrictEqual(yield* shown({ accounts: [] }), [])
      assert.deepStrictEqual(yield* shown({ accounts, reason: "conflict" }), ["c"])
      assert.deepStrictEqual(yield* shown({ accounts, state: "resolved" }), [])
      const review = yield* RejectionReview
      const [c] = (yield* page({ accounts })).rejections
      if (c === undefined) return assert.fail("nothing was found")
      const note = { state: "resolved", action: "dismiss", fate: null, event: null } as const
      yield* review.resolve(c, { ...note, note: "ours" })
      assert.deepStrictEqual(yield* shown({ accounts, state: "resolved" }), ["c"])
      assert.deepStrictEqual(yield* shown({ accounts, state: "open" }), ["r"])
      assert.deepStrictEqual(yield* shown({ accounts }), ["c", "r"])
    }),
  )

  it.effect("holds the newest decision, also when the clock stands still", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(HOUR)
      yield* record(rejection("decided", 1, { account: "decide" }))
      const review = yield* RejectionReview
      const read = Effect.map(page({ accounts: ["decide"] }), ({ rejections }) => {
        const [one] = rejections
        return one ?? assert.fail("nothing was found")
      })
      const event = { account: "decide", id: "fixed" }
      const queued = {
        state: "retried",
        action: "retry",
        fate: "queued",
        event,
        note: null,
      } as const
      yield* review.resolve(yield* read, queued)
      assert.deepStrictEqual((yield* read).resolution, { ...queued, at: HOUR })
      assert.deepStrictEqual(yield* shown({ accounts: ["decide"], state: "open" }), ["decided"])
      yield* review.resolve(yield* read, { ...queued, state: "resolved", fate: "duplicate" })
      const { resolution } = yield* read
      assert.deepStrictEqual([resolution?.state, resolution?.at], ["resolved", HOUR + 1])
      // The same thing once more is still the same thing.
      yield* record(rejection("decided", 30, { account: "decide" }))
      assert.strictEqual((yield* read).resolution?.state, "resolved")
    }),
  )

  it.effect("shows the beginning in a list, and all of it when asked for one", () =>
    Effect.gen(function* () {
      const long = "x".repeat(60_000)
      yield* record(rejection(long, 1, { account: "long" }))
      const [one] = (yield* page({ accounts: ["long"] })).rejections
      if (one === undefined) return assert.fail("nothing was found")
      assert.deepStrictEqual([one.raw.length, one.keptBytes], [8 * 1024, 60_000])
      const whole = yield* RejectionReview.use((review) => review.get(one.id))
      assert.strictEqual(String(whole?.raw), long)
    }),
  )

  it.effect("finds what arrived under an event's id, conflicts apart", () =>
    Effect.gen(function* () {
      const of = (eventId: string) => ({ account: "story", eventId })
      yield* record(
        rejection("c1", 1, { ...of("a"), reason: "conflict" }),
        rejection("c2", 2, { ...of("a"), reason: "conflict" }),
        rejection("r", 3, of("a")),
        rejection("b", 4, of("b")),
        rejection("x", 4, { ...of("a"), account: "other" }),
      )
      const find = (conflicts: boolean, limit: number) =>
        RejectionReview.use((review) =>
          review.ofEvent({ account: "story", id: "a", conflicts, limit }),
        )
      const conflicts = yield* find(true, 1)
      assert.deepStrictEqual(
        [conflicts.rejections.map(({ raw }) => String(raw)), conflicts.count],
        [["c2"], 2],
      )
      const rejections = yield* find(false, 10)
      assert.deepStrictEqual(
        [rejections.rejections.map(({ raw }) => String(raw)), rejections.count],
        [["r"], 1],
      )
    }),
  )
})
