import { assert, describe, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Intake } from "./intake.ts"
import type { RawEvent } from "./raw-event.ts"
import { intakeInMemory, Kept } from "./testing/memory-warehouse.ts"

const event = (account: string, id: string, more: object = {}) => ({
  id,
  account,
  type: "spend",
  operation: "image_generation",
  credits: "1.5",
  occurred_at: "2026-03-05T10:30:00.000Z",
  ...more,
})

const bytes = (value: object): RawEvent => ({
  kind: "bytes",
  bytes: new TextEncoder().encode(JSON.stringify(value)),
})

const cloudEvent = (value: { id: string }): RawEvent => ({
  kind: "cloudEvent",
  bytes: new TextEncoder().encode(
    JSON.stringify({
      specversion: "1.0",
      id: value.id,
      source: "/test",
      type: "com.tidemark.usage",
      data: value,
    }),
  ),
})

const submit = (items: ReadonlyArray<RawEvent>, only: ReadonlyArray<string> | null) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(Date.UTC(2026, 2, 5, 12))
    return yield* (yield* Intake).submit(items, 0, only)
  })

const NOT_ALLOWED = {
  pointer: "/account",
  code: "account_not_allowed",
  message: "the credential may not send events for this account",
}

describe("a sender for some accounts", () => {
  it.effect("has events of others rejected by name, in every form, and its own taken", () =>
    Effect.gen(function* () {
      const items = [
        bytes(event("mine", "e1")),
        bytes(event("theirs", "e2")),
        { kind: "value", value: event("theirs", "e3") } as const,
        bytes(event("theirs", "e4", { properties: { "a\tb": "c" } })),
        bytes(event("mine too", "e5")),
        bytes(event("Mine", "e6")),
        bytes(event("mine", "e7", { refers_to: "e2", type: "refund" })),
        bytes(event("theirs", "e8", { refers_to: "e2", type: "refund" })),
      ]
      const results = yield* submit(items, ["mine", "mine too"])
      assert.deepStrictEqual(
        results.map(({ fate }) => fate),
        [
          "accepted",
          "rejected",
          "rejected",
          "rejected",
          "accepted",
          "rejected",
          "accepted",
          "rejected",
        ],
      )
      assert.deepStrictEqual(results[1], {
        index: 1,
        account: "theirs",
        id: "e2",
        fate: "rejected",
        errors: [NOT_ALLOWED],
      })
      const { events, rejections } = yield* Kept
      const kept = (yield* Ref.get(events)).map(({ event }) => [event.account, event.id])
      assert.deepStrictEqual(kept, [
        ["mine", "e1"],
        ["mine too", "e5"],
        ["mine", "e7"],
      ])
      // Kept for review, and nowhere among the other account's.
      const refused = yield* Ref.get(rejections)
      assert.strictEqual(refused.length, 5)
      for (const { account, eventId } of refused)
        assert.deepStrictEqual([account, eventId], [null, null])
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect(
    "has an event rejected that is bad besides, without a trace in the account it names",
    () =>
      Effect.gen(function* () {
        const items = [
          bytes(event("theirs", "e1", { credits: "-1" })),
          cloudEvent(event("theirs", "e2")),
        ]
        const results = yield* submit(items, ["mine"])
        assert.deepStrictEqual(
          results.map(({ fate }) => fate),
          ["rejected", "rejected"],
        )
        const refused = yield* Ref.get((yield* Kept).rejections)
        assert.deepStrictEqual(
          refused.map(({ account }) => account),
          [null, null],
        )
      }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("may be for no account at all, and one for all is for all", () =>
    Effect.gen(function* () {
      const items = [bytes(event("a", "e1")), bytes(event("b", "e2"))]
      const nobody = yield* submit(items, [])
      assert.isTrue(nobody.every(({ fate }) => fate === "rejected"))
      const all = yield* submit(items, null)
      assert.isTrue(all.every(({ fate }) => fate === "accepted"))
    }).pipe(Effect.provide(intakeInMemory)),
  )
})
