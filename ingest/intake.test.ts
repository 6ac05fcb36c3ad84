import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Ref } from "effect"
import { TestClock } from "effect/testing"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { RejectionStore } from "#warehouse/rejection-store.ts"
import { encoderForTests, eventsOf } from "#warehouse/testing/event-rows.ts"
import { EventSink } from "./event-sink.ts"
import { Intake } from "./intake.ts"
import { RAW_BYTES_MAX } from "./raw-bytes.ts"
import type { RawEvent } from "./raw-event.ts"
import { intakeInMemory, Kept } from "./testing/memory-warehouse.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const event = {
  id: "e1",
  account: "mana",
  type: "spend",
  operation: "image_generation",
  credits: "1.5",
  occurred_at: "2026-03-05T10:30:00.000Z",
}
const value = (fields: object = {}): RawEvent => ({ kind: "value", value: { ...event, ...fields } })
const text = (text: string): RawEvent => ({ kind: "text", text })
const bytesOf = (text: string) => new TextEncoder().encode(text)

const submit = (...items: ReadonlyArray<RawEvent>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(NOW)
    const intake = yield* Intake
    return yield* intake.submit(items)
  })
const keptRejections = Effect.flatMap(Kept, ({ rejections }) => Ref.get(rejections))
const keptEvents = Effect.flatMap(Kept, ({ events }) => Ref.get(events))

describe("Intake", () => {
  it.effect("answers each event in its place, and a bad one never sinks its neighbours", () =>
    Effect.gen(function* () {
      const items = Array.from({ length: 1000 }, (_, n) => value({ id: `e${n}` }))
      items[500] = value({ id: "bad", credits: "1.1234567" })
      const results = yield* submit(...items)
      assert.deepStrictEqual(
        results.map(({ index }) => index),
        items.map((_, index) => index),
      )
      assert.strictEqual(results.filter(({ fate }) => fate === "accepted").length, 999)
      assert.deepStrictEqual(results[500], {
        index: 500,
        account: "mana",
        id: "bad",
        fate: "rejected",
        errors: [
          {
            pointer: "/credits",
            code: "decimal_places",
            message: "at most 6 decimal places, got 7",
          },
        ],
      })
      assert.deepStrictEqual(results[501], {
        index: 501,
        account: "mana",
        id: "e501",
        fate: "accepted",
      })
      assert.strictEqual((yield* keptEvents).length, 999)
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("passes on the fates of the sink: accepted, duplicate, conflict", () =>
    Effect.gen(function* () {
      const results = yield* submit(value(), value({ credits: "1.50" }), value({ credits: "2" }))
      assert.deepStrictEqual(results, [
        { index: 0, account: "mana", id: "e1", fate: "accepted" },
        { index: 1, account: "mana", id: "e1", fate: "duplicate" },
        { index: 2, account: "mana", id: "e1", fate: "conflict", differs: [] },
      ])
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("takes one hour ahead of its clock and refuses two", () =>
    Effect.gen(function* () {
      const results = yield* submit(
        value({ occurred_at: "2026-03-05T13:00:00Z" }),
        value({ id: "e2", occurred_at: "2026-03-05T14:00:00Z" }),
      )
      assert.deepStrictEqual(
        results.map(({ fate, errors }) => [fate, errors?.[0]?.code]),
        [
          ["accepted", undefined],
          ["rejected", "in_future"],
        ],
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("keeps what it rejects as it came, with reason and time of receipt", () =>
    Effect.gen(function* () {
      const notUtf8 = new Uint8Array([0x7b, 0xff])
      yield* submit(text('{ "id": "e1", '), { kind: "bytes", bytes: notUtf8 }, value({ type: "x" }))
      const kept = yield* keptRejections
      assert.deepStrictEqual(
        kept.map(({ reason, account, eventId }) => [reason, account, eventId]),
        [
          ["unreadable", null, null],
          ["unreadable", null, null],
          ["rejected", "mana", "e1"],
        ],
      )
      assert.deepStrictEqual(kept[0]?.raw, bytesOf('{ "id": "e1", '))
      assert.deepStrictEqual(kept[1]?.raw, notUtf8)
      assert.deepStrictEqual(kept[2]?.raw, bytesOf(JSON.stringify({ ...event, type: "x" })))
      assert.isTrue(kept.every(({ receivedAt }) => receivedAt === NOW))
      assert.strictEqual((yield* keptEvents).length, 0)
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("keeps the beginning of a huge event and says how much is missing", () =>
    Effect.gen(function* () {
      const huge = `"${"x".repeat(RAW_BYTES_MAX)}"`
      const results = yield* submit(text(huge))
      const [kept] = yield* keptRejections
      assert.strictEqual(kept?.raw.length, RAW_BYTES_MAX)
      assert.deepStrictEqual(
        kept?.errors.map(({ code }) => code),
        ["type", "raw_cut"],
      )
      assert.include(kept?.errors[1]?.message ?? "", `of ${huge.length} bytes`)
      assert.deepStrictEqual(
        results[0]?.errors?.map(({ code }) => code),
        ["type"],
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("survives nesting that cannot be written down again", () =>
    Effect.gen(function* () {
      const deep: unknown = JSON.parse("[".repeat(200_000) + "]".repeat(200_000))
      const results = yield* submit(value({ properties: deep }), value({ id: "e2" }))
      assert.deepStrictEqual(
        results.map(({ fate }) => fate),
        ["rejected", "accepted"],
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("answers queued where a log stands in between", () => {
    const queueing = Layer.succeed(EventSink, {
      send: (rows) => Effect.succeed(eventsOf(rows).map(() => ({ fate: "queued" as const }))),
    })
    const noRejections = Layer.succeed(RejectionStore, { record: () => Effect.die("unexpected") })
    const late = value({ id: "e2", occurred_at: "2026-03-04T10:30:00Z" })
    return submit(value(), late).pipe(
      Effect.map((results) =>
        assert.deepStrictEqual(results, [
          { index: 0, account: "mana", id: "e1", fate: "queued" },
          { index: 1, account: "mana", id: "e2", fate: "queued", late_by: "P1DT1H30M" },
        ]),
      ),
      Effect.provide(Intake.layer.pipe(Layer.provide([queueing, noRejections, encoderForTests]))),
    )
  })

  it.effect("fails as a whole when a rejection cannot be kept, and sends nothing", () => {
    const unreachable = Layer.succeed(EventSink, { send: () => Effect.die("nothing may be sent") })
    const broken = Layer.succeed(RejectionStore, {
      record: () => Effect.fail(new WarehouseUnavailable({ operation: "insert", cause: "gone" })),
    })
    return submit(value(), text("{")).pipe(
      Effect.flip,
      Effect.map((error) => assert.strictEqual(error._tag, "WarehouseUnavailable")),
      Effect.provide(Intake.layer.pipe(Layer.provide([unreachable, broken, encoderForTests]))),
    )
  })
})
