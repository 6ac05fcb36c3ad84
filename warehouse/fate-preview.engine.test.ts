import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { EventEncoder } from "./event-encoder.ts"
import { FatePreview } from "./fate-preview.ts"
import { migrations } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const event = (id: string, more: Partial<UsageEvent> = {}): UsageEvent => ({
  id,
  account: "mana",
  type: "spend",
  operation: "variation",
  credits: 2_500_000n,
  occurredAt: Date.UTC(2026, 2, 5, 23, 59, 59, 999),
  ...more,
})

const preview = Effect.fnUntraced(function* (events: ReadonlyArray<UsageEvent>) {
  const rows = (yield* EventEncoder).rows({ receivedAt: 0, log: null })
  for (const one of events) rows.add(one, Buffer.from(one.id))
  return yield* FatePreview.use((fates) => fates.preview(rows))
})

const targets = migrations()
  .flatMap(({ statements }) => statements)
  .flatMap((statement) => / TO (\w+) AS\n/.exec(statement)?.[1] ?? [])

/** Every row of a table, as the engine prints it. */
const rowsOf = Effect.fnUntraced(function* (table: string) {
  const clickhouse = yield* ClickHouse
  return yield* clickhouse.query(
    `SELECT * FROM ${table}${table === "transactions" ? "" : " FINAL"}`,
    {},
    Schema.Record(Schema.String, Schema.Unknown),
  )
})

interface Row {
  readonly [column: string]: unknown
  readonly credits?: unknown
  readonly entries?: unknown
}

/** `2026-03-05 23:45:00` and `2026-03-05T23:45:00.000Z` are the same place. */
const placeText = (value: unknown) =>
  String(value)
    .replace("T", " ")
    .replace(/(\.000)?Z?$/, "")

/** What a rollup's cell at that place holds of a type, and how many entries. */
const cellOf = (rows: ReadonlyArray<Row>, key: Row, type: string) => {
  const cell = rows.find((row) =>
    Object.entries(key).every(([name, value]) => placeText(row[name]) === placeText(value)),
  )
  if (cell === undefined) return { credits: 0n, entries: 0 }
  return {
    credits: storedDecimal(String(cell[type] ?? cell.credits)),
    entries: Number(cell.entries),
  }
}

layer(warehouseForTests)("FatePreview", (it) => {
  it.effect("says what becomes of events, as of those stored and of those sent together", () =>
    Effect.gen(function* () {
      yield* writeEvents([event("stored")])
      const fates = yield* preview([
        event("stored"),
        event("stored", { credits: 1n }),
        event("new"),
        event("new"),
        event("new", { unit: "x" }),
      ])
      assert.deepStrictEqual(
        fates.map(({ fate }) => fate),
        [
          { fate: "duplicate" },
          {
            fate: "conflict",
            differs: [{ field: "credits", stored: "2.5", sent: "0.000001" }],
          },
          { fate: "accepted" },
          { fate: "duplicate" },
          { fate: "conflict", differs: [{ field: "unit", stored: null, sent: "x" }] },
        ],
      )
      assert.deepStrictEqual(
        fates.map(({ changes }) => changes.length > 0),
        [false, false, true, false, false],
      )
    }),
  )

  it.effect("writes nothing, and remembers nothing", () =>
    Effect.gen(function* () {
      const tables = ["transactions", "rejections", ...targets]
      const before = yield* Effect.forEach(tables, rowsOf)
      yield* preview([event("stored"), event("p"), event("p", { credits: 1n })])
      assert.deepStrictEqual(yield* Effect.forEach(tables, rowsOf), before)
      assert.deepStrictEqual(yield* writeEvents([event("p")]), [{ fate: "accepted" }])
    }),
  )

  it.effect.each([
    event("x1"),
    event("x2", { type: "purchase", operation: "purchase", credits: 500_000_000n }),
    event("x3", { category: "Own", occurredAt: Date.UTC(1980, 0, 1) }),
    event("x4", { operation: "keyframeGenerate", type: "refund", refersTo: "x1" }),
    event("x5", { account: "fresh", type: "bonus", occurredAt: Date.UTC(2026, 0, 1, 0, 14, 59) }),
  ])("names every cell that storing the event then changes: $id", (one) =>
    Effect.gen(function* () {
      const [previewed] = yield* preview([one])
      const changes = previewed?.changes ?? []
      assert.deepStrictEqual(changes.map(({ rollup }) => rollup).sort(), [...targets].sort())
      const before = new Map(
        yield* Effect.forEach(targets, (table) =>
          Effect.map(rowsOf(table), (rows) => [table, rows] as const),
        ),
      )
      yield* writeEvents([one])
      for (const { rollup, key, type, credits } of changes) {
        const was = cellOf(before.get(rollup) ?? [], key, type)
        const is = cellOf(yield* rowsOf(rollup), key, type)
        assert.strictEqual(is.credits - was.credits, credits, rollup)
        assert.strictEqual(is.entries - was.entries, 1, rollup)
      }
    }),
  )
})
