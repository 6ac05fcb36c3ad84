import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { EventEncoder } from "./event-encoder.ts"
import type { Intent } from "./intent.ts"
import { LedgerReader } from "./ledger-reader.ts"
import { LogWriter } from "./log-writer.ts"
import { wrongGroups } from "./testing/rollups.ts"
import { warehouseForTests } from "./testing/warehouse.ts"

const eventOf = (account: string, n: number): UsageEvent => ({
  account,
  id: `e${n}`,
  type: n % 5 === 0 ? "purchase" : "spend",
  operation: "keyframeGenerate",
  credits: BigInt(n + 1) * 1_000_003n,
  occurredAt: Date.UTC(2026, 2, 1 + (n % 20), n % 24),
})
const eventsOf = (account: string, count: number) =>
  Array.from({ length: count }, (_, n) => eventOf(account, n))

const intentFrom = (first: number, count: number): Intent => ({
  kind: "batch",
  topic: "usage.events",
  partition: 2,
  sequence: BigInt(first) + 1n,
  first: BigInt(first),
  last: BigInt(first + count - 1),
  receivedAt: Date.UTC(2026, 2, 25),
  partitions: 6,
  cluster: "c",
  epoch: "one",
  fingerprint: "f",
})

/** Stores the events as the messages of a stretch. */
const store = Effect.fnUntraced(function* (intent: Intent, events: ReadonlyArray<UsageEvent>) {
  const { receivedAt, topic, partition, first } = intent
  const rows = (yield* EventEncoder).rows({ receivedAt, log: { topic, partition } })
  events.forEach((event, i) => {
    rows.add(event, Buffer.from(event.id), Number(first) + i)
  })
  yield* (yield* LogWriter).store(intent, rows)
})

const countOf = (account: string) =>
  LedgerReader.use((reader) =>
    reader.page({ account, timeZone: "UTC", interval: null, cursor: null, limit: 1 }),
  ).pipe(Effect.map(({ totals }) => totals.count))

const query = <A>(statement: string, row: Schema.Decoder<A>) =>
  ClickHouse.use((clickhouse) => clickhouse.query(statement, {}, row))
const Conflict = Schema.Struct({ event_id: Schema.String, offset: Schema.String })

const stored: UsageEvent[] = []

layer(warehouseForTests)("a batch of the log", (it) => {
  it.effect("counts once, however often its intent is repeated", () =>
    Effect.gen(function* () {
      const events = eventsOf("repeated", 300)
      for (let i = 0; i < 3; i++) yield* store(intentFrom(0, 300), events)
      assert.strictEqual(yield* countOf("repeated"), 300)
      stored.push(...events)
      assert.deepStrictEqual(yield* wrongGroups(stored), [])
    }),
  )

  it.effect("leaves out what an earlier batch has, and keeps what conflicts for review", () =>
    Effect.gen(function* () {
      const events = eventsOf("again", 50)
      yield* store(intentFrom(2_000, 50), events)
      stored.push(...events)
      const dearer = { ...eventOf("again", 7), credits: 5n }
      const more = [...events, dearer, eventOf("again", 50)]
      for (let i = 0; i < 2; i++) yield* store(intentFrom(2_050, more.length), more)
      stored.push(eventOf("again", 50))
      assert.strictEqual(yield* countOf("again"), 51)
      assert.deepStrictEqual(yield* wrongGroups(stored), [])
      const conflicts = yield* query(
        "SELECT event_id, offset FROM rejections FINAL WHERE account = 'again'",
        Conflict,
      )
      assert.deepStrictEqual(conflicts, [{ event_id: "e7", offset: "2100" }])
    }),
  )

  it.effect("counts once when a new epoch reads its stretch again, and that is repeated", () =>
    Effect.gen(function* () {
      const events = eventsOf("reread", 60)
      yield* store(intentFrom(5_000, 40), events.slice(0, 40))
      const again = { ...intentFrom(5_000, 60), sequence: 9_000n, epoch: "two" }
      for (let i = 0; i < 2; i++) yield* store(again, events)
      stored.push(...events)
      assert.strictEqual(yield* countOf("reread"), 60)
      assert.deepStrictEqual(yield* wrongGroups(stored), [])
    }),
  )

  it.effect("may hold nothing new at all", () =>
    Effect.gen(function* () {
      yield* store({ ...intentFrom(3_000, 50), sequence: 9_001n }, eventsOf("again", 50))
      assert.strictEqual(yield* countOf("again"), 51)
      assert.strictEqual(
        (yield* (yield* LogWriter).lastIntents("usage.events")).get(2)?.last,
        3_049n,
      )
    }),
  )
})
