import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { ArrivalFates } from "./arrival-fates.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { EventEncoder } from "./event-encoder.ts"
import { RejectionStore } from "./rejection-store.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const event = (id: string, more: Partial<UsageEvent> = {}): UsageEvent => ({
  id,
  account: "mana",
  type: "spend",
  operation: "variation",
  credits: 2_000_000n,
  occurredAt: Date.UTC(2026, 2, 5, 10),
  ...more,
})
const TOPIC = "usage.events"
const at = (partition: number, offset: number) => ({
  topic: TOPIC,
  partition,
  offset: BigInt(offset),
})
const from = (partition: number, topic = TOPIC) => ({ receivedAt: 0, log: { topic, partition } })

/** Fates of events at their places; `asked` of them. */
const fatesOf = Effect.fnUntraced(function* (
  arrived: ReadonlyArray<readonly [UsageEvent, ReturnType<typeof at>]>,
  asked = arrived.map((_, row) => row),
) {
  const rows = (yield* EventEncoder).rows({ receivedAt: 0, log: null })
  for (const [one] of arrived) rows.add(one, Buffer.from(one.id))
  const positions = arrived.map(([, position]) => position)
  return yield* ArrivalFates.use((fates) => fates.of(rows, positions, asked))
})
const namesOf = (fates: ReadonlyArray<{ readonly fate: string } | null>) =>
  fates.map((fate) => fate?.fate ?? null)

layer(warehouseForTests)("ArrivalFates", (it) => {
  it.effect("calls accepted what is stored from that very place, and else a duplicate", () =>
    Effect.gen(function* () {
      yield* writeEvents([event("a"), event("b")], from(1), 7)
      yield* writeEvents([event("other")], from(1, "elsewhere"), 7)
      yield* writeEvents([event("http")])
      const fates = yield* fatesOf([
        [event("a"), at(1, 7)],
        [event("b"), at(1, 8)],
        [event("b"), at(1, 9)],
        [event("b"), at(2, 8)],
        [event("other"), at(1, 7)],
        [event("http"), at(0, 0)],
      ])
      assert.deepStrictEqual(namesOf(fates), [
        "accepted",
        "accepted",
        "duplicate",
        "duplicate",
        "duplicate",
        "duplicate",
      ])
    }),
  )

  it.effect("names the fields of a conflict, also of two that arrived together", () =>
    Effect.gen(function* () {
      const other = event("c", { credits: 3_000_000n })
      yield* writeEvents([event("c")], from(1), 20)
      assert.deepStrictEqual(
        yield* fatesOf([
          [event("c"), at(1, 20)],
          [other, at(1, 21)],
        ]),
        [
          { fate: "accepted" },
          { fate: "conflict", differs: [{ field: "credits", stored: "2", sent: "3" }] },
        ],
      )
    }),
  )

  it.effect("knows nothing of what has not been read, and asks for what is asked only", () =>
    Effect.gen(function* () {
      yield* writeEvents([event("read")], from(1), 30)
      const arrived = [
        [event("unread"), at(1, 31)],
        [event("unread", { credits: 1n }), at(1, 32)],
        [event("read"), at(1, 30)],
        [event("read", { account: "somebody" }), at(1, 33)],
      ] as const
      assert.deepStrictEqual(namesOf(yield* fatesOf(arrived)), [null, null, "accepted", null])
      assert.deepStrictEqual(namesOf(yield* fatesOf(arrived, [2, 0])), ["accepted", null])
      assert.deepStrictEqual(yield* fatesOf(arrived, []), [])
    }),
  )

  it.effect("tells why the consumer put one aside", () =>
    Effect.gen(function* () {
      const errors = [{ pointer: "/occurred_at", code: "future", message: "is ahead" }]
      const store = yield* RejectionStore
      const rejection = {
        account: "mana",
        eventId: "late",
        reason: "rejected",
        errors,
        differs: [],
        raw: Buffer.from("{}"),
        position: at(3, 5),
        receivedAt: 0,
      } as const
      yield* store.record([rejection, { ...rejection, position: { ...at(4, 6), topic: "other" } }])
      const fates = yield* fatesOf([
        [event("late"), at(3, 5)],
        [event("same-offset"), at(4, 5)],
        [event("other-topic"), at(4, 6)],
      ])
      assert.deepStrictEqual(fates, [{ fate: "rejected", errors }, null, null])
    }),
  )
})
