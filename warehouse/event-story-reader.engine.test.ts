import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { UsageEvent } from "./domain/usage-event.ts"
import { EventStoryReader } from "./event-story-reader.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const at = (minute: number) => Date.UTC(2026, 2, 5, 10, minute)
const event = (id: string, minute: number, more: Partial<UsageEvent> = {}): UsageEvent => ({
  id,
  account: "mana",
  type: "spend",
  operation: "variation",
  credits: 2_000_000n,
  occurredAt: at(minute),
  ...more,
})
const refund = (id: string, minute: number, refersTo: string, more: Partial<UsageEvent> = {}) =>
  event(id, minute, { type: "refund", operation: "refund", refersTo, ...more })

const story = (id: string, account = "mana") =>
  EventStoryReader.use((reader) => reader.stored(account, id))

layer(warehouseForTests)("EventStoryReader", (it) => {
  it.effect("tells an event's entry, where it came from, and what refers to it", () =>
    Effect.gen(function* () {
      const place = { topic: "usage.events", partition: 5, offset: 2n ** 52n + 1n }
      yield* writeEvents([
        event("p", 0, { type: "purchase", credits: 1_000_000_000n }),
        event("same-time", 40),
        event("later", 50),
        refund("r2", 43, "s", { credits: 500_000n }),
        // A refund may come first, also in the ledger's order.
        refund("r1", 39, "s", { credits: 1_500_000n }),
        refund("s", 45, "other", { account: "somebody" }),
      ])
      const { offset, ...log } = place
      yield* writeEvents([event("s", 40)], { receivedAt: at(41), log }, Number(offset))
      const told = yield* story("s")
      assert.strictEqual(told?.entry.id, "s")
      assert.strictEqual(told?.entry.credits, -2_000_000n)
      assert.strictEqual(told?.entry.balanceAfter, 997_500_000n + 2_000_000n)
      assert.deepStrictEqual(told?.position, place)
      assert.strictEqual(told?.receivedAt, at(41))
      assert.isAbove(Number(told?.batch), 0)
      assert.isNull(told?.refersTo)
      assert.deepStrictEqual(
        told?.referredBy.map(({ id, type, credits }) => [id, type, credits]),
        [
          ["r1", "refund", 1_500_000n],
          ["r2", "refund", 500_000n],
        ],
      )
      assert.strictEqual(told?.referredByCount, 2)
    }),
  )

  it.effect("names the spend that a refund is about, and only one that is stored", () =>
    Effect.gen(function* () {
      yield* writeEvents([event("spend", 1), refund("known", 2, "spend")])
      yield* writeEvents([refund("unknown", 3, "nothing")])
      const known = yield* story("known")
      assert.deepStrictEqual(known?.refersTo, {
        id: "spend",
        type: "spend",
        operation: "variation",
        credits: -2_000_000n,
        occurredAt: at(1),
      })
      assert.deepStrictEqual([known?.referredBy, known?.referredByCount], [[], 0])
      assert.isNull(known?.position)
      const unknown = yield* story("unknown")
      assert.strictEqual(unknown?.entry.refersTo, "nothing")
      assert.isNull(unknown?.refersTo)
      assert.strictEqual(unknown?.referredByCount, 0)
    }),
  )

  it.effect("keeps apart two refunds that name each other", () =>
    Effect.gen(function* () {
      yield* writeEvents([refund("a", 1, "b"), refund("b", 2, "a")])
      const told = yield* story("a")
      assert.strictEqual(told?.refersTo?.id, "b")
      assert.deepStrictEqual(
        [told?.referredBy.map(({ id }) => id), told?.referredByCount],
        [["b"], 1],
      )
    }),
  )

  it.effect("bounds what refers to an event, and says how much there is", () =>
    Effect.gen(function* () {
      const many = Array.from({ length: 150 }, (_, i) =>
        refund(`n${String(i).padStart(3, "0")}`, 5, "often", { credits: 1n }),
      )
      yield* writeEvents([event("often", 4), ...many])
      const told = yield* story("often")
      assert.strictEqual(told?.referredBy.length, 100)
      assert.strictEqual(told?.referredByCount, 150)
      const one = yield* story("n149")
      assert.strictEqual(one?.refersTo?.id, "often")
    }),
  )

  it.effect.each(["nothing", "", "\u0001", "x".repeat(128)])("has no story for %j", (id) =>
    Effect.gen(function* () {
      assert.isNull(yield* story(id))
      assert.isNull(yield* story("s", "nobody"))
    }),
  )
})
