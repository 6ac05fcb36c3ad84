import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { ArrivalCounts, arrivalWriter } from "./arrival-counts.ts"
import { ClickHouse } from "./clickhouse.ts"
import { DayNotes } from "./day-notes.ts"
import { dayOf, intervalOfDays } from "./domain/calendar.ts"
import { HIGH_USAGE_RULE } from "./domain/high-usage.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { WarehouseUnavailable } from "./errors.ts"
import { HighUsageRules } from "./high-usage-rules.ts"
import { KeyUses } from "./key-uses.ts"
import { type Rejection, RejectionStore } from "./rejection-store.ts"
import { SavedViews } from "./saved-views.ts"
import { temporaryFolder, warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const march = { first: "2026-03-01", last: "2026-03-31" }
const all = { days: march, account: null, limit: 10 }

const NOW = Date.UTC(2026, 2, 6, 12, 44, 59)

const EVENT: UsageEvent = {
  ...{ id: "a1", account: "a", type: "spend", operation: "variation" },
  credits: 1_000_000n,
  occurredAt: Date.UTC(2026, 2, 5),
}
const REJECTION: Rejection = {
  ...{ account: null, eventId: null, reason: "unreadable", errors: [], differs: [] },
  raw: Buffer.from("{"),
  position: null,
  receivedAt: 0,
}
const LOST = new WarehouseUnavailable({ operation: "insert", cause: new Error("lost") })

layer(warehouseForTests)("what operations set and count", (it) => {
  it.effect("keeps the newest rule, for who starts later too", () =>
    Effect.gen(function* () {
      const rules = yield* HighUsageRules
      assert.deepStrictEqual(yield* rules.current, { rule: HIGH_USAGE_RULE, set: null })
      const rule = {
        ...HIGH_USAGE_RULE,
        ratio: 1_300_000n,
        floor: 999_999_999_999_000_001n,
        weeks: 6,
      }
      yield* rules.put({ ...rule, ratio: 2_000_000n }, "admin")
      yield* rules.put(rule, "key:k1")
      const now = yield* rules.current
      assert.deepStrictEqual([now.rule, now.set?.by], [rule, "key:k1"])
      const folder = yield* temporaryFolder
      const later = yield* Layer.build(Layer.fresh(HighUsageRules.layer(folder)))
      assert.deepStrictEqual(
        yield* Effect.provide(
          HighUsageRules.use(({ current }) => current),
          later,
        ),
        now,
      )
    }).pipe(Effect.scoped),
  )

  it.effect("keeps the newest note of each day and account, until it is taken off", () =>
    Effect.gen(function* () {
      const notes = yield* DayNotes
      const note = { account: null, day: "2026-03-05", text: "first", by: "admin" }
      yield* notes.put(note)
      const at = yield* notes.put({ ...note, text: "a „quoted“\nsecond" })
      yield* notes.put({ ...note, account: "odd/ö %", day: "2026-03-31", text: "theirs" })
      yield* notes.put({ ...note, day: "2026-04-01", text: "too late" })
      const listed = yield* notes.list(all)
      assert.strictEqual(listed.count, 2)
      assert.deepStrictEqual(listed.notes[1], { ...note, text: "a „quoted“\nsecond", at })
      assert.strictEqual(listed.notes[0]?.account, "odd/ö %")
      assert.deepStrictEqual((yield* notes.list({ ...all, limit: 1 })).count, 2)
      assert.strictEqual((yield* notes.list({ ...all, account: "odd/ö %" })).count, 1)

      yield* notes.put({ ...note, text: "" })
      assert.deepStrictEqual(
        (yield* notes.list(all)).notes.map(({ day }) => day),
        ["2026-03-31"],
      )
    }),
  )

  it.effect("tells when a key was used last, whichever process saw it", () =>
    Effect.gen(function* () {
      const uses = yield* KeyUses
      yield* TestClock.setTime(NOW)
      yield* uses.used("k1")
      assert.deepStrictEqual([...(yield* uses.latest(["k1", "k2"]))], [["k1", NOW]])
      const folder = yield* temporaryFolder
      const other = Effect.provide(
        KeyUses.use((elsewhere) =>
          Effect.gen(function* () {
            const before = (yield* elsewhere.latest(["k1"])).get("k1")
            yield* TestClock.adjust("10 seconds")
            yield* elsewhere.used("k1")
            yield* elsewhere.write
            return before
          }),
        ),
        Layer.fresh(KeyUses.layer(folder)),
      )
      // Nobody else knows of it until it is written down.
      assert.isUndefined(yield* other)
      yield* uses.write
      assert.strictEqual((yield* uses.latest(["k1"])).get("k1"), NOW + 10_000)
      assert.strictEqual(yield* other, NOW + 10_000)
    }).pipe(Effect.scoped),
  )

  it.effect("keeps views of each owner, and shows others what is shared", () =>
    Effect.gen(function* () {
      const views = yield* SavedViews
      const address = "/explore?f=account%3Ais%3Aodd"
      const view = { owner: "key:k1", id: "a", name: "„Mine“", address, shared: false }
      yield* views.put({ ...view, name: "before" })
      const at = yield* views.put(view)
      yield* views.put({ ...view, id: "b", shared: true })
      yield* views.put({ ...view, owner: "admin", id: "a", name: "another" })
      const seen = (owner: string, everyone: boolean) =>
        Effect.map(views.list({ owner, everyone, limit: 10 }), ({ views }) =>
          views.map(({ owner, id }) => `${owner} ${id}`),
        )
      assert.deepStrictEqual(yield* seen("key:k1", false), ["key:k1 b", "key:k1 a"])
      assert.deepStrictEqual(yield* seen("admin", true), ["admin a", "key:k1 b"])
      assert.deepStrictEqual(yield* seen("key:k2", false), [])
      const one = yield* views.list({ owner: "key:k1", everyone: true, limit: 1 })
      assert.strictEqual(one.count, 2)
      const { views: own } = yield* views.list({ owner: "key:k1", everyone: false, limit: 10 })
      assert.deepStrictEqual(own[1], { ...view, at })
      yield* views.put({ ...view, name: "" })
      assert.deepStrictEqual(yield* seen("key:k1", false), ["key:k1 b"])
    }),
  )

  it.effect("writes down what became of events once, though the first try is lost", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder
      const arrivals = yield* ArrivalCounts
      yield* TestClock.setTime(NOW)
      const today = dayOf(NOW, "UTC")
      const interval = intervalOfDays(today, today, "UTC")
      assert.isNull((yield* arrivals.within(interval)).countedSince)
      const clickhouse = yield* ClickHouse
      let tries = 0
      // Stored, and yet the answer is lost: as when a connection breaks.
      const shaky = ClickHouse.of({
        ...clickhouse,
        insertRows: (insert) =>
          clickhouse
            .insertRows(insert)
            .pipe(Effect.andThen(() => (++tries === 1 ? Effect.fail(LOST) : Effect.void))),
      })
      const write = yield* Effect.provideService(arrivalWriter(folder), ClickHouse, shaky)
      yield* writeEvents([EVENT])
      yield* writeEvents([EVENT])
      yield* (yield* RejectionStore).record([REJECTION])
      yield* write
      yield* writeEvents([{ ...EVENT, id: "a2" }])
      for (let i = 0; i < 3; i++) yield* write
      // The same again, what came meanwhile, and then there is nothing.
      assert.strictEqual(tries, 3)
      const { counts, countedSince } = yield* arrivals.within(interval)
      assert.deepStrictEqual(counts, {
        accepted: 2,
        duplicate: 1,
        conflict: 0,
        rejected: 0,
        unreadable: 1,
      })
      assert.strictEqual(countedSince, Date.UTC(2026, 2, 6, 12, 30))
      const before = { from: interval.from - 86_400_000, to: interval.from }
      assert.strictEqual((yield* arrivals.within(before)).counts.accepted, 0)
    }).pipe(Effect.scoped),
  )
})
