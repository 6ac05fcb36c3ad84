import { setImmediate } from "node:timers/promises"
import { assert, layer } from "@effect/vitest"
import { Effect, Fiber, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { parseDecimal } from "./domain/decimal.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { LedgerReader } from "./ledger-reader.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const millionths = (text: string) => parseDecimal(text) as bigint
const at = (time: string) => Date.parse(`2026-03-05T${time}:00.000Z`)

const session: ReadonlyArray<UsageEvent> = (
  [
    ["0", "purchase", "purchase", "1000", "10:00"],
    ["1", "spend", "image_generation", "1.5", "10:30"],
    ["2", "spend", "image_generation", "1.5", "10:32"],
    ["3", "spend", "detection", "1", "10:35"],
    ["4", "spend", "variation", "2", "10:40"],
    ["5", "spend", "variation", "2", "10:42"],
    ["6", "spend", "combination", "1", "10:50"],
  ] as const
).map(([id, type, operation, credits, time]) => ({
  id,
  account: "mana",
  type,
  operation,
  credits: millionths(credits),
  occurredAt: at(time),
}))

const fates = (events: ReadonlyArray<UsageEvent>) =>
  Effect.map(writeEvents(events), (all) => all.map(({ fate }) => fate))
const ledger = (account: string, limit = 100) =>
  LedgerReader.use((reader) =>
    reader.page({ account, timeZone: "UTC", interval: null, cursor: null, limit }),
  )

layer(warehouseForTests)("the writer", (it) => {
  it.effect("keeps a session with the balance after each transaction", () =>
    Effect.gen(function* () {
      yield* writeEvents(session)
      const { entries } = yield* ledger("mana")
      assert.deepStrictEqual(
        entries.map(({ balanceAfter }) => balanceAfter).reverse(),
        ["1000", "998.5", "997", "996", "994", "992", "991"].map(millionths),
      )
    }),
  )

  it.effect("counts an event once, however often and in whatever batch it comes", () =>
    Effect.gen(function* () {
      const event = { ...(session[1] as UsageEvent), account: "again" }
      assert.deepStrictEqual(yield* fates([event, event]), ["accepted", "duplicate"])
      assert.deepStrictEqual(yield* fates([event]), ["duplicate"])
      const { entries } = yield* ledger("again")
      assert.strictEqual(entries.length, 1)
    }),
  )

  it.effect("names the fields in which a conflicting event differs, and keeps it for review", () =>
    Effect.gen(function* () {
      const event = { ...(session[1] as UsageEvent), account: "conflict" }
      const other = { ...event, credits: millionths("2"), properties: { project: "x" } }
      const differs = [
        { field: "credits", stored: "1.5", sent: "2" },
        { field: "properties.project", stored: null, sent: "x" },
      ]
      assert.deepStrictEqual(yield* writeEvents([event, other]), [
        { fate: "accepted" },
        { fate: "conflict", differs },
      ])
      assert.deepStrictEqual(yield* writeEvents([other]), [{ fate: "conflict", differs }])
      const { entries } = yield* ledger("conflict")
      assert.deepStrictEqual(
        entries.map(({ credits }) => credits),
        [millionths("-1.5")],
      )
      const clickhouse = yield* ClickHouse
      const kept = yield* clickhouse.query(
        "SELECT event_id, reason FROM rejections FINAL WHERE account = 'conflict'",
        {},
        Schema.Struct({ event_id: Schema.String, reason: Schema.String }),
      )
      assert.deepStrictEqual(kept, [{ event_id: "1", reason: "conflict" }])
    }),
  )

  it.effect("keeps texts with line breaks, quotes and any letters as they are", () =>
    Effect.gen(function* () {
      const description = `first\n\nINSERT "quoted" \\ \t 日本語 🚀 ${"long ".repeat(40)}`
      const event = { ...(session[1] as UsageEvent), account: "text", description }
      yield* writeEvents([event])
      const { entries } = yield* ledger("text")
      assert.strictEqual(entries[0]?.description, description)
      assert.deepStrictEqual(yield* fates([event]), ["duplicate"])
    }),
  )

  it.effect("counts once what comes again while its first batch is still being stored", () =>
    Effect.gen(function* () {
      const events = Array.from({ length: 6_000 }, (_, i) => ({
        ...(session[1] as UsageEvent),
        account: "in-flight",
        id: `e${i}`,
      }))
      const sends = []
      for (let i = 0; i < 5; i++) {
        sends.push(yield* Effect.forkChild(fates(events)))
        // Turns enough for the writer to have taken the batch, too few for it to be stored.
        for (let turn = 0; turn < 30; turn++) yield* Effect.promise(() => setImmediate())
      }
      const all = (yield* Effect.forEach(sends, Fiber.join)).flat()
      assert.strictEqual(all.filter((fate) => fate === "accepted").length, events.length)
      const { totals } = yield* ledger("in-flight", 1)
      assert.strictEqual(totals.count, events.length)
    }),
  )

  it.effect("stores what it has taken, though the caller has gone", () =>
    Effect.gen(function* () {
      const events = Array.from({ length: 2_000 }, (_, i) => ({
        ...(session[1] as UsageEvent),
        account: "gone",
        id: `e${i}`,
      }))
      const caller = yield* Effect.forkChild(writeEvents(events))
      yield* Effect.promise(() => setImmediate())
      yield* Fiber.interrupt(caller)
      const again = yield* fates(events)
      assert.deepStrictEqual(new Set(again), new Set(["duplicate"]))
      const { totals } = yield* ledger("gone", 1)
      assert.strictEqual(totals.count, events.length)
    }),
  )
})
